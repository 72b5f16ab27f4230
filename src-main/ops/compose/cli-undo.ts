import { msg, type Message } from '@shared/i18n/index';
import { composeLabel } from '@shared/compose/stack';
import type { OpArgs } from '@shared/ops';
import type { ContainerSummary, Docker } from '../../clients/docker';
import type { OpContext } from '../../runner/types';
import { hasCode, ifThere } from '../docker-deps';
import { clearHalves } from './cli-half';

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
  for (const { id, ran } of await clearHalves(docker, stack, makes.replaced, context)) {
    if (!ran) continue;
    await docker.parts.stop(id);
    await docker.containers.start(id);
  }
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
  // Broken off between the two: the one that took the place has not been started, and the one before it ran.
  for (const each of standing)
    if (each.State === 'created' && makes.replaced.some(({ name, ran }) => ran && name === nameOf(each)))
      await docker.containers.start(each.Id);
  if (stays.length === 0) return;
  const names = stays.join(', ');
  return standing.length > 0 ? msg('cops.undo.cli', { names }) : msg('cops.undo.inUse', { names });
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
