import { cliOp } from './cli';
import { createOp, recreateOp } from './containers';
import type { ComposeOpHandlers, ComposeOpsDeps } from './deps';
import { buildOp, pullOp, removeImageOp } from './images';
import { removeOp, restartOp, startOp, stopOp, waitOp } from './lifecycle';
import { networkOp, volumeOp } from './parts';

export type { ComposeOpHandlers, ComposeOpKind, ComposeOpsDeps } from './deps';

/** How each op on a compose project is done and undone. */
export function composeOps(deps: ComposeOpsDeps): ComposeOpHandlers {
  const { docker } = deps;
  return {
    'compose.network': networkOp(deps),
    'compose.volume': volumeOp(deps),
    'compose.pull': pullOp(docker),
    'compose.build': buildOp(deps),
    'compose.create': createOp(deps),
    'compose.recreate': recreateOp(deps),
    'compose.start': startOp(docker),
    'compose.stop': stopOp(docker),
    'compose.restart': restartOp(docker),
    'compose.remove': removeOp(docker),
    'compose.wait': waitOp(docker),
    'compose.removeImage': removeImageOp(docker),
    'compose.cli': cliOp(deps),
  };
}
