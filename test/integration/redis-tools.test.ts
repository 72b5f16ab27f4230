import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyName } from '@shared/redis-cluster/key-name';
import { keySlot } from '@shared/redis-cluster/key-slot';
import type { LiveCluster } from '@shared/redis-cluster/live';
import type { KeyLine, KeySearch } from '@shared/redis-cluster/tools';
import type { Flotilla } from '../../src-main/wiring';
import { clusterName } from '../support/world';
import { lastMinute, until } from './metrics/sources-support';
import { ownerOf, smallCluster, whileMoving, type SmallCluster } from './tools-support';

// What one does by hand on a running cluster, on a real one with a password: keys and commands.

const name = clusterName('tools');
const search = (more: Partial<KeySearch> = {}): KeySearch => ({ name, match: '', limit: 100, ...more });
const binary = Buffer.from([0, 255, 0x7b, 0x61, 0x7d]);

let cluster: SmallCluster;
let services: Flotilla;
let live: LiveCluster;

beforeAll(async () => {
  cluster = await smallCluster(name);
  ({ services, live } = cluster);
});
afterAll(() => cluster.close());

describe('keys', () => {
  const plain = Array.from({ length: 250 }, (_, n) => `user:${n}`);

  beforeAll(async () => {
    await Promise.all(plain.map((key) => cluster.put('SET', key, `value of ${key}`, 'EX', '1000')));
    await cluster.put('SET', binary, Buffer.from([1, 2, 255]));
    await cluster.put('SET', '船:键', '船队 text\nof two lines');
    await cluster.put('SET', 'long', '船'.repeat(50_000));
    await cluster.put('RPUSH', 'list', ...Array.from({ length: 150 }, (_, n) => `item ${n}`));
    await cluster.put('SADD', 'set', 'a');
    await cluster.put('ZADD', 'zset', '1.5', 'one', '2', 'two');
    await cluster.put('HSET', 'hash', 'field', 'value', 'raw', Buffer.from([255]));
    await cluster.put('XADD', 'stream', '5-1', 'a', '1', 'b', 'two');
  });

  const all = async (more: Partial<KeySearch> = {}): Promise<{ keys: KeyLine[]; pages: number }> => {
    const keys: KeyLine[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await services.clusters.keys(search({ ...more, ...(cursor && { cursor }) }));
      expect(page.total).toBe(258);
      expect(page.scanned).toBeLessThanOrEqual(page.total);
      keys.push(...page.keys);
      ({ cursor } = page);
      pages++;
      if (cursor === undefined) expect(page.scanned).toBe(page.total);
    } while (cursor !== undefined);
    return { keys, pages };
  };

  it('are all found over all masters, page by page, with type, time to live, size, slot and node', async () => {
    const { keys, pages } = await all({ limit: 50 });
    expect(pages).toBeGreaterThan(2);
    expect(new Set(keys.map(({ key }) => key.text)).size).toBe(258);
    expect(new Set(keys.map(({ node }) => node)).size).toBe(3);
    const found = keys.find(({ key }) => key.text === 'user:7')!;
    expect(found).toMatchObject({ type: 'string', slot: keySlot('user:7') });
    expect(found.ttlMs).toBeGreaterThan(900_000);
    expect(found.bytes).toBeGreaterThan(20);
    const owner = live.nodes.find((node) => node.name === found.node)!;
    expect(owner.slots.some(([from, to]) => from <= found.slot && found.slot <= to)).toBe(true);
    expect(keys.find(({ key }) => key.base64 === binary.toString('base64'))).toMatchObject({ ttlMs: null });
  });

  it('by a pattern and by type', async () => {
    const few = await all({ match: 'user:1?' });
    expect(few.keys.map(({ key }) => key.text).sort()).toEqual(
      plain.filter((key) => /^user:1.$/.test(key)).sort(),
    );
    expect((await all({ type: 'zset' })).keys.map(({ key }) => key.text)).toEqual(['zset']);
    const bad = services.clusters.keys(search({ cursor: 'nonsense' }));
    await expect(bad).rejects.toMatchObject({ info: { code: 'keys.cursor' } });
  });

  it('are shown by their type, or their beginning', async () => {
    const preview = (text: string) => services.clusters.key(name, { text });
    expect(await preview('船:键')).toMatchObject({
      ...{ type: 'string', length: 24, cut: false, encoding: 'embstr' },
      value: { kind: 'text', text: '船队 text\nof two lines', binary: false },
    });
    const long = await preview('long');
    expect(long).toMatchObject({ length: 150_000, cut: true, value: { kind: 'text', binary: false } });
    expect(long.value.kind === 'text' && /^船+$/.test(long.value.text)).toBe(true);
    expect(await services.clusters.key(name, keyName(binary))).toMatchObject({
      value: { kind: 'text', text: '\\x01\\x02\\xff', binary: true },
    });
    const list = await preview('list');
    expect(list).toMatchObject({ type: 'list', length: 150, cut: true });
    expect(list.value.kind === 'rows' && list.value.rows[99]).toEqual(['99', 'item 99']);
    expect((await preview('set')).value).toEqual({ kind: 'rows', columns: ['member'], rows: [['a']] });
    expect((await preview('zset')).value).toMatchObject({
      rows: [
        ['one', '1.5'],
        ['two', '2'],
      ],
    });
    expect((await preview('hash')).value).toMatchObject({
      rows: [
        ['field', 'value'],
        ['raw', '\\xff'],
      ],
    });
    expect(await preview('stream')).toMatchObject({ cut: false, value: { rows: [['5-1', 'a=1  b=two']] } });
    await expect(preview('nobody')).rejects.toMatchObject({ info: { code: 'key.gone' } });
  });

  it('are deleted at their owners', async () => {
    const names = [...plain.slice(0, 200).map((text) => ({ text })), keyName(binary), { text: 'nobody' }];
    expect(await services.clusters.deleteKeys(name, names)).toBe(201);
    expect((await services.clusters.keys(search())).total).toBe(57);
  });
});

describe('a command line', () => {
  const send = (line: string, node?: string) => services.clusters.command(name, line, node);

  it('reaches the owner of its key, wherever it is', async () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      expect(await send(`SET ${key} "it's ${key}"`)).toMatchObject({ lines: ['OK'], failed: false });
      expect((await send(`get ${key}`)).lines).toEqual([`"it's ${key}"`]);
    }
    const redirected = await Promise.all(['a', 'b', 'c'].map((key) => send(`exists ${key}`)));
    expect(redirected.filter((each) => each.redirectedSlot !== undefined).length).toBeGreaterThan(0);
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => send(`del ${key}`)));
  });

  it('goes to one node, which sends no one on', async () => {
    const owner = ownerOf(live, 15_495);
    const other = live.nodes.find((node) => node !== owner)!;
    const reply = await send('GET a', other.name);
    expect(reply).toMatchObject({ failed: true, node: other.name });
    expect(reply.lines[0]).toMatch(/^\(error\) MOVED 15495 /);
    expect((await send('MULTI', owner.name)).lines).toEqual(['OK']);
    expect((await send('INCR {a}n', owner.name)).lines).toEqual(['QUEUED']);
    expect((await send('EXEC', owner.name)).lines).toEqual(['1) (integer) 1']);
    expect((await send('CLUSTER INFO', owner.name)).lines[0]).toBe('cluster_state:ok');
    await expect(send('PING', 'nobody')).rejects.toMatchObject({ info: { code: 'node.unknown' } });
  });

  it('follows ASK while a slot is on the move, and waits out TRYAGAIN', async () => {
    await whileMoving(cluster, 15_495, async (_, to) => {
      const set = await send('SET {a}new 1');
      expect(set).toMatchObject({ lines: ['OK'], node: to.name, redirectedSlot: 15_495 });
      expect((await send('GET {a}new')).lines).toEqual(['"1"']);
      expect((await services.clusters.key(name, { text: '{a}new' })).value).toMatchObject({ text: '1' });
      expect(await services.clusters.deleteKeys(name, [{ text: '{a}new' }])).toBe(1);
    });
  });

  it('is not run where it would take the connection over or never end', async () => {
    for (const line of ['SUBSCRIBE a', 'MONITOR', 'BLPOP a 0', 'MULTI'])
      await expect(send(line)).rejects.toMatchObject({ info: { code: 'command.refused' } });
    await expect(send('get "a')).rejects.toMatchObject({ info: { code: 'command.quotes' } });
    expect((await send('BLPOP nothing 1')).lines).toEqual(['(nil)']);
    expect((await send('nonsense "a b"')).lines[0]).toMatch(/^\(error\) ERR unknown command/);
  });
});

it('is measured, node by node, though it asks for a password', async () => {
  services.metrics.start();
  const { series } = await until(
    () =>
      lastMinute(
        services.metrics,
        'redisOps',
        live.nodes.map((node) => `${name}/${node.name}`),
      ),
    (result) =>
      result.series.length === 3 &&
      result.series.every(({ values }) => values.some((value) => value !== null)),
  );
  expect(series.map((each) => each.name)).toEqual(live.nodes.map((node) => node.name));
  expect(series[0]?.subject).toMatchObject({ kind: 'redis', cluster: name });
});
