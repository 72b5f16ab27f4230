import { msg } from '../i18n/index';
import type { Op } from '../ops';
import type { Finding, Plan, Step } from '../plan';
import { finding, listed } from '../redis-cluster/findings';
import type { RequestOf } from '../requests';
import { freedBy, usersLeft, type Candidates } from './candidates';
import {
  imageName,
  isStopped,
  shortId,
  sizeText,
  type Owner,
  type ResourcesObserved,
  type User,
} from './model';

type PruneRequest = RequestOf<'resources.prune'>;

/** Removes exactly what was ticked, in the order in which one frees the next, and counts what that gave. */
export function planPrune(request: PruneRequest, seen: ResourcesObserved): Plan {
  const { going, used, missing } = sort(request, seen);
  const removals = [
    ...going.containers.map((each): Step => ({
      ...step('container', each.name, msg('resources.step.containerRemove', { name: each.name }), {
        kind: 'resources.containerRemove',
        args: { id: each.id, container: each.name },
      }),
      cause: msg('resources.why.stopped'),
      destructive: true,
    })),
    ...going.networks.map((each): Step => ({
      ...step('network', each.name, msg('resources.step.networkRemove', { name: each.name }), {
        kind: 'resources.networkRemove',
        args: { id: each.id, name: each.name },
      }),
      cause: msg('resources.why.unusedNetwork'),
      dependsOn: after(each.users),
    })),
    ...going.volumes.map((each): Step => ({
      ...step('volume', each.name, msg('resources.step.volumeRemove', { name: shortName(each.name) }), {
        kind: 'volume.remove',
        args: { name: each.name },
      }),
      cause: msg(each.anonymous ? 'resources.why.anonymousVolume' : 'resources.why.unusedVolume'),
      dependsOn: after(each.users),
      destructive: true,
    })),
    ...going.images.map((each): Step => ({
      ...step('image', shortId(each.id), msg('resources.step.imageRemove', { name: imageName(each) }), {
        kind: 'resources.imageRemove',
        args: { id: each.id, name: imageName(each), tags: [...each.tags] },
      }),
      cause: msg(each.dangling ? 'resources.why.dangling' : 'resources.why.unusedImage'),
      dependsOn: after(each.users),
    })),
    ...(going.cache.length === 0
      ? []
      : [
          {
            ...step('cache', 'build', msg('resources.step.cacheRemove', { n: going.cache.length }), {
              kind: 'resources.cacheRemove',
              args: { ids: going.cache.map(({ id }) => id) },
            }),
            cause: msg('resources.why.cache'),
          },
        ]),
  ];
  const things = {
    containers: going.containers.map(({ id, name }) => ({ id, name })),
    networks: going.networks.map(({ id, name }) => ({ id, name })),
    volumes: going.volumes.map(({ name }) => name),
    images: going.images.map((each) => ({ id: each.id, name: imageName(each) })),
    cache: going.cache.map(({ id }) => id),
  };
  const steps =
    removals.length === 0
      ? []
      : [
          {
            ...step('measure', 'before', msg('resources.step.measure'), {
              kind: 'resources.measure',
              args: things,
            }),
            cause: msg('resources.why.measure'),
            bestEffort: false,
          },
          ...removals.map((each) => ({ ...each, dependsOn: ['measure:before', ...each.dependsOn] })),
          {
            ...step('tally', 'after', msg('resources.step.tally'), {
              kind: 'resources.tally',
              args: { ...things, before: 'measure:before' },
            }),
            cause: msg('resources.why.tally'),
            dependsOn: removals.map(({ id }) => id),
            bestEffort: false,
          },
        ];
  return {
    kind: request.kind,
    target: 'resources/prune',
    title: msg('resources.plan.prune'),
    groups: groups.filter(({ id }) => steps.some(({ group }) => group === id)),
    steps,
    findings: findingsOf(going, used, missing, seen),
  };

  function after(users: readonly User[]): string[] {
    return users.map(({ name }) => `container:${name}`).sort();
  }
}

const groups = [
  { id: 'measure', title: msg('resources.group.measure') },
  { id: 'container', title: msg('resources.group.containers') },
  { id: 'network', title: msg('resources.group.networks') },
  { id: 'volume', title: msg('resources.group.volumes') },
  { id: 'image', title: msg('resources.group.images') },
  { id: 'cache', title: msg('resources.group.cache') },
  { id: 'tally', title: msg('resources.group.tally') },
];

/** What cannot go any more is reported, and hinders nothing else. */
function step(group: string, name: string, title: Step['title'], op: Op): Omit<Step, 'cause'> {
  return { id: `${group}:${name}`, title, group, op, dependsOn: [], bestEffort: true };
}

interface Used {
  readonly name: string;
  readonly users: readonly string[];
}

/** What of the ticked things still may go, what is used by now, and how many are there no more. */
function sort(
  request: PruneRequest,
  seen: ResourcesObserved,
): { going: Candidates; used: Used[]; missing: number } {
  const used: Used[] = [];
  let missing = 0;
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const pick = <T>(ids: readonly string[], all: readonly T[], idOf: (each: T) => string): T[] =>
    [...new Set(ids)].sort(byName).flatMap((id) => {
      const found = all.find((each) => idOf(each) === id);
      if (found === undefined) missing += 1;
      return found === undefined ? [] : [found];
    });
  const named = <T extends { readonly name: string }>(all: T[]): T[] =>
    all.sort((a, b) => byName(a.name, b.name));
  const containers = named(pick(request.containers, seen.containers, ({ id }) => id)).filter((each) => {
    if (!isStopped(each.state)) used.push({ name: each.name, users: [] });
    return isStopped(each.state);
  });
  const gone = new Set(containers.map(({ id }) => id));
  const free = <T extends { readonly users: readonly User[] }>(all: T[], nameOf: (each: T) => string): T[] =>
    all.filter((each) => {
      const left = usersLeft(each.users, gone);
      if (left.length > 0) used.push({ name: nameOf(each), users: left.map(({ name }) => name).sort() });
      return left.length === 0;
    });
  const networks = named(pick(request.networks, seen.networks, ({ id }) => id));
  return {
    going: {
      containers,
      networks: free(
        networks.filter(({ builtin }) => !builtin),
        ({ name }) => name,
      ),
      volumes: free(named(pick(request.volumes, seen.volumes, ({ name }) => name)), ({ name }) => name),
      images: free(
        pick(request.images, seen.images, ({ id }) => id),
        imageName,
      ),
      cache: pick(request.cache, seen.usage?.cache ?? [], ({ id }) => id).filter(({ inUse }) => !inUse),
    },
    used,
    missing,
  };
}

function findingsOf(
  going: Candidates,
  used: readonly Used[],
  missing: number,
  { usage }: ResourcesObserved,
): Finding[] {
  const found: Finding[] = [];
  for (const [owner, names] of owned(going)) {
    const what = { name: owner.name, things: listed(names, 8) };
    found.push(
      finding(
        'warning',
        'prune.owned',
        undefined,
        owner.kind === 'stack' ? msg('resources.find.stack', what) : msg('resources.find.cluster', what),
        msg('resources.find.owned.hint', { name: owner.name }),
      ),
    );
  }
  for (const { name, users } of used)
    found.push(
      finding(
        'warning',
        'prune.in-use',
        undefined,
        users.length === 0
          ? msg('resources.find.running', { name })
          : msg('resources.find.used', { name, users: listed(users) }),
        msg('resources.find.used.hint'),
      ),
    );
  if (going.volumes.length > 0)
    found.push(
      finding(
        'warning',
        'prune.data',
        undefined,
        msg('resources.find.data', {
          names: listed(
            going.volumes.map(({ name }) => shortName(name)),
            8,
          ),
        }),
        msg('resources.find.data.hint'),
      ),
    );
  const local = going.images.filter(({ digests, tags }) => digests.length === 0 && tags.length > 0);
  if (local.length > 0)
    found.push(
      finding(
        'warning',
        'prune.local',
        undefined,
        msg('resources.find.local', { names: listed(local.map(imageName), 8) }),
        msg('resources.find.local.hint'),
      ),
    );
  if (missing > 0)
    found.push(
      finding(
        'info',
        'prune.gone',
        undefined,
        msg('resources.find.gone', { n: missing }),
        msg('resources.find.gone.hint'),
      ),
    );
  const frees = freedBy(going, usage);
  if (usage !== undefined && Object.values(going).some((each) => (each as readonly unknown[]).length > 0))
    found.push(
      finding(
        'info',
        'prune.frees',
        undefined,
        msg('resources.find.frees', { size: sizeText(frees) }),
        msg('resources.find.frees.hint'),
      ),
    );
  return found;
}

/** Names that the engine made up are long. */
export function shortName(name: string): string {
  return /^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name;
}

/** What goes by the stack or cluster that it belongs to. */
function owned(going: Candidates): [Owner, string[]][] {
  const found = new Map<string, [Owner, string[]]>();
  const note = (owner: Owner | undefined, name: string): void => {
    if (owner === undefined) return;
    const key = `${owner.kind}/${owner.name}`;
    const entry = found.get(key) ?? [owner, []];
    entry[1].push(name);
    found.set(key, entry);
  };
  for (const each of [...going.containers, ...going.networks, ...going.volumes]) note(each.owner, each.name);
  for (const each of going.images) note(each.owner, imageName(each));
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
