import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Run, RunEvent } from '@shared/plan';
import { redisClusterSpecSchema } from '@shared/redis-cluster/spec';
import { translate } from '@shared/i18n/index';
import type { Flotilla } from '../../src-main/wiring';
import { begin, failures, flotilla } from '../support/flotilla';
import {
  clusterName,
  images,
  lacking,
  noPrivateEngine,
  noSmallDisk,
  ports,
  smallDisk,
  startPrivateEngine,
  type PrivateEngine,
  type SmallDisk,
} from '../support/world';

// The disk is full while a cluster is being built: the engine's, or the one that our own data lies on. Each on a
// small disk of the test's own, the engine's under an engine of its own.

const problem = noPrivateEngine() ?? noSmallDisk();
const { redis7 } = await images();

describe('a build on a disk that is full', lacking(problem), () => {
  const undo: (() => unknown)[] = [];
  let engineDisk: SmallDisk;
  let ownDisk: SmallDisk;
  let engine: PrivateEngine;
  let services: Flotilla;
  const before = process.env['DOCKER_HOST'];

  beforeAll(async () => {
    engineDisk = smallDisk();
    undo.push(() => engineDisk.destroy());
    ownDisk = smallDisk();
    undo.push(() => ownDisk.destroy());
    engine = await startPrivateEngine({ load: [redis7], dataRoot: join(engineDisk.path, 'data') });
    undo.push(() => engine.destroy());
    process.env['DOCKER_HOST'] = `unix://${engine.socket}`;
    services = await flotilla(join(ownDisk.path, 'home'));
    undo.push(() => services.close());
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
    for (const step of undo.reverse()) await step();
  });
  afterEach(() => {
    engineDisk.empty();
    ownDisk.empty();
  });

  // Host mode: in an engine of its own, containers on a network do not reach each other.
  const aBuild = async () => ({
    kind: 'redis-cluster.create' as const,
    spec: redisClusterSpecSchema.parse({
      kind: 'redis-cluster',
      name: clusterName('disk'),
      image: redis7,
      network: { mode: 'host', address: '127.0.0.1' },
      ports: { first: await ports(6) },
    }),
  });

  /** Builds, and fills the disk when a step of that kind has come so far for the first time. */
  async function build(disk: SmallDisk, kind: string, status: 'running' | 'succeeded'): Promise<Run> {
    const request = await aBuild();
    let filled = false;
    const fill = (event: RunEvent): void => {
      if (filled || event.type !== 'step' || event.status !== status) return;
      if (event.stepId.split(':')[0] !== kind) return;
      disk.fill();
      filled = true;
    };
    const stop = services.runner.on(fill);
    try {
      const runId = await begin(services, request);
      const run = await services.runner.settled(runId);
      expect(filled).toBe(true);
      return run;
    } finally {
      stop();
    }
  }

  const said = ({ error }: Run): string[] =>
    [error?.what, error?.hint, ...(error?.details ?? [])].map((text) => (text ? translate('en', text) : ''));

  async function isUndone({ id }: Run): Promise<void> {
    await services.runner.undo(id);
    const undone = await services.runner.settled(id);
    expect(undone.status, JSON.stringify(failures(undone))).toBe('undone');
    await isClean();
  }

  async function isClean(): Promise<void> {
    const { docker } = engine;
    const [containers, { Volumes: volumes }] = await Promise.all([
      docker.listContainers({ all: true }),
      docker.listVolumes(),
    ]);
    expect([containers, volumes]).toEqual([[], []]);
  }

  it.each([
    ['volume', 'running'],
    ['create', 'running'],
    ['absent', 'succeeded'],
    ['conf', 'succeeded'],
  ] as const)('the engine’s, when the first %s is %s: says so, and undo needs no room', async (kind, at) => {
    const run = await build(engineDisk, kind, at);
    expect([run.status, run.error?.code]).toEqual(['failed', 'disk.full']);
    const [what, hint, detail] = said(run);
    expect(what).toBe('The disk is full.');
    expect(hint).toContain('docker system df');
    expect(detail).toContain('no space left on device');
    await isUndone(run);
  });

  it('the engine’s, when the servers start: says what to look for, and goes on when there is room', async () => {
    const run = await build(engineDisk, 'start', 'succeeded');
    // The engine fails to start one, or a server ends because it cannot write.
    expect(run.status).toBe('failed');
    expect(['disk.full', 'redis.container-ended']).toContain(run.error?.code);
    expect(said(run)[1]).toContain('docker system df');
    engineDisk.empty();
    await services.runner.resume(run.id);
    const resumed = await services.runner.settled(run.id);
    expect(resumed.status, JSON.stringify(failures(resumed))).toBe('succeeded');
    await isUndone(run);
  });

  it('our own, in the middle: begins nothing more, and undoes it when there is room', async () => {
    // What could not be written down is told to those who listen.
    const heard: RunEvent[] = [];
    const stop = services.runner.on((event) => heard.push(event));
    const run = await build(ownDisk, 'create', 'succeeded').finally(stop);
    const last = heard.at(-1);
    const error = last?.type === 'run' ? last.error : undefined;
    expect(error).toMatchObject({ code: 'journal.write', what: { key: 'runner.journal.full' } });
    expect(translate('en', error!.hint)).toContain(ownDisk.path);
    expect(run).toMatchObject({ status: 'interrupted', canResume: true, canUndo: true });
    expect(run.steps.find((step) => step.id === 'state-ok')?.status).not.toBe('succeeded');
    ownDisk.empty();
    await isUndone(run);
  });

  it('our own, before anything is begun: is not begun', async () => {
    const request = await aBuild();
    ownDisk.fill();
    await expect(begin(services, request)).rejects.toMatchObject({ info: { code: 'journal.write' } });
    await isClean();
  });
});
