import { z } from 'zod';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { label } from '@shared/labels';
import { createBodyOf, type CreateBody, type OldMount } from '@shared/compose/plan/body';
import { linkedTo, sharedWith } from '@shared/compose/plan/names';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../../clients/docker';
import { tarOfFiles } from '../../clients/tar-files';
import type { OpContext, OpHandler } from '../../runner/types';
import { networkThere } from '../docker-containers';
import { goOn, hasCode, ifThere, isOfRun } from '../docker-deps';
import { containersOfStack, modelNow, serviceNow, type ComposeOpsDeps } from './deps';

type CreateArgs = OpArgs<'compose.create'>;
type RecreateArgs = OpArgs<'compose.recreate'>;

const recreatedSchema = z.object({
  id: z.string(),
  /** Whether a new container stands there now. */
  recreated: z.boolean(),
});
type Recreated = z.infer<typeof recreatedSchema>;

/** Ids of the containers that took others' places, of the outputs of a run's steps. */
export function recreatedIn(results: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const outputs = [...results.values()].map((output) => recreatedSchema.safeParse(output));
  return new Set(outputs.flatMap(({ data }) => (data?.recreated === true ? [data.id] : [])));
}

/** What the engine is to be given for a container, made from the files as they are now. */
async function bodyOf(
  deps: ComposeOpsDeps,
  args: CreateArgs | RecreateArgs,
  old?: readonly OldMount[],
): Promise<CreateBody> {
  const { docker } = deps;
  const { reading, model } = await modelNow(deps, args.project, args.stack);
  const service = serviceNow(model, args.service, args.hash);
  const refers = [...sharedWith(service), ...linkedTo(service)].length > 0;
  const [image, apiVersion, containersOf] = await Promise.all([
    docker.parts.image(args.image),
    docker.apiVersion(),
    refers ? containersOfStack(docker, args.stack) : () => [],
  ]);
  if (image === undefined) throw imageMissing(args);
  const { envFiles } = args.project;
  return createBodyOf({
    project: model,
    service: args.service,
    number: args.number,
    directory: reading.directory,
    files: args.project.files,
    ...(envFiles !== undefined && { envFiles }),
    imageId: image.id,
    apiVersion,
    containersOf,
    ...(old !== undefined && { old, imageVolumes: image.volumes }),
  });
}

function imageMissing({ container, image }: CreateArgs | RecreateArgs): AppError {
  return new AppError({
    code: 'image.missing',
    doing: msg('engine.doing.createContainer', { name: container }),
    what: msg('engine.image.missing', { image }),
    hint: msg('engine.image.missing.hint', { image }),
  });
}

/** Creates a container with its networks and files; one that cannot be made whole is taken away again. */
async function make(
  deps: ComposeOpsDeps,
  args: CreateArgs | RecreateArgs,
  name: string,
  made: CreateBody,
  context: OpContext,
): Promise<string> {
  const { docker } = deps;
  const { body, network, platform, connect, uploads } = made;
  const labels = { ...(body['Labels'] as Record<string, string>), [label.run]: context.runId };
  const create = async (): Promise<string> => {
    const call = () => docker.parts.createContainer(name, { ...body, Labels: labels }, platform);
    try {
      return await call();
    } catch (error) {
      // Docker looks for a container's network when it starts; an engine that wants to see it before has it.
      if (network === undefined || !hasCode(error, 'network.missing')) throw error;
      await networkThere(docker, network, context, error);
      return call();
    }
  };
  let id: string;
  try {
    id = await create();
  } catch (error) {
    if (!hasCode(error, 'container.name-taken')) throw error;
    // After a crash the run finds its own, perhaps without its networks and files: it is made anew.
    const found = await ifThere(docker.containers.inspect(name), 'container.gone');
    if (found === undefined || !isOfRun(found.Config.Labels, context))
      throw new AppError(
        {
          ...error.info,
          what: msg('cops.nameTaken', { name }),
          hint: msg('cops.nameTaken.hint', { service: args.service }),
        },
        { cause: error },
      );
    await docker.containers.remove(found.Id, { force: true, anonymous: false });
    id = await create();
  }
  try {
    for (const other of connect) await docker.parts.connect(other.network, id, other.endpoint);
    if (uploads.length > 0) {
      const files = await Promise.all(
        uploads.map(async ({ path, mode, uid, gid, from }) => ({
          path,
          mode,
          uid,
          gid,
          content: 'content' in from ? from.content : await valueOf(deps, args, from.environment),
        })),
      );
      await docker.parts.putTar(id, await tarOfFiles(files));
    }
    return id;
  } catch (error) {
    await ifThere(docker.containers.remove(id, { force: true, anonymous: true }), 'container.gone');
    throw error;
  }
}

async function valueOf(deps: ComposeOpsDeps, args: CreateArgs | RecreateArgs, name: string): Promise<string> {
  const value = await deps.variable(args.project, name);
  if (value !== undefined) return value;
  throw new AppError({
    code: 'compose.variable',
    doing: msg('engine.doing.createContainer', { name: args.container }),
    what: msg('cops.variable', { name }),
    hint: msg('cops.variable.hint', { name }),
  });
}

export function createOp(deps: ComposeOpsDeps): OpHandler<CreateArgs, { id: string }> {
  const { docker } = deps;
  return {
    async run(args, context) {
      goOn(context);
      const made = await bodyOf(deps, args);
      goOn(context);
      return { id: await make(deps, args, args.container, made, context) };
    },
    async undo({ container }, _output, context) {
      const found = await ifThere(docker.containers.inspect(container), 'container.gone');
      if (found === undefined || !isOfRun(found.Config.Labels, context)) return;
      if (found.State.Running) await ifThere(docker.containers.stop(found.Id, 1), 'container.gone');
      await ifThere(docker.containers.remove(found.Id, { force: true, anonymous: true }), 'container.gone');
    },
    holds: async ({ container }, { id }) =>
      (await ifThere(docker.containers.inspect(container), 'container.gone'))?.Id === id,
  };
}

/** What a new container is called while the old one is still there. */
const between = ({ id }: RecreateArgs['replaces'], name: string): string => `${id.slice(0, 12)}_${name}`;

/** As docker compose: `<12 hex of the old one>_name`, stop, remove, rename. */
export function recreateOp(deps: ComposeOpsDeps): OpHandler<RecreateArgs, Recreated> {
  const { docker } = deps;
  const find = (name: string) => ifThere(docker.containers.inspect(name), 'container.gone');
  const ofRun = async (name: string, context: OpContext): Promise<string | undefined> => {
    const found = await find(name);
    return found !== undefined && isOfRun(found.Config.Labels, context) ? found.Id : undefined;
  };
  return {
    async run(args, context) {
      goOn(context);
      const { container, replaces } = args;
      const old = await ifThere(docker.parts.describe(replaces.id), 'container.gone');
      if (old === undefined) {
        // A crash after the old one went: what is left is the name.
        const done = await ofRun(container, context);
        if (done !== undefined) return { id: done, recreated: true };
        const half = await ofRun(between(replaces, container), context);
        if (half !== undefined) {
          await docker.parts.rename(half, container);
          return { id: half, recreated: true };
        }
      }
      if (args.when === 'image-changed' && old !== undefined) {
        if ((await docker.parts.image(args.image))?.id === old.Image) return { id: old.Id, recreated: false };
      }
      const mounts = (old?.Mounts ?? []).map(({ Type, Name, Destination, RW }) => ({
        type: Type,
        name: Name ?? '',
        target: Destination,
        readOnly: RW === false,
      }));
      const made = await bodyOf(deps, args, mounts);
      goOn(context);
      const id = await make(deps, args, between(replaces, container), made, context);
      try {
        if (old !== undefined) await takeAway(docker, replaces, old.State.Running);
      } catch (error) {
        // Its volumes are the old one's: they stay.
        await ifThere(docker.containers.remove(id, { force: true, anonymous: false }), 'container.gone');
        throw error;
      }
      await docker.parts.rename(id, container);
      return { id, recreated: true };
    },
    async undo({ replaces, container }, output, context) {
      const half = await ofRun(between(replaces, container), context);
      const old = await find(replaces.id);
      if (old !== undefined) {
        if (half === undefined) return;
        await docker.containers.remove(half, { force: true, anonymous: false });
        if (replaces.ran !== true) return;
        // After a crash the engine goes on with the stop that it was asked for: it ends first, then the old one runs again.
        await docker.parts.stop(old.Id);
        await docker.containers.start(old.Id);
        return;
      }
      // The old one is gone, and what was in it: the new one in its place is better than none.
      if (half !== undefined) await docker.parts.rename(half, container);
      if (output?.recreated === false || (await ofRun(container, context)) === undefined) return;
      return msg('cops.undo.replaced', { container });
    },
    holds: async ({ container }, { id }) => (await find(container))?.Id === id,
  };
}

/** Stops and removes the old one; when it can't be removed, it runs again. */
async function takeAway(docker: Docker, { id }: RecreateArgs['replaces'], ran: boolean): Promise<void> {
  try {
    await ifThere(docker.parts.stop(id), 'container.gone');
    await ifThere(docker.containers.remove(id, { force: true, anonymous: false }), 'container.gone');
  } catch (error) {
    if (ran) await docker.containers.start(id).catch(() => undefined);
    throw error;
  }
}
