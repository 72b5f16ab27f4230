import { msg } from '../i18n/index';
import { label } from '../labels';
import type { Finding, Plan, Step } from '../plan';
import { clusterKind, labelled } from './existing';
import { listed } from './findings';
import type { ObservedContainer, RedisClusterObserved } from './observed';
import { compareNames } from './names';

export interface RemoveInput {
  readonly name: string;
  /** Also the volumes or folders with the data. */
  readonly volumes: boolean;
  /** The containers of an adopted cluster, by name; ours are found by label. */
  readonly containers?: readonly string[];
}

/** What has to be done so that nothing of a cluster is left (or nothing but its data). */
export function planRemove(input: RemoveInput, observed: RedisClusterObserved): Plan {
  const { name } = input;
  const wanted = new Set([...(input.containers ?? []), ...(observed.members ?? [])]);
  const ours = new Set(labelled(observed, name).map((each) => each.name));
  const members = observed.containers
    .filter((each) => ours.has(each.name) || wanted.has(each.name))
    .sort((a, b) => compareNames(a.name, b.name));
  const present = new Set(members.map((each) => each.name));
  const findings: Finding[] = [];
  const steps: Step[] = members.map((each) => ({
    id: `remove:${each.name}`,
    title: msg('redis.step.remove', { node: each.name }),
    cause: msg('redis.cause.remove', { name }),
    group: 'remove',
    op: { kind: 'container.remove', args: { container: each.name, id: each.id } },
    dependsOn: [],
    destructive: true,
  }));
  if (members.length > 0)
    findings.push(
      note('warning', 'remove.containers', {
        what: msg('redis.finding.removeContainers.what', {
          n: members.length,
          names: names(members.map((each) => each.name)),
        }),
        hint: msg('redis.finding.removeContainers.hint'),
      }),
    );
  const gone = [...wanted].filter((each) => !present.has(each)).sort(compareNames);
  if (gone.length > 0)
    findings.push(
      note('info', 'remove.missing', {
        what: msg('redis.finding.removeMissing.what', { names: names(gone) }),
        hint: msg('redis.finding.removeMissing.hint'),
      }),
    );

  steps.push(
    ...networkSteps(name, observed, present, findings),
    ...dataSteps(input, observed, members, findings),
  );
  const nothing = steps.length === 0 && gone.length === 0;
  if (nothing && !findings.some((each) => each.code === 'remove.keepData'))
    findings.push(
      note('error', 'cluster.unknown', {
        what: msg('redis.finding.removeUnknown.what', { name }),
        hint: msg('redis.finding.removeUnknown.hint'),
      }),
    );
  const used = new Set(steps.map((step) => step.group));
  return {
    kind: 'redis-cluster.remove',
    target: `redis-cluster/${name}`,
    title: msg('redis.plan.remove', { name }),
    groups: [
      { id: 'remove', title: msg('redis.group.remove') },
      { id: 'clean', title: msg('redis.group.clean') },
    ].filter((group) => used.has(group.id)),
    steps,
    findings,
  };
}

/** Networks that were made for this cluster, when nobody else is on them. */
function networkSteps(
  name: string,
  observed: RedisClusterObserved,
  members: ReadonlySet<string>,
  findings: Finding[],
): Step[] {
  return observed.networks
    .filter(({ labels }) => labels[label.cluster] === name && labels[label.kind] === clusterKind)
    .sort((a, b) => compareNames(a.name, b.name))
    .flatMap((network): Step[] => {
      const others = network.containers.filter((each) => !members.has(each));
      if (others.length > 0) {
        findings.push(
          note('info', 'remove.keepNetwork', {
            what: msg('redis.finding.keepNetwork.what', { network: network.name, names: names(others) }),
            hint: msg('redis.finding.keepNetwork.hint'),
          }),
        );
        return [];
      }
      const on = observed.containers.filter(
        (each) =>
          members.has(each.name) &&
          (network.containers.includes(each.name) ||
            network.name in each.addresses ||
            each.networkMode === network.name),
      );
      return [
        {
          id: `network:${network.name}`,
          title: msg('redis.step.networkRemove', { network: network.name }),
          cause: msg('redis.cause.networkRemove', { name }),
          group: 'clean',
          op: { kind: 'network.remove', args: { name: network.name } },
          dependsOn: on.map((each) => `remove:${each.name}`),
        },
      ];
    });
}

/** Volumes and folders: deleted when asked for, else named as what stays. */
function dataSteps(
  input: RemoveInput,
  observed: RedisClusterObserved,
  members: readonly ObservedContainer[],
  findings: Finding[],
): Step[] {
  const data = (type: 'volume' | 'bind'): Map<string, string[]> => {
    const users = new Map<string, string[]>();
    for (const each of members)
      for (const mount of each.mounts)
        if (mount.type === type && mount.target === '/data')
          users.set(mount.source, [...(users.get(mount.source) ?? []), each.name]);
    return users;
  };
  const volumes = data('volume');
  for (const { name, labels } of observed.volumes)
    if (labels[label.cluster] === input.name && labels[label.kind] === clusterKind && !volumes.has(name))
      volumes.set(name, []);
  const folders = data('bind');
  const everything = [...volumes.keys(), ...folders.keys()].sort(compareNames);
  if (everything.length === 0) return [];
  if (!input.volumes) {
    findings.push(
      note('info', 'remove.keepData', {
        what: msg('redis.finding.keepData.what', { names: names(everything) }),
        hint: msg('redis.finding.keepData.hint'),
      }),
    );
    return [];
  }
  const memberNames = new Set(members.map((each) => each.name));
  const others = observed.containers
    .filter((each) => !memberNames.has(each.name))
    .flatMap((each) => each.mounts);
  const safe = [...folders].filter(([path, users]) => {
    const kept = !observed.engine.local || !holdsOnlyThis(path, users, [...folders.keys()], others);
    if (kept)
      findings.push(
        note('warning', 'remove.keepFolder', {
          what: msg('redis.finding.keepFolder.what', { path }),
          hint: msg('redis.finding.keepFolder.hint'),
        }),
      );
    return !kept;
  });
  const shared = new Set(others.filter((each) => each.type === 'volume').map((each) => each.source));
  const doomed = [...volumes].filter(([source]) => !shared.has(source));
  const deleted = [...doomed, ...safe].map(([source]) => source).sort(compareNames);
  if (deleted.length > 0)
    findings.push(
      note('warning', 'remove.data', {
        what: msg('redis.finding.removeData.what', { names: names(deleted) }),
        hint: msg('redis.finding.removeData.hint'),
      }),
    );
  const step = (id: string, users: readonly string[], op: Step['op'], title: Step['title']): Step => ({
    id,
    title,
    cause: msg('redis.cause.dataRemove'),
    group: 'clean',
    op,
    dependsOn: users.map((user) => `remove:${user}`),
    destructive: true,
  });
  return [
    ...doomed
      .sort(([a], [b]) => compareNames(a, b))
      .map(([name, users]) =>
        step(
          `volume:${name}`,
          users,
          { kind: 'volume.remove', args: { name } },
          msg('redis.step.volumeRemove', { volume: name }),
        ),
      ),
    ...safe
      .sort(([a], [b]) => compareNames(a, b))
      .map(([path, users]) =>
        step(
          `folder:${path}`,
          users,
          { kind: 'folder.remove', args: { path } },
          msg('redis.step.folderRemove', { path }),
        ),
      ),
  ];
}

/** Whether a folder can be deleted: one node's own, two levels deep or more, and no other mount in or above it. */
function holdsOnlyThis(
  path: string,
  users: readonly string[],
  ours: readonly string[],
  others: readonly { readonly type: string; readonly source: string }[],
): boolean {
  const inside = (inner: string, outer: string): boolean =>
    inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
  const deep = path.split(/[\\/]/).filter((part) => part !== '').length >= 2;
  const clash = [
    ...ours.filter((each) => each !== path),
    // A monitor mounts the whole disk, and has no data in it.
    ...others.filter((each) => each.type === 'bind' && each.source !== '/').map((each) => each.source),
  ].some((each) => inside(each, path) || inside(path, each));
  return deep && users.length === 1 && !clash;
}

function note(level: Finding['level'], code: string, texts: Pick<Finding, 'what' | 'hint'>): Finding {
  return { level, code, ...texts };
}

function names(all: readonly string[]): string {
  return listed(all, 20);
}
