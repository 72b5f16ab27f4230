import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { msg } from '@shared/i18n/index';
import type { Finding, Plan } from '@shared/plan';
import { presets } from '@shared/redis-cluster/presets';
import { redisClusterSpecSchema, type RedisClusterSpec } from '@shared/redis-cluster/spec';
import { draftOf, drawable, readDraft } from '../../../src-renderer/features/redis/draft';
import { ClusterForm, startSpec } from '../../../src-renderer/features/redis/form.svelte';
import { newPassword } from '../../../src-renderer/features/redis/password';
import { quickFix } from '../../../src-renderer/features/redis/quick-fix';

const interfaces = [
  { name: 'lo', address: '127.0.0.1', internal: true },
  { name: 'eth0', address: '192.168.1.20', internal: false },
];
const full: RedisClusterSpec = redisClusterSpecSchema.parse({
  kind: 'redis-cluster',
  name: 'demo',
  image: 'valkey/valkey:9',
  masters: 5,
  replicasPerMaster: 2,
  nodeNames: '{name}.{n}',
  network: { mode: 'bridge', name: 'net', subnet: '10.1.0.0/16', firstAddress: '10.1.0.20' },
  ports: { first: 7001 },
  clients: 'lan',
  announce: '192.168.1.20',
  persistence: { appendonly: false, storage: 'folder', path: '/data/redis' },
  password: { env: 'REDIS_PASSWORD' },
  memory: '256mb',
  restart: 'on-failure:3',
  nodeTimeout: 9000,
});
const subnetTaken: Finding = {
  level: 'error',
  code: 'subnet.taken',
  what: msg('redis.finding.subnetNetwork.what', { subnet: 'a', other: 'b', network: 'c' }),
  hint: msg('redis.finding.subnet.hint', { free: '172.30.0.0/16' }),
  path: 'network.subnet',
};
const planWith = (...findings: Finding[]): Plan => ({
  kind: 'redis-cluster.create',
  target: 'redis-cluster/demo',
  title: msg('common.ok'),
  groups: [],
  steps: [],
  findings,
});

describe('the form of a Redis cluster', () => {
  it('holds every field of a spec and gives the same spec back', () => {
    for (const spec of [full, ...presets(interfaces).map((preset) => preset.spec)]) {
      expect(readDraft(draftOf(spec))).toEqual({ spec, issues: [] });
    }
  });

  it('lets the first address follow the subnet until someone types one of their own', () => {
    const spec = (firstAddress: string) =>
      redisClusterSpecSchema.parse({
        ...full,
        network: { mode: 'bridge', subnet: '172.18.0.0/16', firstAddress },
      });
    const moved = { ...draftOf(spec('172.18.0.11')), subnet: '10.9.0.0/24' };
    expect(readDraft(moved).spec?.network).toEqual({ mode: 'bridge', subnet: '10.9.0.0/24' });
    expect(draftOf(spec('172.18.0.40')).firstAddress).toBe('172.18.0.40');
  });

  it('says what each field takes, at its path, and keeps what was typed', () => {
    const draft = { ...draftOf(full), name: 'a b', masters: '2', subnet: 'x', memory: '12 apples' };
    const { spec, issues } = readDraft(draft);
    expect(spec).toBeUndefined();
    expect(issues.map((issue) => issue.path).sort()).toEqual(['masters', 'memory', 'name', 'network.subnet']);
    expect(draft.masters).toBe('2');
  });

  it('asks for the announced address when other computers connect', () => {
    const { issues } = readDraft({ ...draftOf(full), announce: ' ' });
    expect(issues.map((issue) => issue.path)).toEqual(['announce']);
  });

  it('always has a spec to draw, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (name, masters, subnet, firstPort) => {
        const drawn = drawable({ ...draftOf(full), name, masters, subnet, firstPort }, full);
        expect(redisClusterSpecSchema.safeParse(drawn).success).toBe(true);
      }),
    );
  });

  it('draws the good fields while another is wrong', () => {
    const drawn = drawable({ ...draftOf(full), masters: '7', name: '' }, full);
    expect(drawn.masters).toBe(7);
    expect(drawn.name).toBe('demo');
  });
});

describe('proposals', () => {
  it('takes a free subnet, address or port out of a finding', () => {
    expect(quickFix(subnetTaken)).toEqual({
      value: '172.30.0.0/16',
      change: { subnet: '172.30.0.0/16', firstAddress: '' },
    });
    const port = msg('redis.finding.port.hint', { port: 7010 });
    expect(quickFix({ ...subnetTaken, hint: port })?.change).toEqual({ firstPort: '7010' });
    expect(quickFix({ ...subnetTaken, hint: msg('redis.finding.subnet.hintNone') })).toBeUndefined();
  });

  it('moves an untouched form out of the way of what is taken', () => {
    const form = new ClusterForm(startSpec());
    expect(form.settle(planWith(subnetTaken))).toBe(true);
    expect(form.draft.subnet).toBe('172.30.0.0/16');
    form.rename([form.draft.name, `${form.draft.name}-2`]);
    expect(form.draft.name).toBe(`${startSpec().name}-3`);
  });

  it('never changes what a person has typed', () => {
    const form = new ClusterForm(startSpec());
    form.draft.firstPort = '7001';
    expect(form.settle(planWith(subnetTaken))).toBe(false);
    form.rename([form.draft.name]);
    expect(form.draft.subnet).toBe('172.18.0.0/16');
    expect(form.draft.name).toBe(startSpec().name);
  });

  it('gives up when its proposals are refused again and again', () => {
    const form = new ClusterForm(startSpec());
    const tries = Array.from({ length: 8 }, () => form.settle(planWith(subnetTaken)));
    expect(tries.filter(Boolean)).toHaveLength(4);
  });

  it('shows a finding at its field until the field itself is wrong', () => {
    const form = new ClusterForm(startSpec());
    form.plan = planWith(subnetTaken);
    expect(form.error('network.subnet')).toEqual(subnetTaken.what);
    form.draft.subnet = 'nonsense';
    expect(form.error('network.subnet')).toEqual(msg('wizard.redis.bad.subnet'));
  });
});

describe('a generated password', () => {
  it('has the length asked for and no letters that are mixed up', () => {
    for (let length = 1; length < 60; length++) {
      expect(newPassword(length)).toMatch(new RegExp(`^[A-HJ-NP-Za-km-z2-9]{${length}}$`));
    }
    expect(newPassword()).not.toBe(newPassword());
  });
});
