import type { Message } from '@shared/i18n/index';

/** A short notice at the window's edge. Its words are messages: they follow a switch of the language. */
export interface ToastItem {
  readonly id: number;
  readonly tone: 'ok' | 'info' | 'warn' | 'error';
  readonly title: Message;
  readonly text?: Message;
  readonly action?: { readonly label: Message; readonly run: () => void };
}
