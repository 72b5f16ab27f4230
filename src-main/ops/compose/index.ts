import type { OpArgs } from '@shared/ops';
import { pullImage } from '../docker-pull';
import { cliOp } from './cli';
import { createOp, recreateOp } from './containers';
import type { ComposeOpHandlers, ComposeOpsDeps } from './deps';
import { buildOp, removeImageOp } from './images';
import { removeOp, restartOp, startOp, stopOp, waitOp } from './lifecycle';
import { networkOp, volumeOp } from './parts';
import { atPlace, byService, ofService } from './place';

export type { ComposeOpHandlers, ComposeOpKind, ComposeOpsDeps } from './deps';

/** How each op on a compose project is done and undone. */
export function composeOps(deps: ComposeOpsDeps): ComposeOpHandlers {
  const { docker } = deps;
  return {
    'compose.network': atPlace(deps, networkOp(deps), ({ project, key }) => ({
      project,
      part: ['networks', key],
    })),
    'compose.volume': atPlace(deps, volumeOp(deps), ({ project, key }) => ({
      project,
      part: ['volumes', key],
    })),
    'compose.pull': atPlace<OpArgs<'compose.pull'>, unknown>(deps, pullImage(docker), ofService),
    'compose.build': atPlace(deps, buildOp(deps), byService),
    'compose.create': atPlace(deps, createOp(deps), byService),
    'compose.recreate': atPlace(deps, recreateOp(deps), byService),
    'compose.start': atPlace(deps, startOp(docker), ofService),
    'compose.stop': stopOp(docker),
    'compose.restart': restartOp(docker),
    'compose.remove': removeOp(docker),
    'compose.wait': atPlace(deps, waitOp(docker), ofService),
    'compose.removeImage': removeImageOp(docker),
    'compose.cli': cliOp(deps),
  };
}
