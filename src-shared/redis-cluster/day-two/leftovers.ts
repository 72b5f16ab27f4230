import { msg } from '../../i18n/index';
import type { Finding, Step } from '../../plan';
import { listed } from '../findings';
import type { LiveNode } from '../live';
import type { RedisClusterObserved } from '../observed';
import { tell, warn } from './cluster';

/** What becomes of the data of nodes that leave: kept and named, or deleted with their containers. */
export function dataSteps(
  request: { readonly volumes: boolean },
  observed: RedisClusterObserved,
  nodes: readonly LiveNode[],
): { readonly steps: Step[]; readonly findings: Finding[] } {
  const leaving = new Map(
    nodes.flatMap((node) => (node.container === undefined ? [] : [[node.container.name, node]])),
  );
  const used = new Set(
    observed.containers
      .filter((each) => !leaving.has(each.name))
      .flatMap((each) => each.mounts.map((one) => one.source)),
  );
  const data = observed.containers.flatMap((container) => {
    const node = leaving.get(container.name);
    if (node === undefined) return [];
    return container.mounts
      .filter((mount) => mount.target === '/data' && (mount.type === 'volume' || mount.type === 'bind'))
      .map((mount) => ({ node, source: mount.source, volume: mount.type === 'volume' }));
  });
  if (data.length === 0) return { steps: [], findings: [] };
  const mayGo = (each: (typeof data)[number]): boolean =>
    request.volumes && !used.has(each.source) && (each.volume || deletable(each.source, observed));
  const kept = data.filter((each) => !mayGo(each)).map((each) => each.source);
  const gone = data.filter(mayGo);
  const findings: Finding[] = [];
  if (kept.length > 0)
    findings.push(
      tell(
        'scale.keepData',
        msg('redis2.finding.keepData.what', { names: listed(kept, 12) }),
        msg('redis2.finding.keepData.hint'),
      ),
    );
  if (gone.length > 0)
    findings.push(
      warn(
        'scale.data',
        msg('redis2.finding.data.what', {
          names: listed(
            gone.map((each) => each.source),
            12,
          ),
        }),
        msg('redis2.finding.data.hint'),
      ),
    );
  const steps = gone.map(({ node, source, volume }): Step => ({
    id: `${volume ? 'volume' : 'folder'}:${source}`,
    title: volume
      ? msg('redis.step.volumeRemove', { volume: source })
      : msg('redis.step.folderRemove', { path: source }),
    cause: msg('redis.cause.dataRemove'),
    group: 'clean',
    op: volume
      ? { kind: 'volume.remove', args: { name: source } }
      : { kind: 'folder.remove', args: { path: source } },
    dependsOn: [`remove:${node.name}`],
    destructive: true,
  }));
  return { steps, findings };
}

/** A folder of this computer, two levels deep or more, with no other container's folder in or above it. */
function deletable(path: string, { engine, containers }: RedisClusterObserved): boolean {
  const inside = (inner: string, outer: string): boolean =>
    inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
  const others = containers
    .flatMap((each) => each.mounts)
    .filter((each) => each.type === 'bind' && each.source !== '/');
  return (
    engine.local &&
    path.split(/[\\/]/).filter((part) => part !== '').length >= 2 &&
    !others.some((each) => inside(each.source, path) || (each.source !== path && inside(path, each.source)))
  );
}
