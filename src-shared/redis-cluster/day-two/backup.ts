import { msg } from '../../i18n/index';
import type { Finding, Plan, Step } from '../../plan';
import type { RequestOf } from '../../requests';
import { inMb, listed, mebibyte } from '../findings';
import type { DayTwoObserved, LiveNode } from '../live';
import { joinPath } from '../nodes';
import { countSlots } from '../slots';
import { dayTwoPlan, names, refuse, shapeOf, tell, uncoveredSlots, warn, works, type Shape } from './cluster';
import { rangeText } from './ranges';

type Request = RequestOf<'redis-cluster.backup'>;

/** Of whom a shard's snapshot is taken. */
interface Source {
  readonly owner: LiveNode;
  readonly node: LiveNode;
}

/** A snapshot (RDB) of every master into a folder, one after the other, and a list of what is there. */
export function planBackup(request: Request, observed: DayTwoObserved): Plan {
  const shape = shapeOf(observed.live);
  const sources = shape.owners.map((owner) => sourceOf(shape, owner));
  const there = sources.filter((each) => each !== undefined);
  return dayTwoPlan(
    request.kind,
    request.name,
    msg('redis2.plan.backup', { name: request.name, folder: request.folder }),
    steps(request, there),
    [...refusals(request, shape, observed, sources), ...notes(shape, observed, there)],
  );
}

/** The master itself; one of its replicas where it does not answer. */
function sourceOf(shape: Shape, owner: LiveNode): Source | undefined {
  if (works(owner)) return { owner, node: owner };
  const replica = shape.replicasOf(owner).find(works);
  return replica === undefined ? undefined : { owner, node: replica };
}

/** `10.0.0.1:6379` -> `10.0.0.1_6379.rdb`: a name that every file system takes. */
const fileOf = (node: LiveNode): string => `${node.name.replace(/[^A-Za-z0-9_.-]/g, '_')}.rdb`;

function steps({ folder, name }: Request, sources: readonly Source[]): Step[] {
  const made: Step = {
    id: `folder:${folder}`,
    title: msg('redis.step.folder', { path: folder }),
    cause: msg('redis2.cause.backupFolder'),
    group: 'prepare',
    op: { kind: 'folder.create', args: { path: folder } },
    dependsOn: [],
  };
  let before = made.id;
  // One after the other: each server forks or streams all it has, and together that may not fit in memory.
  const saves = sources.map(({ owner, node }): Step => {
    const step: Step = {
      id: `save:${owner.name}`,
      title: msg('redis2.step.saveRdb', { node: node.name, file: fileOf(owner) }),
      cause:
        node === owner
          ? msg('redis2.cause.saveRdb', { n: countSlots(owner.slots) })
          : msg('redis2.cause.saveReplica', { node: node.name, master: owner.name }),
      group: 'save',
      op: { kind: 'redis.saveRdb', args: { node: node.redis, path: joinPath(folder, fileOf(owner)) } },
      dependsOn: [before],
    };
    before = step.id;
    return step;
  });
  return [
    made,
    ...saves,
    {
      id: 'manifest',
      title: msg('redis2.step.manifest', { n: saves.length }),
      cause: msg('redis2.cause.manifest'),
      group: 'save',
      op: {
        kind: 'redis.backupManifest',
        args: {
          folder,
          cluster: name,
          files: sources.map(({ owner, node }) => ({
            node: node.name,
            id: node.id,
            file: fileOf(owner),
            slots: [...owner.slots],
          })),
        },
      },
      dependsOn: [before],
    },
  ];
}

function refusals(
  request: Request,
  shape: Shape,
  { host }: DayTwoObserved,
  sources: readonly (Source | undefined)[],
): Finding[] {
  const found: Finding[] = [];
  if (!/^(\/|[A-Za-z]:[\\/])/.test(request.folder) || request.folder.split(/[\\/]/).includes('..'))
    found.push(
      refuse(
        'backup.path',
        msg('redis2.finding.backupPath.what', { folder: request.folder }),
        msg('redis2.finding.backupPath.hint'),
        'folder',
      ),
    );
  if (host.foldersInUse.includes(request.folder))
    found.push(
      refuse(
        'backup.taken',
        msg('redis2.finding.backupTaken.what', { folder: request.folder }),
        msg('redis2.finding.backupTaken.hint'),
        'folder',
      ),
    );
  const silent = shape.owners.filter((_, i) => sources[i] === undefined);
  if (silent.length > 0 || shape.owners.length === 0)
    found.push(
      refuse(
        'backup.silent',
        msg('redis2.finding.backupSilent.what', { nodes: names(silent) || shape.live.name }),
        msg('redis2.finding.nodeDown.hint', { name: shape.live.name }),
      ),
    );
  return found;
}

function notes(shape: Shape, { host }: DayTwoObserved, sources: readonly Source[]): Finding[] {
  const bytes = sources.reduce((sum, { node }) => sum + Math.max(0, (node.memoryBytes ?? 0) - mebibyte), 0);
  const keys = sources.reduce((sum, { node }) => sum + (node.keys ?? 0), 0);
  const found: Finding[] = [
    tell(
      'backup.size',
      msg('redis2.finding.backupSize.what', { keys, mb: inMb(bytes), n: sources.length }),
      msg('redis2.finding.backupSize.hint'),
    ),
  ];
  const stale = sources.filter(({ owner, node }) => owner !== node);
  if (stale.length > 0)
    found.push(
      warn(
        'backup.replica',
        msg('redis2.finding.backupReplica.what', { nodes: listed(stale.map(({ node }) => node.name)) }),
        msg('redis2.finding.backupReplica.hint'),
      ),
    );
  const missing = uncoveredSlots(shape);
  if (missing.length > 0)
    found.push(
      warn(
        'slots.uncovered',
        msg('redis2.finding.uncovered.what', { n: countSlots(missing), slots: rangeText(missing) }),
        msg('redis2.finding.fixFirst.hint', { name: shape.live.name }),
      ),
    );
  if (host.freeDiskBytes !== undefined && host.freeDiskBytes < bytes)
    found.push(
      warn(
        'backup.disk',
        msg('redis2.finding.backupDisk.what', { need: inMb(bytes), have: inMb(host.freeDiskBytes) }),
        msg('redis2.finding.backupDisk.hint'),
        'folder',
      ),
    );
  return found;
}
