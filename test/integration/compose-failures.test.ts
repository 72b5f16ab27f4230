import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Container } from 'dockerode';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { translate } from '@shared/i18n/index';
import type { Run } from '@shared/plan';
import { begin, carryOut, flotilla } from '../support/flotilla';
import { docker, testLabels } from '../support/world';
import type { Flotilla } from '../../src-main/wiring';
import { composeCli } from './compose-peer';
import { clean, parts, project, sweepProjects, up } from './compose-support';
import { failed } from './compose-failed';
import { denyingRegistry } from './denying-registry';

const prefix = 'flt-cfail';
const name = `${prefix}-a`;
const peer = composeCli();
const ways = peer === undefined ? (['own'] as const) : (['own', 'cli'] as const);
let services: Flotilla;
let folder: string;
const write = (text: string): void => writeFileSync(join(folder, 'compose.yml'), text);
beforeAll(async () => {
  if (peer !== undefined) process.env['FLOTILLA_DOCKER_COMPOSE'] = peer;
  services = await flotilla();
  folder = project({ 'compose.yml': '' });
});
beforeEach(() => sweepProjects(prefix));
afterAll(async () => {
  await services.close();
  await sweepProjects(prefix);
  clean(folder);
});

/** Undoes a run; nothing of it may be left. */
const undone = async (run: Run): Promise<string[]> => {
  await services.runner.undo(run.id);
  await services.runner.settled(run.id);
  return parts(name);
};

describe.each(ways)('a stack that does not come up by %s says why, and where in the file', (by) => {
  const run = (): Promise<Run> => carryOut(services, up(folder, name, by));

  it('when its registry does not answer', async () => {
    write('services:\n  web:\n    image: "127.0.0.1:1/flt/none:1"\n');
    const ended = await run();
    expect(failed(ended)).toMatchObject({ code: 'registry.unreachable', at: 'compose.yml:3:5' });
    expect(await undone(ended)).toEqual([]);
  });

  it('when its image is denied, and makes nothing', async () => {
    const registry = await denyingRegistry();
    try {
      write(`services:\n  web:\n    image: "127.0.0.1:${registry.port}/flt/secret:1"\n`);
      const ended = await run();
      const error = failed(ended);
      expect(error).toMatchObject({ code: 'image.denied', at: 'compose.yml:3:5' });
      expect(error.what).toContain(`127.0.0.1:${registry.port}/flt/secret`);
      expect(error.hint).toContain('docker login');
      expect(await parts(name)).not.toContain(`container ${name}-web-1 created`);
      expect(await undone(ended)).toEqual([]);
    } finally {
      registry.close();
    }
  });

  it('when a build fails, with its last lines', async () => {
    write('services:\n  web:\n    build: .\n');
    writeFileSync(join(folder, 'Dockerfile'), 'FROM redis:7.0\nRUN echo before; exit 7\n');
    const ended = await run();
    const error = failed(ended);
    expect(error).toMatchObject({ code: 'build.failed', at: 'compose.yml:3:5' });
    expect(error.what).toContain('code 7');
    expect(error.what).toContain('exit 7');
    expect(error.details).toMatch(/before$/m);
    expect(await undone(ended)).toEqual([]);
  });

  it('when a port is taken at the last moment', async () => {
    write(
      'services:\n  web:\n    image: redis:7.0\n    command: sleep 60\n    init: true\n    ports:\n      - "8080"\n      - "127.0.0.1:22040:80"\n',
    );
    const server = createServer();
    // The plan has found it free: it is taken as soon as the work begins.
    const stop = services.runner.on((event) => {
      if (event.type === 'step' && event.status === 'running' && !server.listening)
        server.listen(22_040, '127.0.0.1');
    });
    try {
      const ended = await run();
      const error = failed(ended);
      expect(error).toMatchObject({ code: 'port.taken', at: 'compose.yml:8:9' });
      expect(error.what).toContain('22040');
      expect(await undone(ended)).toEqual([]);
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
    const ended = await run();
    expect(failed(ended)).toMatchObject({ code: 'service.unhealthy', at: 'compose.yml:7:5' });
    expect(await parts(name)).not.toContain(`container ${name}-web-1 running`);
    expect(await undone(ended)).toEqual([]);
  });

  it('when what it waits for ends with a code', async () => {
    write(`services:
  web: { image: "redis:7.0", depends_on: { seed: { condition: service_completed_successfully } } }
  seed:
    image: redis:7.0
    command: [ "sh", "-c", "exit 3" ]
`);
    const ended = await run();
    const error = failed(ended);
    expect(error).toMatchObject({ code: 'service.exited', at: 'compose.yml:5:5' });
    expect(error.what).toContain('code 3');
    expect(await undone(ended)).toEqual([]);
  });

  it('when its command is not in its image', async () => {
    write('services:\n  web:\n    image: redis:7.0\n    entrypoint: [ "nonesuch" ]\n');
    const ended = await run();
    const error = failed(ended);
    expect(error).toMatchObject({ code: 'container.command-missing', at: 'compose.yml:4:5' });
    expect(error.what).toContain('nonesuch');
    expect(await undone(ended)).toEqual([]);
  });

  it('when a container’s name is taken', async () => {
    const taken = `${prefix}-name`;
    await docker().createContainer({ name: taken, Image: 'redis:7.0', Labels: testLabels(prefix) });
    try {
      // Of two networks: its container is made only when they are there, and the other's has the name long before.
      write(
        `services:\n  web:\n    image: redis:7.0\n    container_name: ${taken}\n    networks: [a, b]\nnetworks: {a: {}, b: {}}\n`,
      );
      await expect(begin(services, up(folder, name, by))).rejects.toThrow(/compose\.yml:4:21/);
      expect(await parts(name)).toEqual([]);
    } finally {
      await docker().getContainer(taken).remove({ force: true, v: true });
    }
  });

  it('when a container’s name is taken at the last moment', async () => {
    const taken = `${prefix}-late`;
    write(`services:\n  web:\n    image: redis:7.0\n    container_name: ${taken}\n`);
    let other: Promise<Container> | undefined;
    const stop = services.runner.on((event) => {
      if (event.type !== 'step' || event.status !== 'running') return;
      other ??= docker().createContainer({ name: taken, Image: 'redis:7.0', Labels: testLabels(prefix) });
    });
    try {
      const ended = await run();
      const error = failed(ended);
      expect(error).toMatchObject({ code: 'container.name-taken', at: 'compose.yml:4:5' });
      expect(error.what).toContain(taken);
      expect(await undone(ended)).toEqual([]);
      // The other's stays.
      const { id } = (await other) ?? {};
      expect((await docker().getContainer(taken).inspect()).Id).toBe(id);
    } finally {
      stop();
      await (await other)?.remove({ force: true, v: true });
    }
  });

  it('when the files cannot be read as a project, at their place', async () => {
    write('services: {web: {image: "redis:7.0", depends_on: [nobody]}}\n');
    const { plan } = await services.planning.prepare(up(folder, name, by));
    const texts = plan.findings
      .filter(({ level }) => level === 'error')
      .map(({ what }) => translate('en', what));
    expect(texts.join('\n')).toMatch(/compose\.yml:1:\d+: .*nobody/);
  });
});
