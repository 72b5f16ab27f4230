import type { ErrorInfo } from '@shared/errors';
import type { Message } from '@shared/i18n/index';
import type { ToastItem } from '../ui/toast';

/** Short notices at the edge. Good news goes by itself; errors stay until they are dismissed. */
export class Toasts {
  items = $state.raw<readonly ToastItem[]>([]);
  #next = 1;
  #held = false;
  readonly #stayMs: number;

  constructor(stayMs = 5000) {
    this.#stayMs = stayMs;
  }

  add(item: Omit<ToastItem, 'id'>): number {
    const id = this.#next++;
    this.items = [...this.items, { ...item, id }].slice(-5);
    if (item.tone !== 'error') this.#later(id);
    return id;
  }

  ok(title: Message, text?: Message): number {
    return this.add({ tone: 'ok', title, text });
  }

  /** An error in full: what was being done, what went wrong, what to do. */
  error(error: ErrorInfo): number {
    return this.add({ tone: 'error', title: error.what, text: error.hint });
  }

  dismiss(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
  }

  /** While the pointer or the focus rests on them, none goes. */
  hold(held: boolean): void {
    this.#held = held;
  }

  #later(id: number): void {
    setTimeout(() => {
      if (this.#held) this.#later(id);
      else this.dismiss(id);
    }, this.#stayMs);
  }
}

export const toasts = new Toasts();
