import { msg } from '../../i18n/index';
import type { Step } from '../../plan';
import type { ComposeObserved } from '../observed';
import type { ProjectRef, Reading } from '../source';
import type { Decision } from './decide';
import { hashOf } from './hash';
import { buildWords, networkWords, volumeWords } from './words-parts';

export interface StepContext {
  readonly project: ProjectRef;
  readonly decision: Decision;
  readonly reading: Reading;
  readonly observed: ComposeObserved;
}

/** Networks and volumes that are not there yet. */
export function partSteps({ project, decision, reading }: StepContext): Step[] {
  const model = decision.project;
  const stack = model.name;
  const networks = decision.networks
    .filter(({ what }) => what === 'create')
    .map(({ key, name, why }): Step => ({
      id: `network:${name}`,
      title: msg('cplan.step.network', { name }),
      cause: why,
      group: 'prepare',
      op: {
        kind: 'compose.network',
        args: {
          ...{ project, stack, key, name, hash: hashOf(model.networks?.[key]) },
          words: networkWords(reading, model, key),
        },
      },
      dependsOn: [],
    }));
  const volumes = decision.volumes
    .filter(({ what }) => what === 'create')
    .map(({ key, name, why }): Step => ({
      id: `volume:${name}`,
      title: msg('cplan.step.volume', { name }),
      cause: why,
      group: 'prepare',
      op: {
        kind: 'compose.volume',
        args: {
          ...{ project, stack, key, name, hash: hashOf(model.volumes?.[key]) },
          words: volumeWords(reading, model, key),
        },
      },
      dependsOn: [],
    }));
  return [...networks, ...volumes];
}

/** Images that have to be pulled or built before containers can be made. */
export function imageSteps({ project, decision }: StepContext, { pull }: { readonly pull: boolean }): Step[] {
  return decision.images.map(({ how, image, services: [service = ''], why, anew, platform }): Step => {
    const common = { cause: why, group: 'images', dependsOn: [] };
    if (how === 'pull')
      return {
        ...common,
        id: `pull:${image}`,
        title: msg('cplan.step.pull', { image }),
        op: {
          kind: 'compose.pull',
          args: {
            image,
            always: anew,
            ...(platform !== undefined && { platform }),
            for: { project, service },
          },
        },
      };
    const model = decision.project;
    return {
      ...common,
      id: `build:${image}`,
      title: msg('cplan.step.build', { image }),
      op: {
        kind: 'compose.build',
        args: {
          ...{ project, stack: model.name, service, image, pull },
          hash: hashOf(model.services[service]?.build),
          words: buildWords(model, service, image),
        },
      },
    };
  });
}

/** Orphans, where they are to go, and containers that are too many. */
export function removeSteps({ services, orphans }: Decision, removeOrphans: boolean): Step[] {
  const surplus = services.flatMap(({ containers }) =>
    containers.flatMap(({ what, container, why }) =>
      what === 'remove' && container !== undefined ? [{ container, why }] : [],
    ),
  );
  const strays = orphans.map((container) => ({
    container,
    why: msg('cplan.why.orphan', { service: container.service }),
  }));
  return [...(removeOrphans ? strays : []), ...surplus].map(({ container: { id, name }, why }): Step => ({
    id: `remove:${name}`,
    title: msg('cplan.step.remove', { name }),
    cause: why,
    group: 'remove',
    op: { kind: 'compose.remove', args: { container: name, id, volumes: false } },
    dependsOn: [],
  }));
}
