import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { OpArgs, OpKind } from '@shared/ops';
import type { OpHandler } from '../../runner/types';
import type { DockerOpsDeps } from '../docker-deps';

export type ComposeOpKind = Extract<OpKind, `compose.${string}`>;
export type ComposeOpHandlers = { readonly [K in ComposeOpKind]: OpHandler<OpArgs<K>> };

/** How each op on a compose project is done and undone. */
export function composeOps(_deps: DockerOpsDeps): ComposeOpHandlers {
  const soon = (kind: ComposeOpKind): OpHandler => ({
    run: () =>
      Promise.reject(
        new AppError({
          code: 'op.unknown',
          doing: msg('ops.docker.noHandler.doing'),
          what: msg('ops.docker.noHandler', { kind }),
          hint: msg('ops.docker.noHandler.hint'),
        }),
      ),
  });
  return {
    'compose.network': soon('compose.network'),
    'compose.volume': soon('compose.volume'),
    'compose.pull': soon('compose.pull'),
    'compose.build': soon('compose.build'),
    'compose.create': soon('compose.create'),
    'compose.recreate': soon('compose.recreate'),
    'compose.start': soon('compose.start'),
    'compose.stop': soon('compose.stop'),
    'compose.restart': soon('compose.restart'),
    'compose.remove': soon('compose.remove'),
    'compose.wait': soon('compose.wait'),
    'compose.removeImage': soon('compose.removeImage'),
    'compose.cli': soon('compose.cli'),
  };
}
