import type { Plan } from '../plan';
import type { ResourceRequest } from '../requests';
import type { ResourcesObserved } from './model';
import { pull, removeImage, tag } from './plan-images';
import { connect, createNetwork, disconnect, removeNetwork } from './plan-networks';
import { createVolume, removeVolume } from './plan-volumes';
import { planPrune } from './prune';

/** Pure: the plan of a request about images, networks and volumes, given what is on the engine. */
export function planResources(request: ResourceRequest, seen: ResourcesObserved): Plan {
  switch (request.kind) {
    case 'resources.prune':
      return planPrune(request, seen);
    case 'resources.network-create':
      return createNetwork(request, seen);
    case 'resources.network-remove':
      return removeNetwork(request, seen);
    case 'resources.network-connect':
      return connect(request, seen);
    case 'resources.network-disconnect':
      return disconnect(request, seen);
    case 'resources.volume-create':
      return createVolume(request, seen);
    case 'resources.volume-remove':
      return removeVolume(request, seen);
    case 'resources.image-pull':
      return pull(request, seen);
    case 'resources.image-tag':
      return tag(request, seen);
    case 'resources.image-remove':
      return removeImage(request, seen);
  }
}
