import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Run, RunEvent } from '@shared/plan';
import type { Flotilla } from '../../src-main/wiring';
import { begin, failures, flotilla } from '../support/flotilla';
import {
  images,
  lacking,
  noPrivateEngine,
  noSmallDisk,
  smallDisk,
  startPrivateEngine,
  type PrivateEngine,
  type SmallDisk,
} from '../support/world';
import { failed } from './compose-failed';
import { composeCli } from './compose-peer';
import { clean, parts, project, up } from './compose-support';

// A stack comes up while its engine stops, or while the engine's disk is full: an engine of the tests' own, on a small
// disk.

const problem = noPrivateEngine() ?? noSmallDisk();
const name = 'flt-ceng';
const peer = composeCli();
const ways = peer === undefined ? (['own'] as const) : (['own', 'cli'] as const);
const { redis7 } = await images();

const files = {
  'compose.yml': `services:
  web: { image: "${redis7}", network_mode: none, depends_on: { db: { condition: service_healthy } } }
  db:
    image: ${redis7}
    stop_grace_period: 1s
    network_mode: none
    volumes: [ "data:/data", "./ready:/ready" ]
    # Healthy as soon as a test says so.
    healthcheck: { test: [ CMD, test, -e, /ready/yes ], interval: 300ms, retries: 10000 }
volumes: { data: {} }
`,
};

describe('an engine that goes', lacking(problem), () => {
  const undo: (() => unknown)[] = [];
  let disk: SmallDisk;
  let engine: PrivateEngine;
  let services: Flotilla;
  let folder: string;
  const before = process.env['DOCKER_HOST'];

  beforeAll(async () => {
    if (peer !== undefined) process.env['FLOTILLA_DOCKER_COMPOSE'] = peer;
    folder = project(files);
    mkdirSync(join(folder, 'ready'));
    undo.push(() => clean(folder));
    disk = smallDisk();
    undo.push(() => disk.destroy());
    engine = await startPrivateEngine({ load: [redis7], dataRoot: join(disk.path, 'data') });
    undo.push(() => engine.destroy());
    process.env['DOCKER_HOST'] = `unix://${engine.socket}`;
    services = await flotilla();
    undo.push(() => services.close());
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
    for (const step of undo.reverse()) await step();
  });
  afterEach(async () => {
    disk.empty();
    rmSync(join(folder, 'ready/yes'), { force: true });
    await back();
    for (const { Id } of await engine.docker.listContainers({ all: true }))
      await engine.docker.getContainer(Id).remove({ force: true, v: true });
    await engine.docker.pruneVolumes();
  });
  /** Starts the engine again, and waits until it is noticed. */
  async function back(): Promise<void> {
    await engine.start();
    await vi.waitFor(() => expect(services.engines.state().state).toBe('connected'), { timeout: 20_000 });
  }

  /** Brings the stack up, and does something at its first such event. */
  async function run(by: 'own' | 'cli', at: (event: RunEvent) => boolean, act: () => unknown): Promise<Run> {
    let done: unknown;
    const stop = services.runner.on((event) => {
      if (done === undefined && at(event)) done = act() ?? true;
    });
    try {
      const id = await begin(services, up(folder, name, by));
      const ended = await services.runner.settled(id);
      expect(done).toBeDefined();
      await done;
      return ended;
    } finally {
      stop();
    }
  }

  async function isUndone({ id }: Run): Promise<void> {
    await services.runner.undo(id);
    const undone = await services.runner.settled(id);
    expect(undone.status, JSON.stringify(failures(undone))).toBe('undone');
    expect(await parts(name, engine.docker)).toEqual([]);
  }

  describe.each(ways)('by %s', (by) => {
    const isDone = (step: string, line: RegExp) => (event: RunEvent) =>
      by === 'own'
        ? event.type === 'step' && event.status === 'succeeded' && event.stepId === step
        : event.type === 'log' && line.test(event.line);

    it('in the middle: says that it cannot be reached, and is undone when it is back', async () => {
      const ended = await run(by, isDone(`start:${name}-db-1`, /db-1\s+Started/), () => engine.stop());
      const error = failed(ended);
      expect(error).toMatchObject({ code: 'engine.unreachable', at: undefined });
      expect(error.what).toContain(engine.socket);
      expect(ended).toMatchObject({ canUndo: true, canResume: true });
      await back();
      expect((await parts(name, engine.docker)).map((part) => part.split(' ')[1])).toContain(`${name}-db-1`);
      await isUndone(ended);
    });

    it('in the middle: goes on when it is back', async () => {
      const ended = await run(by, isDone(`start:${name}-db-1`, /db-1\s+Started/), () => engine.stop());
      writeFileSync(join(folder, 'ready/yes'), '');
      await back();
      await services.runner.resume(ended.id);
      const resumed = await services.runner.settled(ended.id);
      expect(resumed.status, JSON.stringify(failures(resumed))).toBe('succeeded');
      expect(await parts(name, engine.docker)).toContain(`container ${name}-web-1 running`);
      await isUndone(resumed);
    });

    it('has no room left when the work begins: says so, and undo needs none', async () => {
      writeFileSync(join(folder, 'ready/yes'), '');
      const ended = await run(
        by,
        ({ type, ...event }) => type === 'step' && 'status' in event && event.status === 'running',
        () => disk.fill(),
      );
      const error = failed(ended);
      expect(error).toMatchObject({ code: 'disk.full' });
      expect(error.what).toBe('The disk is full.');
      expect(error.hint).toContain('docker system df');
      await isUndone(ended);
    });

    it('has no room left when containers are to be made: says so, and undo needs none', async () => {
      writeFileSync(join(folder, 'ready/yes'), '');
      const ended = await run(by, isDone(`volume:${name}_data`, /Volume \S+\s+Created/), () => disk.fill());
      expect(failed(ended)).toMatchObject({ code: 'disk.full' });
      await isUndone(ended);
    });
  });
});
