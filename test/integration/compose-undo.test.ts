import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Run } from '@shared/plan';
import { begin, carryOut, failures, flotilla } from '../support/flotilla';
import { cli, docker, lacking, root, temporaryFolder } from '../support/world';
import type { Flotilla } from '../../src-main/wiring';
import { composeCli, missing } from './compose-peer';
import { clean, parts, project, request, sweepProjects, up } from './compose-support';

// What undo cannot bring back is said before and after, and what stays can still be used.

const prefix = 'flt-cundo';
const name = `${prefix}-a`;
const peer = composeCli();
const needed = lacking(peer === undefined ? missing : undefined);

const before = `services:
  web: { image: "redis:7.0", command: sleep 600, init: true, volumes: [ "data:/data" ] }
volumes: { data: {} }
`;
/** On another network, with another volume, and somebody beside it. */
const after = (command = 'sleep 600'): string => `services:
  web:
    { image: "redis:7.0", command: ${command}, init: true, volumes: [ "data:/data", "more:/more" ], networks: [ front ] }
  db: { image: "redis:7.0", command: sleep 600, init: true, networks: [ front, back ] }
networks: { front: {}, back: {} }
volumes: { data: {}, more: {} }
`;

let services: Flotilla;
let folder: string;
const write = (text: string): void => writeFileSync(join(folder, 'compose.yml'), text);
const undone = async ({ id }: Run): Promise<Run> => {
  await services.runner.undo(id);
  return services.runner.settled(id);
};
/** It ignores the signal to stop, so that there is time for a crash in the middle. */
const deaf = (seconds = 600): string => before.replace('init: true, ', '').replace('600', String(seconds));
/** The container of a stack that is up, and the name of the new one while it takes its place. */
async function upWithDeaf(by: 'own' | 'cli'): Promise<{ Id: string; half: string }> {
  write(deaf());
  expect(failures(await carryOut(services, up(folder, name, by)))).toEqual([]);
  const { Id } = await docker().getContainer(`${name}-web-1`).inspect();
  write(deaf(700));
  return { Id, half: `${Id.slice(0, 12)}_${name}-web-1` };
}
const staying = ({ steps }: Run): string[] => steps.flatMap(({ stays }) => (stays ? [stays.key] : [])).sort();

beforeAll(async () => {
  if (peer !== undefined) process.env['FLOTILLA_DOCKER_COMPOSE'] = peer;
  services = await flotilla();
  folder = project({ 'compose.yml': before });
});
beforeEach(async () => {
  await sweepProjects(prefix);
  write(before);
});
afterAll(async () => {
  await services.close();
  await sweepProjects(prefix);
  clean(folder);
});

describe.each([
  ['our own engine', 'own', {}],
  ['docker compose', 'cli', needed],
] as const)('undo of what %s did', (_, by, needed) => {
  it('leaves a container that took another’s place, with all that it stands on', needed, async () => {
    expect(failures(await carryOut(services, up(folder, name, by)))).toEqual([]);
    write(after());
    const { plan } = await services.planning.prepare(up(folder, name, by));
    expect(plan.findings.find(({ code }) => code === 'compose.no-way-back')?.what.params).toEqual({
      names: `${name}-web-1`,
    });
    const run = await carryOut(services, up(folder, name, by));
    expect(failures(run)).toEqual([]);
    const begun = performance.now();
    const back = await undone(run);
    expect(back.status, JSON.stringify(failures(back))).toBe('undone');
    // It waits for nobody: what stays is known.
    expect(performance.now() - begun).toBeLessThan(8000);
    expect(staying(back)).toEqual(
      by === 'cli' ? ['cops.undo.cli'] : ['cops.undo.network', 'cops.undo.replaced', 'cops.undo.volume'],
    );
    expect(await parts(name)).toEqual([
      `container ${name}-web-1 running`,
      ...[`network ${name}_default`, `network ${name}_front`, `volume ${name}_data`, `volume ${name}_more`],
    ]);
    await docker().getContainer(`${name}-web-1`).restart({ t: 0 });
    expect((await services.runner.get(run.id)).canUndo).toBe(false);
  });

  it('keeps the network of one that does not run, for it would not start without', needed, async () => {
    expect(failures(await carryOut(services, up(folder, name, by)))).toEqual([]);
    write(after('sh -c "exit 3"'));
    const run = await carryOut(services, up(folder, name, by));
    // On a busy computer it ends only after it was seen to run.
    await vi.waitFor(
      async () => expect((await docker().getContainer(`${name}-web-1`).inspect()).State.ExitCode).toBe(3),
      { timeout: 10_000 },
    );
    const back = await undone(run);
    expect(back.status, JSON.stringify(failures(back))).toBe('undone');
    expect(await parts(name)).toEqual([
      `container ${name}-web-1 exited`,
      ...[`network ${name}_default`, `network ${name}_front`, `volume ${name}_data`, `volume ${name}_more`],
    ]);
    await docker().getContainer(`${name}-web-1`).start();
  });

  it('is not offered after a stack went down', needed, async () => {
    expect(failures(await carryOut(services, up(folder, name, by)))).toEqual([]);
    const run = await carryOut(services, request({ kind: 'compose.down', name, volumes: false }));
    expect(failures(run)).toEqual([]);
    expect([run.canUndo, await parts(name)]).toEqual([false, [`volume ${name}_data`]]);
  });
});

describe('undo of a container half-made in another’s place', () => {
  it('after a crash of ours: the one before it runs again', { timeout: 90_000 }, async () => {
    const { Id, half } = await upWithDeaf('own');
    const home = temporaryFolder('home');
    const args = ['compose', 'up', join(folder, 'compose.yml'), '-p', name, '--by', 'own', '--yes'];
    const child = spawn(process.execPath, [join(root, 'out/main/cli.js'), ...args], {
      env: { ...process.env, FLOTILLA_HOME: home },
    });
    await vi.waitFor(() => docker().getContainer(half).inspect(), { timeout: 30_000, interval: 50 });
    child.kill('SIGKILL');
    await once(child, 'close');
    const back = await cli(['undo', 'last', '--yes'], { home });
    expect([back.code, back.stderr]).toEqual([0, expect.stringContaining('What this run made is gone')]);
    expect(await parts(name)).toEqual([
      `container ${name}-web-1 running`,
      ...[`network ${name}_default`, `volume ${name}_data`],
    ]);
    expect((await docker().getContainer(`${name}-web-1`).inspect()).Id).toBe(Id);
  });

  const title = 'after docker compose was cancelled: the one before it runs again';
  it(title, { timeout: 120_000, ...needed }, async () => {
    const { Id, half } = await upWithDeaf('cli');
    const id = await begin(services, up(folder, name, 'cli'));
    await vi.waitFor(() => docker().getContainer(half).inspect(), { timeout: 30_000, interval: 50 });
    await services.runner.cancel(id);
    const run = await services.runner.settled(id);
    expect(run.status).toBe('cancelled');
    const back = await undone(run);
    expect(back.status, JSON.stringify(failures(back))).toBe('undone');
    expect(await parts(name)).toEqual([
      `container ${name}-web-1 running`,
      ...[`network ${name}_default`, `volume ${name}_data`],
    ]);
    expect((await docker().getContainer(`${name}-web-1`).inspect()).Id).toBe(Id);
  });
});
