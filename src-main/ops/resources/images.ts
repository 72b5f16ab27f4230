import { AppError } from '@shared/errors';
import { imageTag } from '@shared/image';
import { msg } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../../clients/docker';
import type { OpHandler } from '../../runner/types';
import { goOn, ifThere } from '../docker-deps';
import { inUse } from './in-use';

/** `before`: the image that had this tag. */
export function tagOp(docker: Docker): OpHandler<OpArgs<'resources.tag'>, { before?: string }> {
  const give = (image: string, name: string): Promise<void> => {
    const { repository, tag } = imageTag(name);
    return docker.parts.tag(image, repository, tag);
  };
  return {
    async run({ image, tag }, context) {
      const before = await docker.images.idOf(tag);
      goOn(context);
      await give(image, tag);
      return before === undefined ? {} : { before };
    },
    async undo({ image, tag }, output) {
      if (output === undefined || (await docker.images.idOf(tag)) !== image || output.before === image)
        return;
      if (output.before === undefined)
        await ifThere(docker.images.remove(tag), 'image.missing', 'image.in-use');
      else await give(output.before, tag);
    },
    holds: async ({ image, tag }) => (await docker.images.idOf(tag)) === image,
  };
}

export function imageOp(
  docker: Docker,
): OpHandler<OpArgs<'resources.imageRemove'>, { untagged: readonly string[] }> {
  return {
    async run({ id, name, tags }, context) {
      const image = (await docker.resources.images()).find(({ Id }) => Id === id);
      if (image === undefined) return { untagged: [] };
      // Only names that are still this image's: one may have gone over to another.
      const going = tags.filter((tag) => image.RepoTags.includes(tag));
      const whole = image.RepoTags.every((tag) => going.includes(tag) || tag.startsWith('<none>'));
      if (whole) {
        const users = (await docker.containers.list()).filter(({ ImageID }) => ImageID === id);
        if (users.length > 0) throw inUse('image.in-use', name, users);
      } else if (going.length === 0) return { untagged: [] };
      goOn(context);
      for (const each of going.length > 0 ? going : [id])
        await ifThere(docker.images.remove(each), 'image.missing');
      return { untagged: going };
    },
    async undo({ id }, output) {
      // The image itself cannot be brought back; where it stayed, its names can.
      if (output === undefined || (await docker.images.idOf(id)) === undefined) return;
      for (const name of output.untagged) {
        const { repository, tag } = imageTag(name);
        if ((await docker.images.idOf(name)) === undefined) await docker.parts.tag(id, repository, tag);
      }
    },
  };
}

export function containerOp(docker: Docker): OpHandler<OpArgs<'resources.containerRemove'>> {
  return {
    async run({ id, container }, context) {
      const there = await ifThere(docker.containers.inspect(id), 'container.gone');
      if (there === undefined) return;
      const { Running, Paused, Restarting } = there.State;
      if (Running || Paused || Restarting)
        throw new AppError({
          code: 'container.running',
          doing: msg('resources.ops.doing.remove', { name: container }),
          what: msg('resources.ops.running', { name: container }),
          hint: msg('resources.ops.running.hint'),
        });
      goOn(context);
      // Not by force: one that starts in this moment is refused by the engine.
      await ifThere(docker.containers.remove(id, { force: false, anonymous: false }), 'container.gone');
    },
  };
}

export function cacheOp(docker: Docker): OpHandler<OpArgs<'resources.cacheRemove'>, { freed: number }> {
  return {
    async run({ ids }, context) {
      let freed = 0;
      for (const [i, id] of ids.entries()) {
        goOn(context);
        freed += await docker.resources.removeCache(id);
        context.progress({ fraction: (i + 1) / ids.length });
      }
      return { freed };
    },
  };
}
