import type { Envelope } from '@shared/contract';
import { msg } from '@shared/i18n/index';

/** The answer to a call that did not come from our own page. */
export function senderRefused(channel: string): Envelope<never> {
  return {
    ok: false,
    error: {
      code: 'ipc.sender',
      doing: msg('app.ipc.doing', { channel }),
      what: msg('app.ipc.sender'),
      hint: msg('app.ipc.invalid.hint'),
    },
  };
}
