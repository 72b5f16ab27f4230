import { afterEach, describe, expect, it } from 'vitest';
import type { RedisNode } from '@shared/ops';
import { clusterName, docker, images, lacking, noImage, sweep } from '../support/world';
import { inOrder, opContext, orderOf, startMasters, waitStreams, type TestCluster } from './slots-support';

// A master dies, or stands still, while slots move from it or to it; its replica takes over.

const { redis7, valkey } = await images();
const keyCount = 8000;
const key = (n: number): string => `k:${String(n)}`;

for (const [label, image] of [
  ['redis 7', redis7],
  ['valkey 9', valkey],
] as const) {
  describe(`a master is lost while slots move, ${label}`, lacking(noImage(label, image)), () => {
    const name = clusterName('slotfail');
    let cluster: TestCluster | undefined;

    afterEach(async () => {
      cluster?.close();
      await sweep(name);
    });

    it.each([
      ['the target is killed', 2, 'kill'],
      ['a source is killed', 0, 'kill'],
      ['the target stands still', 2, 'pause'],
      ['a source stands still', 1, 'pause'],
    ] as const)('%s', async (_what, victim, how) => {
      // Three masters, each with a replica; the third has a few slots, so that its replica may be elected.
      const made = await startMasters(name, image!, [
        [[0, 8000]],
        [[8001, 16_000]],
        [[16_001, 16_383]],
        [],
        [],
        [],
      ]);
      cluster = made;
      const { ops, nodes, pool } = made;
      const node = (index: number): RedisNode => nodes[index]!;
      for (const index of [0, 1, 2])
        await ops['redis.replicate'].run({ node: node(index + 3), master: node(index) }, opContext());
      const client = made.client();
      for (let n = 0; n < keyCount; n++) void client.set(key(n), key(n)).catch(() => undefined);
      await client.set(key(keyCount - 1), key(keyCount - 1));
      for (const index of [0, 1, 2])
        await ops['redis.waitSynced'].run(
          { node: node(index + 3), master: node(index), timeoutMs: 60_000 },
          opContext(),
        );
      client.disconnect();
      for (const index of [0, 1, 2]) await waitStreams(pool, node(index));
      const keys = (await orderOf({ pool, nodes: nodes.slice(0, 3) })).keys;
      const lines: string[] = [];
      let struck = false;
      const output = await ops['redis.moveSlots'].run(
        {
          to: node(2),
          from: [
            { node: node(0), ranges: [[0, 1999]] },
            { node: node(1), ranges: [[8001, 9999]] },
          ],
          masters: nodes.slice(0, 3),
          pace: 'gentle',
        },
        opContext({
          lines,
          progress: ({ fraction }) => {
            if (struck || fraction === undefined || fraction < 0.15) return;
            struck = true;
            const container = docker().getContainer(node(victim).container!);
            void (how === 'kill' ? container.kill() : container.pause()).catch(() => undefined);
          },
        }),
      );
      expect(struck).toBe(true);
      expect(output).toMatchObject({ slots: 3999 });
      expect(lines.join('\n')).toMatch(/taken over|Looking again/);
      // The replica of the lost one stands for it now.
      const living = [0, 1, 2].map((index) => node(index === victim ? index + 3 : index));
      const order = await orderOf({ pool, nodes: living });
      // Replication lags: what a killed master had taken last may be gone, nothing else.
      expect(order).toEqual({ ...inOrder(keys), keys: order.keys });
      expect(order.keys).toBeGreaterThanOrEqual(keys - 200);
    });
  });
}
