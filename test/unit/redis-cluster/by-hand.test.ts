import { describe, expect, it } from 'vitest';
import { locales, translate } from '@shared/i18n/index';
import { clusterByHand } from '@shared/redis-cluster/by-hand';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { standing } from './statuses';
import { bridge } from './support';

const code = (status: ClusterStatus, id: string): string =>
  clusterByHand(status).find((part) => part.id === id)?.code ?? '';
const written = (status: ClusterStatus): string =>
  clusterByHand(status)
    .map((part) => `# ${translate('en', part.title)}\n${part.code}\n`)
    .join('\n');

describe('a cluster by hand', () => {
  it('reads like the tutorial, with its own names, addresses and ports', async () => {
    await expect(written(standing(bridge))).toMatchFileSnapshot('golden/by-hand-bridge.sh');
    const host = { ...bridge, network: { mode: 'host' as const, address: '192.168.1.20' } };
    await expect(written(standing(host))).toMatchFileSnapshot('golden/by-hand-host.sh');
  });

  it('takes the password from a variable alone', () => {
    const status = standing({ ...bridge, password: { file: '/run/pw' } });
    for (const { code: text } of clusterByHand(status).slice(2))
      for (const command of text.split('\n').filter((line) => line.includes('redis-cli')))
        expect(command).toContain('REDISCLI_AUTH="$REDIS_PASSWORD"');
    expect(code(status, 'nodes')).toContain('--requirepass "$REDIS_PASSWORD"');
    expect(written(standing(bridge))).not.toMatch(/PASSWORD|AUTH/);
  });

  it('attaches replicas one by one where they do not divide evenly', () => {
    const status = standing({ ...bridge, replicasPerMaster: 1 });
    const fewer = { ...status, nodes: status.nodes.slice(0, 5) };
    expect(code(fewer, 'join')).toContain('--cluster-replicas 0 --cluster-yes');
    expect(code(fewer, 'join').match(/--cluster-slave --cluster-master-id id-\d/g)).toHaveLength(2);
  });

  it('says for a cluster elsewhere only what can be done from here, and for none nothing', () => {
    const status = standing(bridge);
    const nodes = status.nodes.map(({ container: _, ...node }) => node);
    const parts = clusterByHand({ ...status, nodes });
    expect(parts.map(({ id }) => id)).toEqual(['join', 'look']);
    expect(parts[1]?.code).toContain('redis-cli -h 10.5.0.11 -p 6381 cluster info');
    expect(clusterByHand({ ...status, nodes: [] })).toEqual([]);
  });

  it('gives all slots back: what is moved in is what was moved out', () => {
    for (const masters of [3, 4, 5, 7]) {
      const status = standing({ ...bridge, masters });
      const count = (id: string): number =>
        [...code(status, id).matchAll(/--cluster-slots (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
      expect(count('in')).toBe(count('out'));
    }
  });

  it('has its texts in every language', () => {
    for (const { title, text } of clusterByHand(standing({ ...bridge, password: { env: 'PW' } })))
      for (const locale of locales)
        for (const message of [title, text]) expect(translate(locale, message)).not.toMatch(/^hand\.|[{}]/);
  });
});
