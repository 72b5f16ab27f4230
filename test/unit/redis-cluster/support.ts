import { expect } from 'vitest';
import { label } from '@shared/labels';
import type { Plan } from '@shared/plan';
import { planText } from '@shared/plan-text';
import { specLabel } from '@shared/redis-cluster/existing';
import { layOut } from '@shared/redis-cluster/nodes';
import type { ObservedContainer } from '@shared/redis-cluster/observed';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { container, network, observed } from './observed';
import { expectSound } from '../plans';

export { expectSound };

export const bridge: RedisClusterSpecInput = {
  kind: 'redis-cluster',
  name: 'demo',
  network: { mode: 'bridge', subnet: '10.5.0.0/24' },
};

/** The engine as it is when a cluster stands as described. */
export function stands(
  input: RedisClusterSpecInput,
  change: (each: ObservedContainer, i: number) => ObservedContainer = (each) => each,
) {
  const spec = redisClusterSpecSchema.parse(input);
  const own = { [label.cluster]: spec.name, [label.kind]: 'redis-cluster' };
  const nodes = layOut(spec);
  return observed({
    containers: nodes
      .map((node) =>
        container(node.name, {
          labels: { ...own, [label.node]: node.name, [label.spec]: specLabel(spec) },
          networkMode: `${spec.name}-net`,
          addresses: { [`${spec.name}-net`]: node.address ?? '' },
          ports: node.published,
          mounts: [{ ...node.data, target: '/data' }],
        }),
      )
      .map(change),
    networks: [
      network('bridge', '172.17.0.0/16'),
      network(`${spec.name}-net`, '10.5.0.0/24', 'bridge', {
        labels: own,
        containers: nodes.map((node) => node.name),
      }),
    ],
    volumes: nodes.flatMap(({ data }) =>
      data.type === 'volume' ? [{ name: data.source, labels: own }] : [],
    ),
  });
}

export const golden = async (name: string, plan: Plan) => {
  await expect(`${planText(plan).join('\n')}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
};
