import { msg } from '../../i18n/index';
import { normalizeImage } from '../../image';
import type { Finding, Plan, Step } from '../../plan';
import { listed } from '../../redis-cluster/findings';
import type { RequestOf } from '../../requests';
import type { ComposeContainer, ComposeObserved } from '../observed';
import { unknownStack } from './act';
import { groupsOf } from './groups';
import { dependsOn, inServiceOrder, standingOrder } from './standing';

type DownRequest = RequestOf<'compose.down'>;

/** Removes what a project made, by labels alone: containers in reverse order, networks, then what was asked for. */
export function planDown(request: DownRequest, observed: ComposeObserved): Plan {
  const { name } = observed;
  const going = goingOf(request, observed);
  const findings: Finding[] = [];
  const steps = removeSteps(request, observed, going);
  const kept = observed.containers.filter((each) => !going.includes(each));
  steps.push(
    ...networkSteps(observed, going, kept, findings),
    ...volumeSteps(request, observed, going, kept, findings),
    ...imageSteps(request, observed, going),
  );
  const own = [...observed.networks, ...observed.volumes].some(({ project }) => project === name);
  if (observed.containers.length === 0 && !own) findings.push(unknownStack(name));
  return {
    kind: request.kind,
    target: `compose/${name}`,
    title: msg('cplan.plan.down', { name }),
    groups: groupsOf(steps),
    steps,
    findings,
  };
}

/** Without `orphans`: those of services that the files have, where the files are known. */
function goingOf({ orphans }: DownRequest, { containers, reading }: ComposeObserved): ComposeContainer[] {
  const services = reading?.model?.services;
  if (orphans || services === undefined) return [...containers];
  return containers.filter(({ service }) => Object.hasOwn(services, service));
}

function removeSteps(
  request: DownRequest,
  observed: ComposeObserved,
  going: readonly ComposeContainer[],
): Step[] {
  const order = [...standingOrder(observed)].reverse();
  const steps: Step[] = [];
  for (const { id, name, service, oneOff } of inServiceOrder(going, order)) {
    const dependents = going
      .filter((each) => each.service !== service && dependsOn(observed, each.service).includes(service))
      .map((each) => `remove:${each.name}`)
      .filter((each) => steps.some((step) => step.id === each));
    const needed = dependsOn(observed, service);
    steps.push({
      id: `remove:${name}`,
      title: msg('cplan.step.remove', { name }),
      cause: oneOff
        ? msg('cplan.why.removeOneOff', { name: observed.name })
        : needed.length > 0
          ? msg('cplan.why.stopOrder', { services: needed.join(', ') })
          : msg('cplan.why.stop', { name: observed.name }),
      group: 'remove',
      op: { kind: 'compose.remove', args: { container: name, id, volumes: request.volumes } },
      dependsOn: [...new Set(dependents)],
    });
  }
  return steps;
}

/** The project's networks on which nobody else is. */
function networkSteps(
  observed: ComposeObserved,
  going: readonly ComposeContainer[],
  kept: readonly ComposeContainer[],
  findings: Finding[],
): Step[] {
  const names = new Set(going.map(({ name }) => name));
  return observed.networks
    .filter(({ project }) => project === observed.name)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, containers }): Step[] => {
      const others = [
        ...containers.filter((each) => !names.has(each)),
        ...kept.filter(({ networks }) => Object.hasOwn(networks, name)).map((each) => each.name),
      ];
      if (others.length > 0) {
        findings.push({
          level: 'info',
          code: 'compose.keep-network',
          what: msg('cplan.find.keepNetwork', { network: name, names: listed([...new Set(others)].sort()) }),
          hint: msg('cplan.find.keepNetwork.hint'),
        });
        return [];
      }
      return [
        {
          id: `network:${name}`,
          title: msg('cplan.step.networkRemove', { name }),
          cause: msg('cplan.why.networkRemove', { name: observed.name }),
          group: 'clean',
          op: { kind: 'network.remove', args: { name } },
          dependsOn: removalsOf(
            going.filter((each) => containers.includes(each.name) || Object.hasOwn(each.networks, name)),
          ),
        },
      ];
    });
}

/** The project's volumes: deleted when asked for, else named as what stays. External ones bear no label and stay. */
function volumeSteps(
  { volumes }: DownRequest,
  observed: ComposeObserved,
  going: readonly ComposeContainer[],
  kept: readonly ComposeContainer[],
  findings: Finding[],
): Step[] {
  const own = observed.volumes
    .filter(({ project }) => project === observed.name)
    .map(({ name }) => name)
    .sort();
  if (own.length === 0) return [];
  if (!volumes) {
    findings.push({
      level: 'info',
      code: 'compose.keep-volumes',
      what: msg('cplan.find.keepVolumes', { names: listed(own) }),
      hint: msg('cplan.find.keepVolumes.hint'),
    });
    return [];
  }
  const usersOf = (volume: string): string[] => [
    ...observed.others.filter((each) => each.volumes.includes(volume)).map(({ name }) => name),
    ...kept.filter(({ mounts }) => mounts.some(({ source }) => source === volume)).map(({ name }) => name),
  ];
  const free = own.filter((volume) => usersOf(volume).length === 0);
  for (const volume of own.filter((each) => !free.includes(each)))
    findings.push({
      level: 'info',
      code: 'compose.keep-volume',
      what: msg('cplan.find.keepVolume', { volume, names: listed(usersOf(volume).sort()) }),
      hint: msg('cplan.find.keepVolume.hint'),
    });
  if (free.length > 0)
    findings.push({
      level: 'warning',
      code: 'compose.data-goes',
      what: msg('cplan.find.goVolumes', { names: listed(free) }),
      hint: msg('cplan.find.goVolumes.hint'),
    });
  return free.map((name): Step => ({
    id: `volume:${name}`,
    title: msg('cplan.step.volumeRemove', { name }),
    cause: msg('cplan.why.volumeRemove'),
    group: 'clean',
    op: { kind: 'volume.remove', args: { name } },
    dependsOn: removalsOf(going.filter(({ mounts }) => mounts.some(({ source }) => source === name))),
    destructive: true,
  }));
}

/** `local`: those that a build called after project and service. An image that another container uses stays. */
function imageSteps(
  { images }: DownRequest,
  observed: ComposeObserved,
  going: readonly ComposeContainer[],
): Step[] {
  if (images === 'none') return [];
  const used = new Set(observed.others.map(({ imageId }) => imageId));
  const own = going.filter(({ image, service, imageId }) => {
    if (image.startsWith('sha256:') || used.has(imageId)) return false;
    return images === 'all' || normalizeImage(image) === `${observed.name}-${service}:latest`;
  });
  return [...new Set(own.map(({ image }) => image))].sort().map((image): Step => ({
    id: `image:${image}`,
    title: msg('cplan.step.imageRemove', { image }),
    cause: msg('cplan.why.imageRemove'),
    group: 'clean',
    op: { kind: 'compose.removeImage', args: { image } },
    dependsOn: removalsOf(
      going.filter((each) => each.image === image || own.some(({ imageId }) => imageId === each.imageId)),
    ),
    bestEffort: true,
  }));
}

/** The steps that remove containers: nothing of theirs can go before. */
const removalsOf = (containers: readonly ComposeContainer[]): string[] =>
  containers.map(({ name }) => `remove:${name}`).sort();
