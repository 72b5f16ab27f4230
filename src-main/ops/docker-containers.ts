import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { label } from '@shared/labels';
import type { OpArgs } from '@shared/ops';
import { fillSecrets } from '@shared/redis-cluster/conf';
import type { ContainerConfig, Docker } from '../clients/docker';
import type { OpContext, OpHandler } from '../runner/types';
import {
  goOn,
  hasCode,
  ifThere,
  isOfRun,
  runLabels,
  type DockerOpHandlers,
  type DockerOpsDeps,
} from './docker-deps';
import { explainStart } from './docker-start-errors';

/** As docker has it: how long a program may take to end by itself. */
const stopSeconds = 10;

type ContainerOps = Pick<
  DockerOpHandlers,
  Exclude<
    Extract<keyof DockerOpHandlers, `container.${string}`>,
    | 'container.kill'
    | 'container.pause'
    | 'container.unpause'
    | 'container.update'
    | 'container.run'
    | 'container.settle'
    | 'container.answers'
  >
>;

export function containerOps({ docker, resolveSecret }: DockerOpsDeps): ContainerOps {
  return {
    'container.create': createContainer(docker),
    'container.start': startContainer(docker),
    'container.stop': stopContainer(docker),
    'container.remove': {
      async run({ container, id }, context) {
        goOn(context);
        // By its name the errors speak of it; a plan that is resumed later must not take a later one of that name.
        const found = await ifThere(docker.containers.inspect(id ?? container), 'container.gone');
        if (found === undefined) return;
        await removeContainer(docker, found.Name.replace('/', ''), { gently: true, anonymous: false });
      },
    },
    'container.checkAbsent': {
      async run({ container, path }, { signal }) {
        if (!(await docker.containers.exists(container, path, { signal }))) return;
        throw new AppError({
          code: 'container.not-empty',
          doing: msg('ops.docker.doing.check', { name: container, path }),
          what: msg('ops.docker.present', { name: container, path }),
          hint: msg('ops.docker.present.hint'),
        });
      },
    },
    'container.writeFile': {
      async run({ container, path, content, mode, secrets }, context) {
        const values = await Promise.all(
          Object.entries(secrets).map(async ([name, ref]) => [name, await resolveSecret(ref)] as const),
        );
        goOn(context);
        const text = filled(content, Object.fromEntries(values), { name: container, path });
        await docker.containers.writeFile(container, path, text, mode);
      },
      // Gone with its container, which then was made anew: to be written again.
      holds: async ({ container, path }) =>
        (await ifThere(docker.containers.exists(container, path), 'container.gone')) === true,
    },
  };
}

function createContainer(docker: Docker): OpHandler<OpArgs<'container.create'>, { id: string }> {
  const find = (name: string) => ifThere(docker.containers.inspect(name), 'container.gone');
  return {
    async run(args, context) {
      goOn(context);
      const { name, image, network } = args;
      const create = () => docker.containers.create(name, configOf(args, context));
      try {
        return {
          id: await create().catch(async (error: unknown) => {
            // Docker looks for a container's network when it starts; an engine that wants to see it before has it.
            if (network.mode === 'host' || !hasCode(error, 'network.missing')) throw error;
            await networkThere(docker, network.network, context, error);
            return create();
          }),
        };
      } catch (error) {
        if (hasCode(error, 'container.name-taken')) {
          // After a crash the run finds its own.
          const container = await find(name);
          if (container !== undefined && isOfRun(container.Config.Labels, context))
            return { id: container.Id };
          const what = msg('ops.docker.containerTaken', { name });
          throw new AppError({ ...error.info, what }, { cause: error });
        }
        if (!hasCode(error, 'image.missing')) throw error;
        throw new AppError(
          { ...error.info, hint: msg('ops.docker.imageMissing.hint', { image }) },
          { cause: error },
        );
      }
    },
    async undo({ name }, _output, context) {
      const container = await find(name);
      if (container === undefined || !isOfRun(container.Config.Labels, context)) return;
      await removeContainer(docker, container.Id, { gently: false, anonymous: true });
    },
    async holds({ name }, { id }) {
      return (await find(name))?.Id === id;
    },
  };
}

/** Waits for a network that is being made at the same time; throws `missing` when it does not come. */
export async function networkThere(
  docker: Docker,
  name: string,
  context: OpContext,
  missing: AppError,
): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await ifThere(docker.networks.inspect(name), 'network.missing')) !== undefined) return;
    await sleep(100);
    goOn(context);
  }
  throw missing;
}

/** What `POST /containers/create` is given. */
export function configOf(args: OpArgs<'container.create'>, context: OpContext): ContainerConfig {
  const { network, ports, restart, memoryBytes } = args;
  const keys = ports.map(({ containerPort }) => `${containerPort}/tcp`);
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { hostIp, hostPort, containerPort } of ports)
    (bindings[`${containerPort}/tcp`] ??= []).push({ HostIp: hostIp, HostPort: String(hostPort) });
  return {
    Image: args.image,
    Cmd: args.command,
    ...(args.hostname !== undefined && { Hostname: args.hostname }),
    Labels: runLabels(args.labels, context),
    ExposedPorts: Object.fromEntries(keys.map((key) => [key, {}])),
    HostConfig: {
      NetworkMode: network.mode === 'host' ? 'host' : network.network,
      PortBindings: bindings,
      // Mounts, not Binds: a folder that is missing is then an error, and not made by the engine as root's.
      Mounts: args.mounts.map(({ type, source, target }) => ({ Type: type, Source: source, Target: target })),
      RestartPolicy: { Name: restart.name, MaximumRetryCount: restart.maximumRetryCount ?? 0 },
      ...(memoryBytes !== undefined && { Memory: memoryBytes }),
    },
    ...(network.mode === 'bridge' && {
      NetworkingConfig: {
        EndpointsConfig: { [network.network]: { IPAMConfig: { IPv4Address: network.address } } },
      },
    }),
  };
}

function startContainer(docker: Docker): OpHandler<OpArgs<'container.start'>, { started: boolean }> {
  return {
    async run({ container }, context) {
      goOn(context);
      try {
        return { started: await docker.containers.start(container) };
      } catch (error) {
        throw await explainStart(docker, container, error);
      }
    },
    async undo({ container }, output, context) {
      const found = await ifThere(docker.containers.inspect(container), 'container.gone');
      if (found?.State.Running !== true) return;
      // This run's own container goes altogether when its creation is undone: no need to wait for its end.
      if (isOfRun(found.Config.Labels, context)) await docker.containers.stop(container, 1);
      // One that bears another run's mark has taken the name since.
      else if (output?.started === true && found.Config.Labels[label.run] === undefined)
        await docker.containers.stop(container, stopSeconds);
    },
    holds: async ({ container }) =>
      (await ifThere(docker.containers.inspect(container), 'container.gone'))?.State.Running === true,
  };
}

function stopContainer(
  docker: Docker,
): OpHandler<OpArgs<'container.stop'>, { stopped: boolean; lostAt: number }> {
  return {
    async run({ container }, context) {
      goOn(context);
      // A drill's durations count from here.
      const lostAt = Date.now();
      return { stopped: await docker.containers.stop(container, stopSeconds), lostAt };
    },
    async undo({ container }, output) {
      if (output?.stopped === true) await ifThere(docker.containers.start(container), 'container.gone');
    },
  };
}

/** Removes a container, whatever it does; one that is gone, or going, is waited for. */
export async function removeContainer(
  docker: Docker,
  name: string,
  { gently, anonymous }: { gently: boolean; anonymous: boolean },
): Promise<void> {
  if (gently)
    await ifThere(docker.containers.stop(name, stopSeconds), 'container.gone', 'container.removing');
  try {
    await docker.containers.remove(name, { force: true, anonymous });
  } catch (error) {
    if (hasCode(error, 'container.gone')) return;
    if (!hasCode(error, 'container.removing')) throw error;
    for (let tries = 0; tries < 100; tries++) {
      if ((await ifThere(docker.containers.inspect(name), 'container.gone')) === undefined) return;
      await sleep(100);
    }
    throw error;
  }
}

/** The file with its secrets in it. Never in an error, a log or an output. */
function filled(
  content: string,
  values: Readonly<Record<string, string>>,
  { name, path }: { name: string; path: string },
): string {
  const missing = [...content.matchAll(/\$\{([A-Za-z_]\w*)\}/g)].find(
    ([, place = '']) => !Object.hasOwn(values, place),
  );
  if (missing === undefined) return fillSecrets(content, values);
  throw new AppError({
    code: 'plan.invalid',
    doing: msg('ops.docker.doing.write', { name, path }),
    what: msg('ops.docker.noSecret', { name: missing[1] ?? '' }),
    hint: msg('ops.docker.noSecret.hint'),
  });
}
