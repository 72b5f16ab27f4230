import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Run, RunEvent } from '@shared/plan';
import { begin, failures, flotilla } from '../support/flotilla';
import { docker, lacking, snapshotEngine, type EngineSnapshot } from '../support/world';
import type { Flotilla } from '../../src-main/wiring';
import { composeCli, missing } from './compose-peer';
import { clean, parts, project, sweepProjects, up } from './compose-support';

// `up` is cancelled at every one of its steps: what stands then is what the run says, and undo takes all of it back.

const prefix = 'flt-ccan';
const name = `${prefix}-a`;
const peer = composeCli();
const noPeer = peer === undefined ? missing : undefined;

const files = {
  'compose.yml': `services:
  web: { build: ., init: true, depends_on: { db: { condition: service_healthy } } }
  db:
    image: redis:7.0
    command: sleep 600
    init: true
    volumes: [ "data:/data" ]
    healthcheck: { test: [ CMD, "true" ], interval: 300ms }
volumes: { data: {} }
`,
  Dockerfile: 'FROM redis:7.0\nLABEL made=here\nCMD [ "sleep", "600" ]\n',
};
/** Ids of the steps of our own engine. */
const steps = [
  ...[`network:${name}_default`, `volume:${name}_data`, `build:${name}-web`],
  ...[`create:${name}-db-1`, `create:${name}-web-1`, `start:${name}-db-1`, 'wait:db:healthy'],
  ...[`start:${name}-web-1`, 'runs:db', 'runs:web'],
];
/** What docker compose says of its own. */
const lines = [
  ...[/FROM docker/, /Network \S+\s+Creating/, /Volume \S+\s+Created/, /db-1\s+Creating/, /db-1\s+Starting/],
  ...[/db-1\s+Waiting/, /web-1\s+Starting/],
];

let services: Flotilla;
let folder: string;
let before: EngineSnapshot;
beforeAll(async () => {
  if (peer !== undefined) process.env['FLOTILLA_DOCKER_COMPOSE'] = peer;
  await sweepProjects(prefix);
  services = await flotilla();
  folder = project(files);
  before = await snapshotEngine();
});
beforeEach(() => sweepProjects(prefix));
afterAll(async () => {
  await services.close();
  await sweepProjects(prefix);
  clean(folder);
});

/** Brings it up, and cancels as soon as an event says so. */
async function cancelledAt(by: 'own' | 'cli', now: (event: RunEvent) => boolean): Promise<Run> {
  let heard = false;
  let id: string | undefined;
  const cancel = (): void => {
    if (heard && id !== undefined) void services.runner.cancel(id);
  };
  const stop = services.runner.on((event) => {
    if (heard || !now(event)) return;
    heard = true;
    cancel();
  });
  try {
    id = await begin(services, up(folder, name, by));
    cancel();
    const run = await services.runner.settled(id);
    expect(heard).toBe(true);
    return run;
  } finally {
    stop();
  }
}

async function isUndone({ id }: Run): Promise<void> {
  await services.runner.undo(id);
  const undone = await services.runner.settled(id);
  expect(undone.status, JSON.stringify(failures(undone))).toBe('undone');
  // The engine takes the containers of a build that was cancelled away by itself, a moment later.
  await vi.waitFor(async () => expect(await snapshotEngine()).toEqual(before), { timeout: 20_000 });
  expect(await parts(name)).toEqual([]);
  const tags = (await docker().listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  expect(tags.filter((tag) => tag.startsWith(prefix))).toEqual([]);
}

describe('a stack that is cancelled', () => {
  it.each(steps)('when %s begins leaves nothing that it does not tell of', async (step) => {
    const run = await cancelledAt(
      'own',
      (event) => event.type === 'step' && event.status === 'running' && event.stepId === step,
    );
    // The last check may be done before it hears.
    expect(step.startsWith('runs:') ? ['cancelled', 'succeeded'] : ['cancelled']).toContain(run.status);
    const told = run.steps
      .filter(({ status }) => status === 'succeeded' || status === 'cancelled' || status === 'failed')
      .map(({ id }) => id);
    const standing = (await parts(name)).map((part) => part.split(' '));
    for (const [kind = '', what = ''] of standing.filter(([, each = '']) => each.startsWith(prefix)))
      expect(told).toContain(`${kind === 'container' ? 'create' : kind}:${what}`);
    await isUndone(run);
  });

  it('goes on from there when it is resumed', async () => {
    const run = await cancelledAt(
      'own',
      (event) => event.type === 'step' && event.status === 'running' && event.stepId === `start:${name}-db-1`,
    );
    await services.runner.resume(run.id);
    const resumed = await services.runner.settled(run.id);
    expect(resumed.status, JSON.stringify(failures(resumed))).toBe('succeeded');
    expect(await parts(name)).toContain(`container ${name}-web-1 running`);
    await isUndone(run);
  });

  it.each(lines)('when docker compose says %s is taken back', lacking(noPeer), async (line) => {
    const run = await cancelledAt('cli', (event) => event.type === 'log' && line.test(event.line));
    expect(run.status).toBe('cancelled');
    expect(run.canUndo).toBe(true);
    await isUndone(run);
  });
});
