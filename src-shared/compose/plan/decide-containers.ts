import { msg, type Message } from '../../i18n/index';
import { normalizeImage } from '../../image';
import type { ComposeModel, DependencyModel, ServiceModel } from '../model';
import type { ComposeContainer, ComposeObserved } from '../observed';
import type { ServiceDecision } from './decide';
import { imageIdOf, type ImageDecision } from './decide-images';
import { knownHashes, type Resolve } from './hash';
import { containerName, imageOf, networkKeys, sharedWith, volumeNames } from './names';

export interface ContainerDecision {
  /** `start`: it is right, but does not run; `leave`: it is right. */
  readonly what: 'create' | 'recreate' | 'start' | 'leave' | 'remove';
  /** Its name afterwards. */
  readonly name: string;
  readonly number: number;
  readonly why: Message;
  /** The one that is there. */
  readonly container?: ComposeContainer;
  /** `recreate`: only if the image that is pulled or built first is another one. */
  readonly when?: 'image-changed';
  /** `start`: it runs, and is stopped before this service's container is recreated. */
  readonly stopFor?: string;
}

export interface ServiceInput {
  readonly project: ComposeModel;
  readonly name: string;
  readonly model: ServiceModel;
  readonly scale: number;
  readonly recreate: 'auto' | 'force' | 'never';
  readonly observed: ComposeObserved;
  readonly images: readonly ImageDecision[];
  /** What it depends on is decided already. */
  readonly before: readonly ServiceDecision[];
  readonly dependencies: Readonly<Record<string, DependencyModel>>;
}

/** What becomes of the containers of one service: those that are there, and those that are missing. */
export function decideService(input: ServiceInput): ContainerDecision[] {
  const { project, name: service, model, observed } = input;
  // More than one of a name there cannot be; a finding says so.
  const scale = model.container_name === undefined ? input.scale : Math.min(input.scale, 1);
  const standing = observed.containers
    .filter((each) => each.service === service && !each.oneOff)
    .map((container) => ({ container, reason: reasonFor(input, container) }))
    // When there are too many, those that are right and have low numbers stay.
    .sort((a, b) => order(a) - order(b) || a.container.number - b.container.number);
  const decisions = standing.map(({ container, reason }, i): ContainerDecision => {
    const { number } = container;
    if (i >= scale)
      return {
        what: 'remove',
        name: container.name,
        number,
        why: msg('cplan.why.fewer', { service, n: scale }),
        container,
      };
    const name = containerName(project.name, service, model, number);
    if (reason?.what === 'recreate') return { ...reason, name, number, container };
    return { ...standingStill(input, container, reason?.why), name: container.name, number, container };
  });
  const last = Math.max(0, ...standing.map(({ container }) => container.number));
  for (let i = standing.length; i < scale; i++) {
    const number = last + 1 + i - standing.length;
    decisions.push({
      what: 'create',
      name: containerName(project.name, service, model, number),
      number,
      why:
        standing.length === 0 && scale === 1
          ? msg('cplan.why.noContainer', { service })
          : msg('cplan.why.more', { service, n: scale }),
    });
  }
  return decisions.sort((a, b) => a.number - b.number);
}

const order = ({ reason }: { reason: Reason | undefined }): number => (reason === undefined ? 0 : 1);

type Reason =
  | { readonly what: 'recreate'; readonly why: Message; readonly when?: 'image-changed' }
  /** It may be out of date, and stays all the same. */
  | { readonly what: 'keep'; readonly why: Message };

/** Why a container cannot stay as it is; undefined when it can. */
function reasonFor(input: ServiceInput, container: ComposeContainer): Reason | undefined {
  const { project, name, model, observed, images } = input;
  const recreate = (why: Message): Reason => ({ what: 'recreate', why });
  if (input.recreate === 'force') return recreate(msg('cplan.why.forced'));
  const image = imageOf(project.name, name, model);
  const { resolve, moved } = references(input);
  const changed = !knownHashes(model, resolve).includes(container.configHash);
  if (input.recreate === 'never') return changed ? { what: 'keep', why: msg('cplan.why.kept') } : undefined;
  if (moved !== undefined) return recreate(msg('cplan.why.shared', { service: moved }));
  if (changed) return recreate(changedWhy(input, container, image));
  const now = imageIdOf(observed, image);
  if (now !== undefined && now !== (container.imageLabel ?? container.imageId))
    return recreate(msg('cplan.why.image', { image }));
  const lost = networkKeys(model)
    .map((key) => project.networks?.[key]?.name ?? key)
    .find(
      (network) =>
        !observed.networks.some((each) => each.name === network) ||
        (container.state === 'running' && !Object.hasOwn(container.networks, network)),
    );
  if (lost !== undefined && model.network_mode === undefined)
    return recreate(msg('cplan.why.network', { network: lost }));
  const unmounted = volumeNames(project, model).find(
    (volume) => !container.mounts.some(({ type, source }) => type === 'volume' && source === volume),
  );
  if (unmounted !== undefined) return recreate(msg('cplan.why.volume', { volume: unmounted }));
  if (images.some((each) => each.services.includes(name)))
    return { what: 'recreate', why: msg('cplan.why.imageMay'), when: 'image-changed' };
  return undefined;
}

/** Containers whose namespaces or volumes a service shares: their ids; `moved`: one of them will be a new one. */
function references({ model, before, observed }: ServiceInput): { resolve: Resolve; moved?: string } {
  const first = (service: string): ContainerDecision | undefined =>
    [...(before.find(({ name }) => name === service)?.containers ?? [])]
      .filter(({ what }) => what !== 'remove')
      .sort((a, b) => (a.name < b.name ? -1 : 1))[0];
  const resolve: Resolve = (service) =>
    first(service)?.container?.id ??
    observed.containers.find((each) => each.service === service && !each.oneOff)?.id;
  const moved = sharedWith(model).find((service) => {
    const decision = first(service);
    return decision !== undefined && (decision.what === 'create' || decision.what === 'recreate');
  });
  return moved === undefined ? { resolve } : { resolve, moved };
}

/** As far as it can be told from the container itself, which key of the file it is that has changed. */
function changedWhy({ project, model }: ServiceInput, container: ComposeContainer, image: string): Message {
  const parts: string[] = [];
  const same = (a: readonly string[], b: readonly string[]): boolean =>
    JSON.stringify([...new Set(a)].sort()) === JSON.stringify([...new Set(b)].sort());
  if (!container.image.startsWith('sha256:') && normalizeImage(container.image) !== normalizeImage(image))
    parts.push('image');
  const ports = (model.ports ?? []).map(
    ({ published, target, protocol }) => `${published ?? ''}:${String(target)}/${protocol ?? 'tcp'}`,
  );
  const open = container.ports
    .filter(({ hostPort }) => hostPort !== undefined)
    .map((port) => `${String(port.hostPort)}:${String(port.containerPort)}/${port.protocol}`);
  // A port that the engine chose, or a range, tells nothing; nor does a container that does not run.
  if (container.state === 'running' && ports.every((each) => /^\d+:/.test(each)) && !same(ports, open))
    parts.push('ports');
  const joined = networkKeys(model).map((key) => project.networks?.[key]?.name ?? key);
  if (model.network_mode === undefined && !same(joined, Object.keys(container.networks)))
    parts.push('networks');
  const targets = (model.volumes ?? []).filter(({ type }) => type !== 'tmpfs').map(({ target }) => target);
  if (targets.some((target) => !container.mounts.some((mount) => mount.target === target)))
    parts.push('volumes');
  return parts.length === 0
    ? msg('cplan.why.config')
    : msg('cplan.why.configParts', { parts: parts.join(', ') });
}

/** A container that stays: is there anything to be done so that it runs? */
function standingStill(
  { before, dependencies }: ServiceInput,
  { state }: ComposeContainer,
  kept: Message | undefined,
): Pick<ContainerDecision, 'what' | 'why' | 'stopFor'> {
  if (state === 'paused') return { what: 'start', why: msg('cplan.why.paused') };
  if (state !== 'running' && state !== 'restarting')
    return { what: 'start', why: kept ?? msg('cplan.why.notRunning') };
  const restarts = Object.entries(dependencies).find(
    ([name, { restart }]) =>
      restart === true &&
      before.find((each) => each.name === name)?.containers.some(({ what }) => what === 'recreate') === true,
  );
  if (restarts !== undefined)
    return {
      what: 'start',
      why: msg('cplan.why.restartWith', { service: restarts[0] }),
      stopFor: restarts[0],
    };
  return { what: 'leave', why: kept ?? msg('cplan.why.upToDate') };
}
