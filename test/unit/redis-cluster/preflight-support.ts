import { expect } from 'vitest';
import { translate } from '@shared/i18n/index';
import type { Finding } from '@shared/plan';
import type { RedisClusterObserved } from '@shared/redis-cluster/observed';
import { planCreate } from '@shared/redis-cluster/plan';
import type { RedisClusterSpecInput } from '@shared/redis-cluster/spec';

export const subnet = '10.5.0.0/24';
export const bridge: RedisClusterSpecInput = {
  kind: 'redis-cluster',
  name: 'demo',
  network: { mode: 'bridge', subnet },
};
export const host = (address: string): Partial<RedisClusterSpecInput> => ({
  network: { mode: 'host', address },
});
export const lan = (announce?: string): Partial<RedisClusterSpecInput> => ({
  clients: 'lan',
  ...(announce && { announce }),
});
export const inNetwork = (change: object): Partial<RedisClusterSpecInput> => ({
  network: { mode: 'bridge', subnet, ...change },
});
export const desktop = { engine: { isDesktop: true, product: 'docker-desktop' as const } };
export const gib = 1024 ** 3;

export function find(change: Partial<RedisClusterSpecInput>, state: RedisClusterObserved): Finding[] {
  return planCreate({ ...bridge, ...change }, state).findings;
}
const say = (finding: Finding) => `${translate('en', finding.what)} ${translate('en', finding.hint)}`;

/** What is asked for; what stands; level, code, field; words that must be said. */
export type Case = [string, Partial<RedisClusterSpecInput>, RedisClusterObserved, string, RegExp];

/** Exactly one such finding, in both languages, errors before the rest. */
export function expectFinding([, change, state, expected, words]: Case): void {
  const findings = find(change, state);
  const own = findings.filter(({ level, code, path }) => `${level} ${code} ${path ?? ''}` === expected);
  expect(own, findings.map((each) => `${each.level} ${each.code}`).join()).toHaveLength(1);
  expect(say(own[0]!)).toMatch(words);
  // The same in Chinese: every place filled, nothing left in English.
  const zh = translate('zh-CN', own[0]!.what) + translate('zh-CN', own[0]!.hint);
  expect(zh).toMatch(/[一-鿿]/);
  expect(zh.replaceAll(/\{(name|n|cluster)\}/g, '')).not.toMatch(/[{}]/);
  // Errors first.
  const levels = findings.map((each) => ['error', 'warning', 'info'].indexOf(each.level));
  expect(levels).toEqual([...levels].sort((a, b) => a - b));
}
