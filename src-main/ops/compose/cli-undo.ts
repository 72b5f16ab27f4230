import { setTimeout as sleep } from 'node:timers/promises';
import { msg, type Message } from '@shared/i18n/index';
import { composeLabel } from '@shared/compose/stack';
import type { OpArgs } from '@shared/ops';
import type { ContainerSummary, Docker } from '../../clients/docker';
import type { OpContext } from '../../runner/types';
import { hasCode, ifThere } from '../docker-deps';

type Makes = OpArgs<'compose.cli'>['makes'];

/**
 * Takes back what docker compose made. None of `makes` was there when the plan was agreed to; what another project's
 * label has is not touched. Containers that took others' places stay, with what they stand on: gives their names.
 */
export async function undoCli(
  docker: Docker,
  stack: string,
  makes: Makes,
  context: OpContext,
): Promise<Message | void> {
  const ours = (labels: Readonly<Record<string, string>>): boolean => labels[composeLabel.project] === stack;
  for (const name of makes.containers) {
    const found = await ifThere(docker.containers.inspect(name), 'container.gone');
    if (found === undefined || !ours(found.Config.Labels)) continue;
    context.log(`${name}: removing`);
    await ifThere(docker.containers.remove(found.Id, { force: true, anonymous: true }), 'container.gone');
  }
  for (const each of makes.replaced) await takeBackHalf(docker, each, ours);
  const all = makes.replaced.length === 0 ? [] : await docker.containers.list();
  const standing = all.filter(
    (each) =>
      ours(each.Labels) && makes.replaced.some(({ id, name }) => nameOf(each) === name && each.Id !== id),
  );
  const stays = standing.map(nameOf);
  const keep = async (name: string, needed: boolean, removal: () => Promise<unknown>, inUse: string) => {
    if (needed || !(await goes(removal, inUse))) stays.push(name);
  };
  for (const name of makes.networks) {
    const found = await ifThere(docker.networks.inspect(name), 'network.missing');
    const needed = standing.some(({ NetworkSettings }) => Object.hasOwn(NetworkSettings.Networks, name));
    if (found !== undefined && ours(found.Labels))
      await keep(
        name,
        needed,
        () => ifThere(docker.networks.remove(found.Id), 'network.missing'),
        'network.in-use',
      );
  }
  for (const name of makes.volumes) {
    const found = await ifThere(docker.volumes.inspect(name), 'volume.missing');
    if (found !== undefined && ours(found.Labels))
      await keep(name, false, () => ifThere(docker.volumes.remove(name), 'volume.missing'), 'volume.in-use');
  }
  for (const image of makes.images)
    await keep(image, false, () => ifThere(docker.images.remove(image), 'image.missing'), 'image.in-use');
  if (stays.length === 0) return;
  const names = stays.join(', ');
  return standing.length > 0 ? msg('cops.undo.cli', { names }) : msg('cops.undo.inUse', { names });
}

/** A container that does not heed its signal is ended after ten seconds, unless its file says otherwise. Milliseconds. */
const settleMs = 15_000;

/** Broken off in the middle, docker compose leaves the new container beside the old one, which it may have stopped. */
async function takeBackHalf(
  docker: Docker,
  { id, name, ran }: Makes['replaced'][number],
  ours: (labels: Readonly<Record<string, string>>) => boolean,
): Promise<void> {
  const find = (which: string) => ifThere(docker.containers.inspect(which), 'container.gone');
  const look = async () => ({ old: await find(id), half: await find(`${id.slice(0, 12)}_${name}`) });
  // After a crash of ours it may still be at work: what it is about to finish is not taken from under its hands.
  const end = performance.now() + settleMs;
  let { old, half } = await look();
  while (half !== undefined && performance.now() < end) {
    await sleep(300);
    ({ old, half } = await look());
  }
  if (half === undefined || !ours(half.Config.Labels)) return;
  if (old === undefined) return docker.parts.rename(half.Id, name);
  await docker.containers.remove(half.Id, { force: true, anonymous: false });
  if (!ran) return;
  await docker.parts.stop(id);
  await docker.containers.start(id);
}

const nameOf = ({ Names, Id }: ContainerSummary): string => Names[0]?.slice(1) ?? Id;

/** False where something is used by others, and stays. */
async function goes(removal: () => Promise<unknown>, inUse: string): Promise<boolean> {
  try {
    await removal();
    return true;
  } catch (error) {
    if (hasCode(error, inUse)) return false;
    throw error;
  }
}
