import { isSecretName } from '@shared/compose/build/secret-names';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { label } from '@shared/labels';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../../clients/docker';
import type { NetworkFull } from '../../clients/docker-resources-schemas';
import type { OpHandler } from '../../runner/types';
import { namedOverlap } from '../docker';
import { goOn, hasCode, ifThere, isOfRun } from '../docker-deps';
import { inUse } from './in-use';

export function networkCreateOp(
  docker: Docker,
): OpHandler<OpArgs<'resources.networkCreate'>, { id: string }> {
  const find = (name: string) => ifThere(docker.networks.inspect(name), 'network.missing');
  return {
    async run({ name, driver, subnet, gateway, internal, attachable }, context) {
      goOn(context);
      const pool = {
        ...(subnet !== undefined && { Subnet: subnet }),
        ...(gateway !== undefined && { Gateway: gateway }),
      };
      try {
        const id = await docker.parts.createNetwork({
          Name: name,
          Driver: driver,
          CheckDuplicate: true,
          Internal: internal,
          Attachable: attachable,
          IPAM: { Driver: 'default', Config: Object.keys(pool).length === 0 ? [] : [pool] },
          Labels: { [label.run]: context.runId },
        });
        return { id };
      } catch (error) {
        // After a crash the run finds its own.
        if (hasCode(error, 'network.name-taken', 'network.overlap')) {
          const there = await find(name);
          if (there !== undefined && isOfRun(there.Labels, context)) return { id: there.Id };
        }
        throw hasCode(error, 'network.overlap') && subnet !== undefined
          ? await namedOverlap(docker, error, subnet)
          : error;
      }
    },
    async undo({ name }, _output, context) {
      const there = await find(name);
      if (there === undefined || !isOfRun(there.Labels, context)) return;
      await ifThere(docker.networks.remove(there.Id), 'network.missing');
    },
    holds: async ({ name }, { id }) => (await find(name))?.Id === id,
  };
}

/** What `POST /networks/create` needs to make a network anew; undefined when that might hold a secret. */
function recipeOf(network: NetworkFull): Record<string, unknown> | undefined {
  const names = [
    ...Object.keys(network.Labels),
    ...Object.keys(network.Options),
    ...Object.keys(network.IPAM.Options),
  ];
  if (names.some(isSecretName)) return undefined;
  return {
    Driver: network.Driver,
    Internal: network.Internal,
    Attachable: network.Attachable,
    EnableIPv6: network.EnableIPv6,
    Options: network.Options,
    Labels: network.Labels,
    IPAM: {
      Driver: network.IPAM.Driver || 'default',
      Options: network.IPAM.Options,
      Config: network.IPAM.Config,
    },
  };
}

/** `recipe` absent: it had gone already (`removed: false`), or must not be kept. */
interface Removed {
  readonly removed: boolean;
  readonly recipe?: Record<string, unknown>;
}

export function networkRemoveOp(docker: Docker): OpHandler<OpArgs<'resources.networkRemove'>, Removed> {
  const find = (id: string) => ifThere(docker.resources.network(id), 'network.missing');
  return {
    async run({ id, name }, context) {
      const there = await find(id);
      if (there === undefined) return { removed: false };
      // A stopped container is no endpoint: the engine would let its network go, and it could never start again.
      const users = (await docker.containers.list()).filter(({ NetworkSettings }) =>
        Object.values(NetworkSettings.Networks).some(({ NetworkID }) => NetworkID === id),
      );
      if (users.length > 0) throw inUse('network.in-use', name, users);
      goOn(context);
      await ifThere(docker.networks.remove(id), 'network.missing');
      const recipe = recipeOf(there.value);
      return { removed: true, ...(recipe !== undefined && { recipe }) };
    },
    async undo({ name }, output) {
      if (output?.removed !== true) return;
      if (output.recipe === undefined)
        throw new AppError({
          code: 'network.not-kept',
          doing: msg('engine.doing.createNetwork', { name }),
          what: msg('resources.ops.lost', { name }),
          hint: msg('resources.ops.lost.hint'),
        });
      if ((await find(name)) !== undefined) return;
      await docker.parts.createNetwork({ ...output.recipe, Name: name, CheckDuplicate: true });
    },
  };
}
