import type { RunStatus, RunSummary } from '@shared/plan';

/** What the last run on something has to do with its state, where that run is not simply over. */
export type Unfinished = 'building' | 'half-built' | 'removing' | 'half-removed';

const moving: readonly RunStatus[] = ['queued', 'running'];
const stuck: readonly RunStatus[] = ['interrupted', 'failed', 'cancelled', 'undo-failed'];

/**
 * The newest run on a cluster, when it explains why the cluster is not well: it is being built or removed, or
 * that ended half-way. Undefined when it is over, or when the cluster works all the same.
 *
 * @param runs all runs, newest first
 * @param engine the id of the engine in use: the same name may stand on another one
 */
export function unfinishedRun(
  runs: readonly RunSummary[],
  engine: string | undefined,
  cluster: { readonly name: string; readonly state: string },
): { readonly run: RunSummary; readonly is: Unfinished } | undefined {
  const run = runs.find((each) => each.target === `redis-cluster/${cluster.name}` && each.engine === engine);
  if (run === undefined) return undefined;
  const building = run.kind === 'redis-cluster.create';
  if (!building && run.kind !== 'redis-cluster.remove') return undefined;
  if (moving.includes(run.status)) return { run, is: building ? 'building' : 'removing' };
  // To undo a build is to remove it.
  if (run.status === 'undoing') return { run, is: building ? 'removing' : 'building' };
  if (!stuck.includes(run.status) || cluster.state === 'ok') return undefined;
  return { run, is: building ? 'half-built' : 'half-removed' };
}
