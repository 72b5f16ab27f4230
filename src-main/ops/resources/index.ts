import type { OpArgs, OpKind } from '@shared/ops';
import type { Docker } from '../../clients/docker';
import type { OpHandler } from '../../runner/types';
import { cacheOp, containerOp, imageOp, tagOp } from './images';
import { networkCreateOp, networkRemoveOp } from './networks';
import { measureOp, tallyOp } from './tally';

export type ResourceOpKind = Extract<OpKind, `resources.${string}`>;
export type ResourceOpHandlers = { readonly [K in ResourceOpKind]: OpHandler<OpArgs<K>> };

/** How each op on images, networks and volumes is done and undone. */
export function resourceOps(docker: Docker): ResourceOpHandlers {
  return {
    'resources.networkCreate': networkCreateOp(docker),
    'resources.networkRemove': networkRemoveOp(docker),
    'resources.tag': tagOp(docker),
    'resources.imageRemove': imageOp(docker),
    'resources.containerRemove': containerOp(docker),
    'resources.cacheRemove': cacheOp(docker),
    'resources.measure': measureOp(docker),
    'resources.tally': tallyOp(docker),
  };
}
