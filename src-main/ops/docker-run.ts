import { nanosecondsOf } from '@shared/compose/read/units';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import type { ContainerConfig } from '../clients/docker';
import type { OpContext, OpHandler } from '../runner/types';
import { removeContainer } from './docker-containers';
import { goOn, hasCode, ifThere, isOfRun, runLabels, type DockerOpsDeps } from './docker-deps';
import { explainStart } from './docker-start-errors';

type Args = OpArgs<'container.run'>;

const nano = 1_000_000_000;

/** `docker run --detach`: creates and starts. After a crash the run finds its own container and starts that. */
export function runContainer({ docker, resolveSecret }: DockerOpsDeps): OpHandler<Args, { id: string }> {
  const find = (name: string) => ifThere(docker.containers.inspect(name), 'container.gone');
  const create = async (args: Args, context: OpContext): Promise<string> => {
    const { name } = args;
    const secrets = await Promise.all(
      Object.entries(args.secrets).map(async ([variable, ref]) => `${variable}=${await resolveSecret(ref)}`),
    );
    goOn(context);
    try {
      return await docker.containers.create(name, configOf(args, secrets, context));
    } catch (error) {
      if (!hasCode(error, 'container.name-taken')) throw error;
      const container = await find(name);
      if (container !== undefined && isOfRun(container.Config.Labels, context)) return container.Id;
      const what = msg('ops.docker.containerTaken', { name });
      throw new AppError({ ...error.info, what }, { cause: error });
    }
  };
  return {
    async run(args, context) {
      goOn(context);
      const id = await create(args, context);
      goOn(context);
      try {
        await docker.containers.start(id);
      } catch (error) {
        throw await explainStart(docker, args.name, error);
      }
      return { id };
    },
    async undo({ name }, _output, context) {
      const container = await find(name);
      if (container === undefined || !isOfRun(container.Config.Labels, context)) return;
      await removeContainer(docker, container.Id, { gently: true, anonymous: true });
    },
    async holds({ name }, { id }) {
      const container = await find(name);
      return container?.Id === id && container.State.Running;
    },
  };
}

/** What is left out is the image's own, or the engine's. */
function healthOf({ command, interval, timeout, retries, startPeriod }: NonNullable<Args['health']>): object {
  const nanoseconds = (text: string): number => Number(nanosecondsOf(text));
  return {
    Test: ['CMD-SHELL', command],
    ...(interval !== undefined && { Interval: nanoseconds(interval) }),
    ...(timeout !== undefined && { Timeout: nanoseconds(timeout) }),
    ...(retries !== undefined && { Retries: retries }),
    ...(startPeriod !== undefined && { StartPeriod: nanoseconds(startPeriod) }),
  };
}

/** What `POST /containers/create` is given. Secrets go in here, and nowhere else. */
function configOf(args: Args, secrets: readonly string[], context: OpContext): ContainerConfig {
  const { network, address, aliases, restart, memory, cpus, pids, health } = args;
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { hostIp = '', hostPort, containerPort, protocol } of args.ports)
    (bindings[`${String(containerPort)}/${protocol}`] ??= []).push({
      HostIp: hostIp,
      HostPort: String(hostPort),
    });
  return {
    Image: args.image,
    ...(args.command.length > 0 && { Cmd: args.command }),
    ...(args.entrypoint !== undefined && { Entrypoint: [args.entrypoint] }),
    ...(args.hostname !== undefined && { Hostname: args.hostname }),
    ...(args.user !== undefined && { User: args.user }),
    ...(args.workingDir !== undefined && { WorkingDir: args.workingDir }),
    Tty: args.tty,
    OpenStdin: args.interactive,
    ...(health !== undefined && { Healthcheck: healthOf(health) }),
    Env: [...args.env.map(({ name, value }) => `${name}=${value}`), ...secrets],
    Labels: runLabels(args.labels, context),
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((key) => [key, {}])),
    HostConfig: {
      NetworkMode: network ?? 'default',
      PortBindings: bindings,
      // Mounts, not Binds: a path that is missing is then an error, and not made by the engine as root's.
      Mounts: args.mounts.map(({ type, source, target, readOnly }) => ({
        ...{ Type: type, Source: source, Target: target, ReadOnly: readOnly },
      })),
      RestartPolicy: { Name: restart.name, MaximumRetryCount: restart.maximumRetryCount ?? 0 },
      Privileged: args.privileged,
      ...(memory !== undefined && { Memory: memory }),
      ...(cpus !== undefined && { NanoCpus: Math.round(cpus * nano) }),
      ...(pids !== undefined && { PidsLimit: pids }),
      AutoRemove: args.autoRemove,
      Ulimits: args.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    },
    ...(network !== undefined &&
      (address !== undefined || aliases.length > 0) && {
        NetworkingConfig: {
          EndpointsConfig: {
            [network]: {
              ...(address !== undefined && { IPAMConfig: { IPv4Address: address } }),
              Aliases: aliases,
            },
          },
        },
      }),
  };
}
