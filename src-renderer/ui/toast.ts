/** A short notice at the window's edge. */
export interface ToastItem {
  readonly id: number;
  readonly tone: 'ok' | 'info' | 'warn' | 'error';
  readonly title: string;
  readonly text?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}
