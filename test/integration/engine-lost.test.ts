import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translate } from '../../src-shared/i18n/index';
import type { Run, RunEvent } from '../../src-shared/plan';
import type { StreamEvent } from '../../src-shared/streams';
import { redisClusterSpecSchema } from '../../src-shared/redis-cluster/spec';
import type { Flotilla } from '../../src-main/wiring';
import { begin, carryOut, failures, flotilla } from '../support/flotilla';
import {
  clusterName,
  docker,
  images,
  lacking,
  noPrivateEngine,
  ports,
  startPrivateEngine,
  sweep,
  temporaryFolder,
  type PrivateEngine,
} from '../support/world';

/*
 * Two engines at once, the one of this machine and one of the test's own: what is done on one stays there, and the
 * one that goes away in the middle of a run is missed in words, and taken up again when it is back.
 */
const problem = noPrivateEngine();
const { redis7 } = await images();
const name = clusterName('lost');

describe('two engines', lacking(problem), () => {
  const dataDir = temporaryFolder('data');
  let own: PrivateEngine;
  let services: Flotilla;
  /** The engine of this machine, and the test's own, by id. */
  let here = '';
  let there = '';

  beforeAll(async () => {
    await sweep(name);
    own = await startPrivateEngine({ load: [redis7] });
    there = `socket:${own.socket}`;
    services = await flotilla(dataDir);
    const state = services.engines.state();
    if (state.state !== 'connected') throw new Error(JSON.stringify(state));
    here = state.engine.id;
  });
  afterAll(async () => {
    await services.close();
    await own.destroy();
    await sweep(name);
  });

  /** Three masters in host mode: in the test's own engine, containers on a network do not reach each other. */
  const request = async () => ({
    kind: 'redis-cluster.create' as const,
    spec: redisClusterSpecSchema.parse({
      ...{ kind: 'redis-cluster', name, image: redis7, masters: 3, replicasPerMaster: 0 },
      ...{ network: { mode: 'host', address: '127.0.0.1' }, ports: { first: await ports(3) } },
      restart: 'unless-stopped',
    }),
  });
  const select = async (id: string): Promise<void> => {
    const state = await services.engines.select(id);
    expect(state).toMatchObject({ state: 'connected', engine: { id } });
  };
  /** Calls back when a step of that kind has come so far for the first time. */
  const when = (kind: string, status: string, act: () => unknown): (() => void) => {
    let done = false;
    return services.runner.on((event: RunEvent) => {
      if (done || event.type !== 'step' || event.status !== status) return;
      if (event.stepId.split(':')[0] !== kind) return;
      done = true;
      act();
    });
  };
  const undone = async ({ id }: Run): Promise<void> => {
    await services.runner.undo(id);
    const run = await services.runner.settled(id);
    expect(run.status, JSON.stringify(failures(run))).toBe('undone');
  };
  const onOwn = () => own.docker.listContainers({ all: true });
  const onThis = () => docker().listContainers({ all: true, filters: { name: [name] } });

  it('do not mix: clusters of one name on both, built at the same time, each listed and undone where it stands', async () => {
    await select(there);
    let switched: Promise<void> | undefined;
    // Another engine is chosen while the first build is under way.
    const stop = when('create', 'succeeded', () => (switched = select(here)));
    const first = await begin(services, await request());
    await expect.poll(() => switched !== undefined, { timeout: 60_000 }).toBe(true);
    await switched;
    stop();
    const second = await begin(services, await request());
    const runs = await Promise.all([first, second].map((id) => services.runner.settled(id)));
    expect(runs.map(failures)).toEqual([[], []]);
    expect(runs.map(({ engine }) => engine)).toEqual([there, here]);

    const listed = async () => (await services.clusters.list()).filter((each) => each.name === name);
    const portsOf = async (): Promise<string> => JSON.stringify((await services.clusters.status(name)).nodes);
    expect(await onThis()).toHaveLength(3);
    expect(await onOwn()).toHaveLength(3);
    expect(await listed()).toHaveLength(1);
    const nodesHere = await portsOf();
    expect((await services.containers.list()).filter((each) => each.name.startsWith(name))).toHaveLength(3);
    await select(there);
    expect(await listed()).toHaveLength(1);
    expect((await services.containers.list()).map((each) => each.name).sort()).toEqual(
      [1, 2, 3].map((n) => `${name}-${String(n)}`),
    );
    // The same names, other servers.
    expect(await portsOf()).not.toBe(nodesHere);

    // Undone from there: it goes where it stands, whichever engine is on show.
    const [runThere, runHere] = runs;
    if (runThere === undefined || runHere === undefined) throw new Error('two runs were begun');
    await undone(runHere);
    expect(await onThis()).toHaveLength(0);
    expect(await onOwn()).toHaveLength(3);
    await undone(runThere);
    expect(await onOwn()).toHaveLength(0);
  });

  it.each([
    ['create', 'succeeded'],
    ['slots', 'running'],
  ] as const)(
    'one is lost when the first %s step is %s: said plainly, kept, and gone on with when it is back',
    async (kind, at) => {
      await select(there);
      let stopped: Promise<void> | undefined;
      const stop = when(kind, at, () => (stopped = own.stop()));
      const run = await carryOut(services, await request()).finally(stop);
      expect(stopped).toBeDefined();
      await stopped;
      expect(run.status, JSON.stringify(failures(run))).toBe('failed');
      const failed = run.steps.filter(({ status }) => status === 'failed');
      expect(failed.length).toBeGreaterThan(0);
      for (const { error } of failed) {
        expect(translate('en', error!.what)).not.toMatch(/ECONN|ENOENT|socket hang up/);
        expect(translate('en', error!.hint)).not.toBe('');
      }
      expect(run).toMatchObject({ canResume: true, canUndo: true });
      // All of it is on disk, as far as it came.
      const journal = readFileSync(join(dataDir, 'runs', `${run.id}.jsonl`), 'utf8');
      expect(journal).toContain('"failed"');
      // The other engine is not taken in its place.
      await expect.poll(() => services.engines.state().state, { timeout: 20_000 }).toBe('unreachable');
      expect(await onThis()).toHaveLength(0);

      await own.start();
      await expect.poll(() => services.engines.state().state, { timeout: 20_000 }).toBe('connected');
      await services.runner.resume(run.id);
      const resumed = await services.runner.settled(run.id);
      expect(resumed.status, JSON.stringify(failures(resumed))).toBe('succeeded');
      expect(await services.clusters.status(name)).toMatchObject({ state: 'ok', slotsCovered: 16_384 });
      await undone(run);
      expect(await onOwn()).toHaveLength(0);
    },
  );

  it('what was being looked at when it is lost ends in words, or waits, and goes on when it is back', async () => {
    await select(there);
    const made = await own.docker.createContainer({
      ...{
        name: `${name}-chatty`,
        Image: redis7,
        Cmd: ['sh', '-c', 'trap exit TERM; while :; do echo tick; sleep 0.2; done'],
      },
      HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: 'unless-stopped' } },
    });
    await made.start();
    const events: StreamEvent[] = [];
    const stop = services.listen((event) => {
      if (event.type !== 'stream' && event.type !== 'stream-end') return;
      events.push(event);
      if (event.type === 'stream') services.streams.ack(event.id, event.seq);
    });
    const open = (round: string): void => {
      const container = `${name}-chatty`;
      services.streams.open(`logs-${round}`, { kind: 'logs', of: { containers: [container] }, follow: true });
      services.streams.open(`stats-${round}`, { kind: 'stats', containers: [container] });
      services.streams.open(`terminal-${round}`, { kind: 'terminal', container, cols: 80, rows: 24 });
    };
    const flowing = (round: string) =>
      expect
        .poll(
          () =>
            new Set(
              events.filter(({ type, id }) => type === 'stream' && id.endsWith(round)).map(({ id }) => id),
            ).size,
          { timeout: 20_000 },
        )
        .toBe(3);
    try {
      open('one-here');
      await flowing('one-here');
      await own.stop();
      const ends = () =>
        events.flatMap((event) =>
          event.type === 'stream-end' && event.id.endsWith('one-here') ? [event] : [],
        );
      await expect
        .poll(
          () =>
            ends()
              .map(({ id }) => id)
              .sort(),
          { timeout: 20_000 },
        )
        .toEqual(['stats-one-here', 'terminal-one-here']);
      await expect.poll(() => services.engines.state().state, { timeout: 20_000 }).toBe('unreachable');
      for (const { id, error } of ends())
        if (error !== undefined) {
          expect(translate('en', error.what), id).not.toMatch(/ECONN|ENOENT|socket hang up|aborted/);
          expect(translate('en', error.hint), id).not.toBe('');
        }
      // Whoever asks meanwhile is told the same.
      await expect(services.containers.list()).rejects.toMatchObject({
        info: { code: 'engine.unreachable' },
      });
      await expect(services.planning.prepare(await request())).rejects.toMatchObject({
        info: { code: 'engine.unreachable' },
      });

      await own.start();
      await expect.poll(() => services.engines.state().state, { timeout: 20_000 }).toBe('connected');
      await expect.poll(async () => (await made.inspect()).State.Running, { timeout: 20_000 }).toBe(true);
      // The log that was being followed goes on where it was; the others are opened again.
      const lines = () => events.filter(({ type, id }) => type === 'stream' && id === 'logs-one-here').length;
      const before = lines();
      await expect.poll(lines, { timeout: 20_000 }).toBeGreaterThan(before);
      open('two-back');
      await flowing('two-back');
    } finally {
      stop();
      services.streams.closeAll();
      // Also where something failed while it was away.
      await own.start();
      await made.remove({ force: true });
    }
  });
});
