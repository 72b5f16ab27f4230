import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { label } from '@shared/labels';
import { networkBodyOf, volumeBodyOf } from '@shared/compose/plan/body-parts';
import { composeLabel } from '@shared/compose/stack';
import type { OpArgs } from '@shared/ops';
import type { ContainerSummary, Docker } from '../../clients/docker';
import type { OpContext, OpHandler } from '../../runner/types';
import { namedOverlap } from '../docker';
import { goOn, hasCode, ifThere, isOfRun } from '../docker-deps';
import { recreatedIn } from './containers';
import { modelNow, partNow, type ComposeOpsDeps } from './deps';

/** A body with this run's mark. */
function marked<B extends Record<string, unknown>>(
  body: B,
  name: string,
  { runId }: OpContext,
): B & { Name: string } {
  const labels = { ...(body['Labels'] as Record<string, string>), [label.run]: runId };
  return { ...body, Name: name, Labels: labels };
}

/**
 * Containers of this run that undo leaves, for the ones before them are gone, and that need a part; undefined: none
 * does. Also one that does not run could not start again without it.
 */
async function standing(
  docker: Docker,
  { results }: OpContext,
  needs: (container: ContainerSummary) => boolean,
): Promise<string | undefined> {
  const left = recreatedIn(results);
  if (left.size === 0) return undefined;
  const found = (await docker.containers.list()).filter((each) => left.has(each.Id) && needs(each));
  return found.length === 0 ? undefined : found.map(({ Names, Id }) => Names[0]?.slice(1) ?? Id).join(', ');
}

export function networkOp(deps: ComposeOpsDeps): OpHandler<OpArgs<'compose.network'>, { id: string }> {
  const { docker } = deps;
  const find = (name: string) => ifThere(docker.networks.inspect(name), 'network.missing');
  return {
    async run({ project, stack, hash, key, name }, context) {
      const { model } = await modelNow(deps, project, stack);
      partNow(model.networks?.[key], hash, stack, key);
      goOn(context);
      const body = marked(networkBodyOf(model, key), name, context);
      try {
        return { id: await docker.parts.createNetwork(body) };
      } catch (error) {
        // After a crash the run finds its own; its name is then refused before its subnet, or after it.
        if (hasCode(error, 'network.name-taken', 'network.overlap')) {
          const there = await find(name);
          if (there !== undefined && isOfRun(there.Labels, context)) return { id: there.Id };
        }
        if (hasCode(error, 'network.name-taken'))
          throw new AppError(
            { ...error.info, what: msg('ops.docker.networkTaken', { name }) },
            { cause: error },
          );
        const subnet = subnetOf(body);
        throw hasCode(error, 'network.overlap') && subnet !== undefined
          ? await namedOverlap(docker, error, subnet)
          : error;
      }
    },
    async undo({ name }, _output, context) {
      const there = await find(name);
      if (there === undefined || !isOfRun(there.Labels, context)) return;
      const users = await standing(docker, context, ({ NetworkSettings }) =>
        Object.hasOwn(NetworkSettings.Networks, name),
      );
      if (users !== undefined) return msg('cops.undo.network', { name, containers: users });
      await removeNetwork(docker, there.Id);
    },
    holds: async ({ name }, { id }) => (await find(name))?.Id === id,
  };
}

/** The containers on it are taken away at the same time: for a while it may still be in use. */
async function removeNetwork(docker: Docker, id: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ifThere(docker.networks.remove(id), 'network.missing');
      return;
    } catch (error) {
      if (tries === 100 || !hasCode(error, 'network.in-use')) throw error;
      await sleep(100);
    }
  }
}

function subnetOf(body: Readonly<Record<string, unknown>>): string | undefined {
  const ipam = body['IPAM'] as { Config?: readonly { Subnet?: string }[] } | undefined;
  return ipam?.Config?.[0]?.Subnet;
}

export function volumeOp(deps: ComposeOpsDeps): OpHandler<OpArgs<'compose.volume'>> {
  const { docker } = deps;
  const find = (name: string) => ifThere(docker.volumes.inspect(name), 'volume.missing');
  return {
    async run({ project, stack, hash, key, name }, context) {
      const { model } = await modelNow(deps, project, stack);
      partNow(model.volumes?.[key], hash, stack, key);
      goOn(context);
      await docker.parts.createVolume(marked(volumeBodyOf(model, key), name, context));
    },
    async undo({ name, stack }, _output, context) {
      const there = await find(name);
      if (there === undefined || !isOfRun(there.Labels, context)) return;
      if (there.Labels[composeLabel.project] !== stack) return;
      const users = await standing(docker, context, ({ Mounts }) =>
        Mounts.some((mount) => mount.Type === 'volume' && mount.Name === name),
      );
      if (users !== undefined) return msg('cops.undo.volume', { name, containers: users });
      await ifThere(docker.volumes.remove(name), 'volume.missing');
    },
    holds: async ({ name }) => (await find(name)) !== undefined,
  };
}
