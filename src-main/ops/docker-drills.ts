import type { OpArgs } from '@shared/ops';
import type { Docker } from '../clients/docker';
import type { OpHandler } from '../runner/types';
import { goOn, hasCode, ifThere, type DockerOpHandlers, type DockerOpsDeps } from './docker-deps';

type DrillOps = Pick<
  DockerOpHandlers,
  'container.kill' | 'container.pause' | 'container.unpause' | 'network.disconnect' | 'network.connect'
>;

/** `lostAt`: when it was done, milliseconds since the epoch; a drill's durations count from there. */
interface Lost {
  readonly changed: boolean;
  readonly lostAt: number;
}

/**
 * What a drill does to a container, and the way back. Each finds out first how things stand, so that it may
 * be run again; undo takes back only what was changed here.
 */
export function drillOps({ docker }: DockerOpsDeps): DrillOps {
  return {
    'container.kill': kill(docker),
    'container.pause': pause(docker),
    'container.unpause': unpause(docker),
    'network.disconnect': disconnect(docker),
    'network.connect': connect(docker),
  };
}

/** A restart policy does not bring it back: the engine takes a kill for a person's wish. */
function kill({ containers }: Docker): OpHandler<OpArgs<'container.kill'>, Lost> {
  return {
    async run({ container }, context) {
      goOn(context);
      const lostAt = Date.now();
      try {
        await containers.kill(container);
        return { changed: true, lostAt };
      } catch (error) {
        if (hasCode(error, 'container.not-running')) return { changed: false, lostAt };
        throw error;
      }
    },
    async undo({ container }, output) {
      if (output?.changed !== false) await ifThere(containers.start(container), 'container.gone');
    },
  };
}

function pause(docker: Docker): OpHandler<OpArgs<'container.pause'>, Lost> {
  return {
    async run({ container }, context) {
      goOn(context);
      const lostAt = Date.now();
      return { changed: await setPaused(docker, container, true), lostAt };
    },
    async undo({ container }, output) {
      if (output?.changed !== false) await setPaused(docker, container, false);
    },
  };
}

function unpause(docker: Docker): OpHandler<OpArgs<'container.unpause'>, { changed: boolean }> {
  return {
    async run({ container }, context) {
      goOn(context);
      return { changed: await setPaused(docker, container, false) };
    },
    async undo({ container }, output) {
      if (output?.changed === true) await setPaused(docker, container, true);
    },
  };
}

/** False when it was so already. One that is gone, or does not run, cannot be unpaused, and need not be. */
async function setPaused({ containers }: Docker, name: string, paused: boolean): Promise<boolean> {
  const found = await ifThere(containers.inspect(name), 'container.gone');
  if (found?.State.Paused === paused) return false;
  if (!paused) {
    if (found === undefined) return false;
    await containers.unpause(name);
  } else await containers.pause(name);
  return true;
}

/** Where a container is on a network: undefined when it is not on it. `address`: the one it was given. */
async function endpoint(
  { containers }: Docker,
  network: string,
  container: string,
): Promise<{ readonly address?: string } | undefined> {
  const found = (await containers.inspect(container)).NetworkSettings.Networks[network];
  if (found === undefined) return undefined;
  const address = found.IPAMConfig?.IPv4Address ?? '';
  return address === '' ? {} : { address };
}

function disconnect(
  docker: Docker,
): OpHandler<OpArgs<'network.disconnect'>, Lost & { readonly address?: string }> {
  return {
    async run({ network, container }, context) {
      goOn(context);
      const at = await endpoint(docker, network, container);
      const lostAt = Date.now();
      if (at === undefined) return { changed: false, lostAt };
      await docker.networks.disconnect(network, container);
      return { changed: true, lostAt, ...at };
    },
    async undo({ network, container }, output) {
      if (output?.changed !== true) return;
      if ((await ifThere(endpoint(docker, network, container), 'container.gone')) !== undefined) return;
      await ifThere(docker.networks.connect(network, container, output.address), 'container.gone');
    },
  };
}

function connect(docker: Docker): OpHandler<OpArgs<'network.connect'>, { changed: boolean }> {
  return {
    async run({ network, container, address }, context) {
      goOn(context);
      if ((await endpoint(docker, network, container)) !== undefined) return { changed: false };
      await docker.networks.connect(network, container, address);
      return { changed: true };
    },
    async undo({ network, container }, output) {
      if (output?.changed !== true) return;
      if ((await ifThere(endpoint(docker, network, container), 'container.gone')) === undefined) return;
      await docker.networks.disconnect(network, container);
    },
  };
}
