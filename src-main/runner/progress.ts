import { performance } from 'node:perf_hooks';
import type { Message } from '@shared/i18n/index';

export interface Progress {
  readonly fraction?: number;
  readonly note?: Message;
}

const intervalMs = 100;

/** Lets the first progress through at once, then the latest one ten times a second; flush() sends what waits. */
export class ProgressThrottle {
  private last = -Infinity;
  private waiting: Progress | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly send: (progress: Progress) => void;

  constructor(send: (progress: Progress) => void) {
    this.send = send;
  }

  push(progress: Progress): void {
    this.waiting = { ...this.waiting, ...progress };
    const rest = this.last + intervalMs - performance.now();
    if (rest <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), rest);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const progress = this.waiting;
    if (progress === undefined) return;
    this.waiting = undefined;
    this.last = performance.now();
    this.send(progress);
  }
}
