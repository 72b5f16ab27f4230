import { imageTag } from '@shared/image';
import { msg, type Message } from '@shared/i18n/index';
import type { Docker } from '../clients/docker';
import type { OpHandler } from '../runner/types';
import { goOn, hasCode, ifThere } from './docker-deps';

interface Args {
  readonly image: string;
  /** Also when the image is there: the registry may have a later one of that name. */
  readonly always?: boolean | undefined;
  readonly platform?: string | undefined;
}
interface Output {
  /** The image of that name before. */
  readonly had?: string;
  /** The one that was pulled; absent: nothing was. */
  readonly pulled?: string;
}

/** Removes an image, unless a container uses it by now: then it stays, and that is said. */
export async function removeUnused(docker: Docker, image: string): Promise<Message | void> {
  try {
    await ifThere(docker.images.remove(image), 'image.missing');
  } catch (error) {
    if (!hasCode(error, 'image.in-use')) throw error;
    return msg('cops.undo.image', { image });
  }
}

/**
 * `docker pull`, with its progress by layers. Undo removes an image that was not there, unless somebody uses it by
 * now; of one that was, the name goes back to it. What was pulled then stays, without a name.
 */
export function pullImage(docker: Docker): OpHandler<Args, Output> {
  return {
    async run({ image, always = false, platform }, context) {
      const { signal } = context;
      const id = await docker.images.idOf(image, { signal });
      const had = id === undefined ? {} : { had: id };
      if (id !== undefined && !always) return had;
      goOn(context);
      let line = '';
      await docker.images.pull(
        image,
        (progress) => {
          const { fraction, layers: n, layersDone: done } = progress;
          context.progress(n === 0 ? {} : { fraction, note: msg('ops.docker.pull.note', { done, n }) });
          // Each layer's changes, not each of its kilobytes.
          if (progress.line !== line) context.log((line = progress.line));
        },
        { signal, ...(platform !== undefined && { platform }) },
      );
      const pulled = await docker.images.idOf(image);
      return { ...had, ...(pulled !== undefined && { pulled }) };
    },
    async undo({ image }, output) {
      const { had, pulled } = output ?? {};
      if (pulled === undefined || pulled === had || (await docker.images.idOf(image)) !== pulled) return;
      if (had === undefined) {
        return removeUnused(docker, image);
      }
      const { repository, tag } = imageTag(image);
      await ifThere(docker.parts.tag(had, repository, tag), 'image.missing');
    },
    holds: async ({ image }) => (await docker.images.idOf(image)) !== undefined,
  };
}
