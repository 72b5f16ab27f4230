import type { ui as source } from '../en/ui';
import type { Translation } from '../types';

export const ui: Translation<typeof source> = {
  'ui.toasts.label': '通知',
};
