import { setTimeout as sleep } from 'node:timers/promises';
import { composeLabel } from '@shared/compose/stack';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../../clients/docker';
import type { OpContext } from '../../runner/types';
import { ifThere } from '../docker-deps';

type Replaced = OpArgs<'compose.cli'>['makes']['replaced'][number];

/** A container that does not heed its signal is ended after ten seconds, unless its file says otherwise. Milliseconds. */
const settleMs = 15_000;

/**
 * Broken off in the middle, docker compose leaves the new container (`<12 hex digits>_<name>`) beside the old one,
 * which it may have stopped. Takes those away, or gives them their name where the old one is gone: docker compose
 * itself would trip over them. Gives the replacements that were broken off with the old container still there.
 */
export async function clearHalves(
  docker: Docker,
  stack: string,
  replaced: readonly Replaced[],
  context: OpContext,
): Promise<Replaced[]> {
  const broken = await Promise.all(replaced.map((each) => clearHalf(docker, stack, each, context)));
  return replaced.filter((_, i) => broken[i] === true);
}

async function clearHalf(
  docker: Docker,
  stack: string,
  { id, name }: Replaced,
  context: OpContext,
): Promise<boolean> {
  const made = `${id.slice(0, 12)}_${name}`;
  const find = (which: string) => ifThere(docker.containers.inspect(which), 'container.gone');
  const look = async () => ({ half: await find(made), old: await find(id) });
  // After a crash of ours it may still be at work: what it is about to finish is not taken from under its hands.
  const end = performance.now() + settleMs;
  let { half, old } = await look();
  if (half !== undefined) context.log(`${made}: waiting for it to take its place`);
  while (half !== undefined && performance.now() < end && !context.signal.aborted) {
    await sleep(300);
    ({ half, old } = await look());
  }
  if (half === undefined || half.Config.Labels[composeLabel.project] !== stack) return false;
  if (old === undefined) {
    await docker.parts.rename(half.Id, name);
    return false;
  }
  context.log(`${made}: removing`);
  await ifThere(docker.containers.remove(half.Id, { force: true, anonymous: false }), 'container.gone');
  return true;
}
