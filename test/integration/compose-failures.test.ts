import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { translate } from '@shared/i18n/index';
import type { Run } from '@shared/plan';
import { begin, carryOut, flotilla } from '../support/flotilla';
import { docker, testLabels } from '../support/world';
import type { Flotilla } from '../../src-main/wiring';
import { clean, parts, project, sweepProjects, up } from './compose-support';

const prefix = 'flt-cfail';
const name = `${prefix}-a`;
let services: Flotilla;
let folder: string;
const write = (text: string): void => writeFileSync(join(folder, 'compose.yml'), text);
beforeAll(async () => {
  services = await flotilla();
  folder = project({ 'compose.yml': '' });
});
beforeEach(() => sweepProjects(prefix));
afterAll(async () => {
  await services.close();
  await sweepProjects(prefix);
  clean(folder);
});

/** The error of the step that failed. */
const failed = (run: Run) => {
  expect(run.status).toBe('failed');
  const step = run.steps.find(({ status }) => status === 'failed');
  const { error } = step ?? {};
  return { id: step?.id, code: error?.code, what: error === undefined ? '' : translate('en', error.what) };
};
/** Undoes a run; nothing of it may be left. */
const undone = async (run: Run): Promise<string[]> => {
  await services.runner.undo(run.id);
  await services.runner.settled(run.id);
  return parts(name);
};

describe('a stack that does not come up says why', () => {
  it('when an image cannot be pulled', async () => {
    write('services: {web: {image: "127.0.0.1:1/flt/none:1"}}\n');
    const run = await carryOut(services, up(folder, name, 'own'));
    expect(failed(run)).toMatchObject({ code: 'registry.unreachable' });
    expect(await undone(run)).toEqual([]);
  });

  it('when a build fails, with its last lines', async () => {
    write('services: {web: {build: .}}\n');
    writeFileSync(join(folder, 'Dockerfile'), 'FROM redis:7.0\nRUN echo before; exit 7\n');
    const run = await carryOut(services, up(folder, name, 'own'));
    const error = failed(run);
    expect(error.code).toBe('build.failed');
    expect(error.what).toContain('code 7');
    expect(error.what).toContain('exit 7');
    expect(await undone(run)).toEqual([]);
  });

  it('when a port is taken at the last moment', async () => {
    write(
      'services: {web: {image: "redis:7.0", command: sleep 60, init: true, ports: ["127.0.0.1:22040:80"]}}\n',
    );
    const server = createServer();
    // The plan has found it free: it is taken as soon as the container is there.
    const stop = services.runner.on((event) => {
      if (event.type === 'step' && event.status === 'succeeded' && event.stepId.startsWith('create:'))
        server.listen(22_040, '127.0.0.1');
    });
    try {
      const run = await carryOut(services, up(folder, name, 'own'));
      expect(failed(run)).toMatchObject({ code: 'port.taken' });
      expect(failed(run).what).toContain('22040');
      expect(await undone(run)).toEqual([]);
    } finally {
      stop();
      server.close();
    }
  });

  it('when a dependency is unhealthy, and does not start what needs it', async () => {
    write(`services:
  web: { image: "redis:7.0", command: sleep 60, init: true, depends_on: { db: { condition: service_healthy } } }
  db:
    image: redis:7.0
    command: sleep 60
    init: true
    healthcheck: { test: "echo no luck; exit 1", interval: 200ms, retries: 1 }
`);
    const run = await carryOut(services, up(folder, name, 'own'));
    expect(failed(run)).toMatchObject({ code: 'service.unhealthy' });
    expect(await parts(name)).not.toContain(`container ${name}-web-1 running`);
    expect(await undone(run)).toEqual([]);
  });

  it('when a container’s name is taken', async () => {
    const taken = `${prefix}-name`;
    await docker().createContainer({ name: taken, Image: 'redis:7.0', Labels: testLabels(prefix) });
    try {
      write(`services: {web: {image: "redis:7.0", container_name: ${taken}}}\n`);
      await expect(begin(services, up(folder, name, 'own'))).rejects.toThrow(taken);
      expect(await parts(name)).toEqual([]);
    } finally {
      await docker().getContainer(taken).remove({ force: true });
    }
  });

  it('when it is cancelled while it waits, and takes back what it made', async () => {
    write(`services:
  web: { image: "redis:7.0", command: sleep 60, init: true, depends_on: { db: { condition: service_healthy } } }
  db:
    image: redis:7.0
    command: sleep 60
    init: true
    healthcheck: { test: "true", interval: 60s }
`);
    const runId = await begin(services, up(folder, name, 'own'));
    await new Promise<void>((resolve) => {
      const stop = services.runner.on((event) => {
        if (event.type !== 'progress' || event.runId !== runId || !event.stepId.includes('db')) return;
        stop();
        resolve();
      });
    });
    await services.runner.cancel(runId);
    const run = await services.runner.settled(runId);
    expect(run.status).toBe('cancelled');
    expect(await parts(name)).toContain(`container ${name}-db-1 running`);
    expect(await undone(run)).toEqual([]);
  });

  it('when the files cannot be read as a project, at their place', async () => {
    write('services: {web: {image: "redis:7.0", depends_on: [nobody]}}\n');
    const { plan } = await services.planning.prepare(up(folder, name, 'own'));
    const texts = plan.findings
      .filter(({ level }) => level === 'error')
      .map(({ what }) => translate('en', what));
    expect(texts.join('\n')).toContain('nobody');
  });
});
