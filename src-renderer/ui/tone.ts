import type { IconName } from './icons';

/** A state's tone. Each has its own icon, so that colour never stands alone. */
export type Tone = 'ok' | 'warn' | 'bad' | 'running' | 'info' | 'muted';

export const toneIcon: Readonly<Record<Tone, IconName>> = {
  ok: 'check-circle',
  warn: 'warn',
  bad: 'cross-circle',
  running: 'refresh',
  info: 'info',
  muted: 'dot-dashed',
};
