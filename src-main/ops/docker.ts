import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { overlaps, parseSubnet } from '@shared/ipv4';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../clients/docker';
import type { OpHandler } from '../runner/types';
import { containerOps } from './docker-containers';
import { pullImage } from './docker-pull';
import { updateContainer } from './docker-update';
import { runContainer } from './docker-run';
import { answers, settleContainer } from './docker-settle';
import { drillOps } from './docker-drills';
import {
  goOn,
  hasCode,
  ifThere,
  isOfRun,
  runLabels,
  type DockerOpHandlers,
  type DockerOpsDeps,
} from './docker-deps';
import { folderOps } from './host';

export type { DockerOpsDeps } from './docker-deps';

/** How each op on the engine and on this computer is done and undone. */
export function dockerOps(deps: DockerOpsDeps): DockerOpHandlers {
  const { docker } = deps;
  return {
    'image.pull': pullImage(docker),
    'network.create': createNetwork(docker),
    'network.remove': {
      async run({ name }, context) {
        goOn(context);
        await ifThere(docker.networks.remove(name), 'network.missing');
      },
    },
    'volume.create': createVolume(docker),
    'volume.remove': {
      async run({ name }, context) {
        goOn(context);
        await ifThere(docker.volumes.remove(name), 'volume.missing');
      },
    },
    ...folderOps(docker),
    ...containerOps(deps),
    'container.update': updateContainer(docker),
    'container.run': runContainer(deps),
    'container.settle': settleContainer(docker),
    'container.answers': answers(docker),
    ...drillOps(deps),
  };
}

function createNetwork(docker: Docker): OpHandler<OpArgs<'network.create'>, { id: string }> {
  const find = (name: string) => ifThere(docker.networks.inspect(name), 'network.missing');
  return {
    async run({ name, subnet, labels }, context) {
      goOn(context);
      try {
        return { id: await docker.networks.create({ name, subnet, labels: runLabels(labels, context) }) };
      } catch (error) {
        // After a crash the run finds its own; its name is then refused before its subnet, or after it.
        if (hasCode(error, 'network.name-taken', 'network.overlap')) {
          const network = await find(name);
          if (network !== undefined && isOfRun(network.Labels, context)) return { id: network.Id };
        }
        if (hasCode(error, 'network.name-taken')) {
          const { info } = error;
          throw new AppError({ ...info, what: msg('ops.docker.networkTaken', { name }) }, { cause: error });
        }
        throw hasCode(error, 'network.overlap') ? await namedOverlap(docker, error, subnet) : error;
      }
    },
    async undo({ name }, _output, context) {
      const network = await find(name);
      if (network === undefined || !isOfRun(network.Labels, context)) return;
      await ifThere(docker.networks.remove(network.Id), 'network.missing');
    },
    async holds({ name }, { id }) {
      return (await find(name))?.Id === id;
    },
  };
}

/** The engine says only that a subnet overlaps: with which network's, a look tells. */
export async function namedOverlap(docker: Docker, error: AppError, subnet: string): Promise<AppError> {
  const mine = parseSubnet(subnet);
  for (const { Name: network, IPAM } of await docker.networks.list()) {
    for (const { Subnet: other } of IPAM.Config) {
      const theirs = parseSubnet(other);
      if (mine === undefined || theirs === undefined || !overlaps(mine, theirs)) continue;
      const what = msg('ops.docker.subnetTaken', { subnet, other, network });
      return new AppError({ ...error.info, what, hint: msg('ops.docker.subnetTaken.hint', { network }) });
    }
  }
  return error;
}

function createVolume(docker: Docker): OpHandler<OpArgs<'volume.create'>> {
  const find = (name: string) => ifThere(docker.volumes.inspect(name), 'volume.missing');
  return {
    async run({ name, labels }, context) {
      goOn(context);
      const before = await find(name);
      try {
        // One that is there already is taken as it is; without this run's label it outlives an undo.
        await docker.volumes.create({ name, labels: runLabels(labels, context) });
      } catch (error) {
        // On a full disk the engine makes the volume and loses its labels: an undo would not know it for ours.
        if (before === undefined) await removeHalfMade(docker, name);
        throw error;
      }
    },
    async undo({ name }, _output, context) {
      const volume = await find(name);
      if (volume === undefined || !isOfRun(volume.Labels, context)) return;
      await ifThere(docker.volumes.remove(name), 'volume.missing');
    },
    holds: async ({ name }) => (await find(name)) !== undefined,
  };
}

/** The engine may have to look at it once in vain, before it knows that it is there. */
async function removeHalfMade(docker: Docker, name: string): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    try {
      return await ifThere(docker.volumes.remove(name), 'volume.missing');
    } catch {
      // What went wrong first is what counts.
    }
  }
}
