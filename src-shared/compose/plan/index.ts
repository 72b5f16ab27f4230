import type { Plan } from '../../plan';
import type { ComposeRequest } from '../../requests';
import type { ComposeObserved } from '../observed';
import { planAct } from './act';
import { planDown } from './down';
import { planUp } from './up';

export { createBodyOf, type BodyInput, type CreateBody, type OldMount, type Upload } from './body';
export { networkBodyOf, volumeBodyOf } from './body-parts';
export { diffOf } from './diff';
export { composeVersion, configHash, hashOf, knownHashes } from './hash';
export { containerName, imageOf, scaleOf } from './names';
export { byCli } from './up';

/**
 * What has to be done so that a project is as a request says. Pure: equal requests and observations give equal
 * plans. Steps come in an order in which they could be run one by one. `compose.up` needs `observed.reading`.
 */
export function planCompose(request: ComposeRequest, observed: ComposeObserved): Plan {
  switch (request.kind) {
    case 'compose.up':
      return planUp(request, observed);
    case 'compose.down':
      return planDown(request, observed);
    default:
      return planAct(request, observed);
  }
}
