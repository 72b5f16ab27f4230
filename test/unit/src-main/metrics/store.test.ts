import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cpu, day, hour, minute, noon, pointsOf, sample, subject, world } from './store-support';

const web = subject('web');

describe('the history on disk', () => {
  it('gives back what was put in, from memory, from the journal and from chunks', async () => {
    const { open, clock } = world();
    let store = await open();
    for (let i = 0; i < 60; i++) {
      clock.pass(10_000);
      store.append([sample(web, clock.wall, { cpu: i })]);
    }
    const wanted = new Map(Array.from({ length: 60 }, (_, i) => [noon + (i + 1) * 10_000, i]));
    const ask = cpu(noon, noon + 10 * minute + 10_000, 100);
    expect(pointsOf(await store.query(ask))).toEqual(wanted);
    await store.close();
    store = await open();
    expect(pointsOf(await store.query(ask))).toEqual(wanted);
    // An hour later it is in chunks: the journal is empty then.
    clock.pass(2 * hour);
    await store.flush();
    const result = await store.query(ask);
    expect(pointsOf(result)).toEqual(wanted);
    expect(result).toMatchObject({ tier: '10s', step: 10_000, unit: 'percent', fresh: noon + 600_000 });
  });

  it('takes the coarsest tier that makes up the buckets, and never gives more of them than asked for', async () => {
    const { open, clock } = world();
    const store = await open();
    for (let i = 0; i < 3 * 60; i++) {
      clock.pass(minute);
      store.append([sample(web, clock.wall, { cpu: 50 })]);
      if (i % 10 === 0) await store.flush();
    }
    for (const [length, buckets, tier] of [
      [hour, 360, '10s'],
      [hour, 60, '1m'],
      [day, 300, '5m'],
      [7 * day, 300, '5m'],
      [2 * day, 2900, '1m'],
      [30 * day, 300, '5m'],
    ] as const) {
      const result = await store.query(cpu(clock.wall - length, clock.wall, buckets));
      expect(result.tier).toBe(tier);
      expect(result.times.length).toBeLessThanOrEqual(buckets);
      expect([...pointsOf(result).values()].every((value) => value === 50)).toBe(true);
      expect(pointsOf(result).size).toBeGreaterThan(0);
    }
  });

  it('keeps gaps, and bridges only a sample that came a little late', async () => {
    const { open, clock } = world();
    const store = await open();
    const at = [0, 10, 20, 41, 50, 100, 110].map((s) => noon + s * 1000);
    clock.pass(5 * minute);
    store.append(at.map((when) => sample(web, when, { cpu: 1 })));
    // What was to be measured and could not is a gap however short.
    store.append([sample(web, noon + 120_000, { cpu: null }), sample(web, noon + 130_000, { cpu: 1 })]);
    const ask = cpu(noon, noon + 2.5 * minute, 100);
    const expected = [0, 10, 20, 30, 40, 50, 100, 110, 130];
    const seconds = async (): Promise<number[]> =>
      [...pointsOf(await store.query(ask)).keys()].map((when) => (when - noon) / 1000);
    expect(await seconds()).toEqual(expected);
    clock.pass(2 * hour);
    await store.flush();
    expect(await seconds()).toEqual(expected);
  });

  it('never writes what is no number, and takes none from the future or from the past', async () => {
    const { open, clock } = world();
    const store = await open();
    store.append([
      sample(web, noon, { cpu: Number.NaN, memory: Infinity }),
      sample(web, noon + hour, { cpu: 5 }),
      sample(web, noon - 2 * day, { cpu: 5 }),
      sample(web, Number.NaN, { cpu: 5 }),
    ]);
    clock.pass(2 * hour);
    await store.flush();
    const result = await store.query(cpu(noon - 3 * day, noon + 2 * hour, 1000));
    expect(result.series).toEqual([]);
  });

  it('has one writer; another process reads, and takes over when that one has gone', async () => {
    const { open, clock } = world();
    const writer = await open();
    const second = await open();
    const command = await open({ readOnly: true });
    const ask = cpu(noon - minute, noon + minute, 12);
    writer.append([sample(web, noon, { cpu: 1 })]);
    second.append([sample(web, noon + 10_000, { cpu: 99 })]);
    await writer.flush();
    await second.flush();
    for (const store of [writer, second, command])
      expect([...pointsOf(await store.query(ask)).values()]).toEqual([1]);
    await writer.close();
    await second.flush();
    second.append([sample(web, noon + 20_000, { cpu: 2 })]);
    await second.flush();
    expect([...pointsOf(await command.query(ask)).values()]).toEqual([1, 2, 2]);
    clock.pass(2 * hour);
    await second.flush();
    expect([...pointsOf(await command.query(ask)).values()]).toEqual([1, 2, 2]);
  });

  it('reads nothing where nothing was written yet', async () => {
    const { open } = world();
    const command = await open({ readOnly: true });
    expect((await command.query(cpu(noon - hour, noon, 60))).series).toEqual([]);
    expect(await command.subjects(0, noon, {})).toEqual([]);
    expect(await command.size()).toBe(0);
  });

  it('puts a damaged file aside, says so, and goes on', async () => {
    const { open, dataDir, told } = world();
    const dir = join(dataDir, 'metrics');
    await (await open()).close();
    writeFileSync(join(dir, 'history.db'), 'this is no database'.repeat(1000));
    const store = await open();
    expect(told.map(({ info }) => info.code)).toEqual(['history.damaged']);
    expect(readdirSync(dir).some((name) => name.includes('.damaged-'))).toBe(true);
    store.append([sample(web, noon, { cpu: 3 })]);
    await store.flush();
    expect([...pointsOf(await store.query(cpu(noon - minute, noon + minute, 12))).values()]).toEqual([3]);
  });

  it('puts a file aside that shows its damage only when it is read', async () => {
    const { open, dataDir, told, clock } = world();
    const path = join(dataDir, 'metrics', 'history.db');
    const first = await open();
    for (let i = 0; i < 400; i++) {
      clock.pass(10_000);
      first.append(
        Array.from({ length: 30 }, (_, n) => sample(subject(`s${n}`), clock.wall, { cpu: Math.random() })),
      );
    }
    clock.pass(2 * hour);
    await first.flush();
    await first.close();
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(path);
    // Everything behind the first pages is torn.
    bytes.fill(0xa5, 10 * 16_384);
    writeFileSync(path, bytes);
    const store = await open();
    const result = await store.query(cpu(noon, noon + 2 * hour, 720));
    expect(result.series).toEqual([]);
    expect(told.at(-1)?.info.code).toBe('history.damaged');
    store.append([sample(web, clock.wall, { cpu: 3 })]);
    await store.flush();
    expect((await store.query(cpu(clock.wall - minute, clock.wall + minute, 12))).series).toHaveLength(1);
  });

  it('puts a file of a newer version aside', async () => {
    const { open, dataDir, told } = world();
    await (await open()).close();
    const { openSqlite } = await import('../../../../src-main/clients/sqlite');
    const database = openSqlite(join(dataDir, 'metrics', 'history.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    await open();
    expect(told.map(({ info }) => info.code)).toEqual(['history.newer']);
  });

  it('keeps to its budget: the oldest and finest go first', async () => {
    const { open, clock } = world();
    const budget = 4 * 1024 * 1024;
    const store = await open({ budget });
    for (let i = 0; i < 18 * 60; i++) {
      clock.pass(minute);
      store.append(
        Array.from({ length: 50 }, (_, n) =>
          sample(subject(`s${n}`), clock.wall, {
            cpu: Math.random(),
            memory: Math.random(),
            sent: Math.random(),
          }),
        ),
      );
      if (i % 10 === 9) {
        await store.flush();
        expect(await store.size()).toBeLessThan(budget + 16 * 1024 * 1024);
      }
    }
    const fine = await store.query(cpu(clock.wall - hour, clock.wall, 360));
    expect(fine.series).toHaveLength(50);
    const coarse = await store.query(cpu(noon, clock.wall, 200));
    expect(pointsOf(coarse).size).toBeGreaterThan(100);
  });

  it('shows a container under its new name, and one made anew as another', async () => {
    const { open, clock } = world();
    const store = await open();
    store.append([sample(web, noon, { cpu: 1 })]);
    store.append([sample({ ...web, name: 'front' }, noon + 10_000, { cpu: 2 })]);
    store.append([sample({ ...web, key: 'other' }, noon + 10_000, { cpu: 4 })]);
    clock.pass(minute);
    const result = await store.query(cpu(noon, noon + minute, 6));
    expect(result.series.map(({ name, values }) => [name, values.slice(0, 2)])).toEqual([
      ['front', [1, 2]],
      ['web', [null, 4]],
    ]);
    expect((await store.subjects(noon, noon + 1, {})).map(({ name }) => name)).toEqual(['front']);
  });
});
