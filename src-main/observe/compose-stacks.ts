import { existsSync } from 'node:fs';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { ProjectRef } from '@shared/compose/source';
import { composeLabel, type Stack, type StackContainer, type StackService } from '@shared/compose/stack';
import type { Container, ContainerSummary, Docker } from '../clients/docker';

/** Compose projects on an engine, known by their labels alone: who made them, and with what, does not matter. */
export interface StackObserver {
  /** By name. Projects of which only volumes are left are not told. */
  list(): Promise<readonly Stack[]>;
  /** Throws AppError `stack.unknown`. One of which only volumes are left is there. */
  get(name: string): Promise<Stack>;
}

export function createStackObserver(docker: Docker): StackObserver {
  return {
    list: async () => {
      const stacks = await observeStacks(docker);
      return stacks.filter(({ services, networks }) => services.length > 0 || networks.length > 0);
    },
    get: async (name) => {
      const [stack] = await observeStacks(docker, name);
      if (stack !== undefined) return stack;
      throw new AppError({
        code: 'stack.unknown',
        doing: msg('cops.doing.stack', { name }),
        what: msg('cops.stack.unknown', { name }),
        hint: msg('cops.stack.unknown.hint'),
      });
    },
  };
}

/** The stacks of an engine; `only`: the one of that name. */
async function observeStacks(docker: Docker, only?: string): Promise<Stack[]> {
  const label = only === undefined ? composeLabel.project : `${composeLabel.project}=${only}`;
  const [summaries, networks, volumes] = await Promise.all([
    docker.containers.list({ labels: [label] }),
    docker.networks.list(),
    docker.volumes.list(),
  ]);
  const inspected = await inspectAll(docker, summaries);
  const names = new Set<string>();
  const note = (labels: Readonly<Record<string, string>>): void => {
    const name = labels[composeLabel.project];
    if (name !== undefined && (only === undefined || name === only)) names.add(name);
  };
  for (const { Labels } of [...summaries, ...networks, ...volumes]) note(Labels);
  return [...names].sort(byText).map((name) => {
    const mine = ({ Labels }: { Labels: Readonly<Record<string, string>> }): boolean =>
      Labels[composeLabel.project] === name;
    const containers = summaries.filter(mine);
    const ref = refOf(name, containers);
    return {
      name,
      versions: [...new Set(containers.map(({ Labels }) => Labels[composeLabel.version] ?? ''))]
        .filter((version) => version !== '')
        .sort(byText),
      ...(ref !== undefined && { ref }),
      missingFiles: docker.local ? (ref?.files ?? []).filter((file) => !existsSync(file)) : [],
      services: servicesOf(containers.map((each) => stackContainer(each, inspected.get(each.Id)))),
      networks: keyed(networks.filter(mine), composeLabel.network),
      volumes: keyed(volumes.filter(mine), composeLabel.volume),
    };
  });
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function keyed(
  parts: readonly { Name: string; Labels: Readonly<Record<string, string>> }[],
  label: string,
): { name: string; key: string }[] {
  return parts
    .map(({ Name, Labels }) => ({ name: Name, key: Labels[label] ?? Name }))
    .sort((a, b) => byText(a.name, b.name));
}

const inspectionsAtOnce = 8;

/** What the list does not tell: exits, health, aliases. Those that go meanwhile are left out. */
export async function inspectAll(
  docker: Docker,
  summaries: readonly ContainerSummary[],
): Promise<Map<string, Container>> {
  const found = new Map<string, Container>();
  const left = summaries.map(({ Id }) => Id);
  const work = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      try {
        found.set(id, await docker.containers.inspect(id));
      } catch (error) {
        if (!(error instanceof AppError) || error.info.code !== 'container.gone') throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: inspectionsAtOnce }, work));
  return found;
}

/** The files that a project was made from, by the labels of its newest container. */
function refOf(name: string, containers: readonly ContainerSummary[]): ProjectRef | undefined {
  const newest = containers.toSorted((a, b) => b.Created - a.Created)[0];
  if (newest === undefined) return undefined;
  const files = pathsIn(newest.Labels[composeLabel.configFiles] ?? '');
  const directory = newest.Labels[composeLabel.workingDir] ?? '';
  const envFiles = pathsIn(newest.Labels[composeLabel.environmentFile] ?? '');
  if (files.length === 0 || directory === '') return undefined;
  return { files, directory, name, ...(envFiles.length > 0 && { envFiles }), profiles: [] };
}

/**
 * Paths that compose joined with commas, which may stand in a path as well: all are absolute, so what does not
 * begin as one goes on with the one before. `-` (read from the standard input) is no file.
 */
export function pathsIn(label: string): string[] {
  const paths: string[] = [];
  for (const part of label.split(',')) {
    if (/^(\/|\\\\|[A-Za-z]:[\\/])/.test(part)) paths.push(part);
    else if (paths.length > 0) paths.push(`${paths.pop() ?? ''},${part}`);
  }
  return paths;
}

function servicesOf(containers: readonly StackContainer[]): StackService[] {
  const services = new Map<string, StackContainer[]>();
  for (const each of containers) services.set(each.service, [...(services.get(each.service) ?? []), each]);
  return [...services]
    .sort(([a], [b]) => byText(a, b))
    .map(([name, all]) => ({
      name,
      containers: all.toSorted(
        (a, b) => Number(a.oneOff) - Number(b.oneOff) || a.number - b.number || byText(a.name, b.name),
      ),
      state: stateOf(all.filter(({ oneOff }) => !oneOff)),
    }));
}

/** The state of a service out of those of its containers. */
export function stateOf(
  containers: readonly Pick<StackContainer, 'state' | 'health'>[],
): StackService['state'] {
  const some = (state: StackContainer['state']): boolean => containers.some((each) => each.state === state);
  const every = (state: StackContainer['state']): boolean => containers.every((each) => each.state === state);
  if (containers.length === 0) return 'exited';
  if (some('restarting')) return 'restarting';
  if (every('running')) {
    if (containers.some(({ health }) => health === 'unhealthy')) return 'unhealthy';
    return containers.some(({ health }) => health === 'starting') ? 'starting' : 'running';
  }
  if (some('running')) return 'partial';
  if (some('paused')) return every('paused') ? 'paused' : 'partial';
  return every('created') ? 'created' : 'exited';
}

const states = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const;

/** A container of a stack as the list and its inspection tell it; without one, what the list knows. */
export function stackContainer(summary: ContainerSummary, container: Container | undefined): StackContainer {
  const { Labels: labels } = summary;
  const state = states.find((each) => each === (container?.State.Status ?? summary.State)) ?? 'exited';
  const health = (['starting', 'healthy', 'unhealthy'] as const).find(
    (each) => each === container?.State.Health?.Status,
  );
  const over = state === 'exited' || state === 'dead' || state === 'restarting';
  const [startedAt, finishedAt] = [timeOf(container?.State.StartedAt), timeOf(container?.State.FinishedAt)];
  const number = Number(labels[composeLabel.number] ?? 1);
  return {
    id: summary.Id,
    // A link to another container gives it a second name, with another slash in it.
    name: (
      summary.Names.find((name) => name.lastIndexOf('/') === 0) ??
      container?.Name ??
      summary.Id
    ).replace('/', ''),
    service: labels[composeLabel.service] ?? '',
    number: Number.isInteger(number) ? number : 1,
    oneOff: labels[composeLabel.oneOff]?.toLowerCase() === 'true',
    image: container?.Config.Image ?? summary.Image,
    imageId: summary.ImageID,
    state,
    ...(health !== undefined && state === 'running' && { health }),
    ...(container !== undefined &&
      over && { exitCode: container.State.ExitCode, oomKilled: container.State.OOMKilled }),
    ...(container !== undefined && { restartCount: container.RestartCount }),
    createdAt: timeOf(container?.Created) ?? summary.Created * 1000,
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
    ports: portsOf(summary, container),
    configHash: labels[composeLabel.configHash] ?? '',
    dependsOn: dependenciesIn(labels[composeLabel.dependsOn] ?? ''),
    networks: networksOf(summary, container),
    mounts: summary.Mounts.map(({ Type, Name, Source, Destination }) => ({
      type: Type,
      source: Type === 'volume' ? Name : Source,
      target: Destination,
    })),
  };
}

/** The engine writes year 1 for what has not happened. */
function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined || text.startsWith('0001-') ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** `db:service_healthy:true,cache:service_started:false`, as compose labels it; older ones leave the last part out. */
export function dependenciesIn(label: string): Record<string, string> {
  const found: [string, string][] = [];
  for (const part of label.split(',')) {
    const [service = '', condition = 'service_started'] = part.split(':');
    if (service !== '') found.push([service, condition]);
  }
  return Object.fromEntries(found);
}

/** What a container publishes and exposes; for one that is stopped, what it will publish. */
function portsOf(summary: ContainerSummary, container: Container | undefined): StackContainer['ports'] {
  const live: StackContainer['ports'][number][] = summary.Ports.map(
    ({ IP, PublicPort, PrivatePort, Type }) => ({
      hostIp: IP,
      ...(PublicPort != null && PublicPort > 0 && { hostPort: PublicPort }),
      containerPort: PrivatePort,
      protocol: Type,
    }),
  );
  const asked: typeof live = Object.entries(container?.HostConfig.PortBindings ?? {}).flatMap(
    ([inner, bindings]) => {
      const [port = '', protocol = 'tcp'] = inner.split('/');
      return bindings.map(({ HostIp, HostPort }) => ({
        hostIp: HostIp || '0.0.0.0',
        ...(/^[1-9]\d*$/.test(HostPort) && { hostPort: Number(HostPort) }),
        containerPort: Number(port),
        protocol,
      }));
    },
  );
  return (live.length > 0 ? live : asked).sort(
    (a, b) =>
      a.containerPort - b.containerPort ||
      byText(a.protocol, b.protocol) ||
      byText(a.hostIp, b.hostIp) ||
      (a.hostPort ?? 0) - (b.hostPort ?? 0),
  );
}

function networksOf(summary: ContainerSummary, container: Container | undefined): StackContainer['networks'] {
  const all = { ...summary.NetworkSettings.Networks, ...container?.NetworkSettings.Networks };
  return Object.fromEntries(
    Object.entries(all)
      .sort(([a], [b]) => byText(a, b))
      .map(([name, { IPAddress, Aliases }]) => [name, { address: IPAddress, aliases: Aliases }]),
  );
}
