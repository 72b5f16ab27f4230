import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { carryOut, failures, flotilla } from '../support/flotilla';
import { cli, docker, lacking, root, temporaryFolder } from '../support/world';
import type { Flotilla } from '../../src-main/wiring';
import { composeCli, missing } from './compose-peer';
import { clean, parts, project, sweepProjects, up } from './compose-support';

// The app is killed while docker compose puts a container in another's place: with it, or alone, so that docker compose
// lives on until it wants to say something. Undo and resume end in a state that is known, and told.

const prefix = 'flt-ckill';
const name = `${prefix}-a`;
const peer = composeCli();

/** It ignores the signal to stop, so that there is time in the middle. */
const text = (seconds: number): string => `services:
  web: { image: "redis:7.0", command: sleep ${seconds}, volumes: [ "data:/data" ] }
volumes: { data: {} }
`;
const kept = [`network ${name}_default`, `volume ${name}_data`];

let services: Flotilla;
let folder: string;
const file = (): string => join(folder, 'compose.yml');
beforeAll(async () => {
  if (peer !== undefined) process.env['FLOTILLA_DOCKER_COMPOSE'] = peer;
  services = await flotilla();
  folder = project({ 'compose.yml': text(600) });
});
beforeEach(() => sweepProjects(prefix));
afterAll(async () => {
  await services.close();
  await sweepProjects(prefix);
  clean(folder);
});

const web = () => docker().getContainer(`${name}-web-1`).inspect();

/** Kills the command, and docker compose with it or not, as soon as there is a new container beside the old one. */
async function killed(both: boolean): Promise<{ home: string; Id: string }> {
  writeFileSync(file(), text(600));
  expect(failures(await carryOut(services, up(folder, name, 'cli')))).toEqual([]);
  const { Id } = await web();
  writeFileSync(file(), text(700));
  const home = temporaryFolder('home');
  const args = ['compose', 'up', file(), '-p', name, '--by', 'cli', '--yes'];
  const child = spawn(process.execPath, [join(root, 'out/main/cli.js'), ...args], {
    env: { ...process.env, FLOTILLA_HOME: home },
    // A group of its own: docker compose is in it.
    detached: true,
  });
  const half = `${Id.slice(0, 12)}_${name}-web-1`;
  await vi.waitFor(() => docker().getContainer(half).inspect(), { timeout: 30_000, interval: 50 });
  process.kill(both ? -(child.pid ?? 0) : (child.pid ?? 0), 'SIGKILL');
  await once(child, 'close');
  return { home, Id };
}

const needed = lacking(peer === undefined ? missing : undefined);
describe.each([
  ['alone', false],
  ['with docker compose', true],
] as const)('the app that is killed %s while a container is replaced', needed, (_, both) => {
  it('undoes it: one of the two runs, and it says which', { timeout: 180_000 }, async () => {
    const { home, Id } = await killed(both);
    const back = await cli(['undo', 'last', '--yes'], { home });
    expect(back.code, back.stderr).toBe(0);
    expect(await parts(name)).toEqual([`container ${name}-web-1 running`, ...kept]);
    const { Id: now } = await web();
    if (both) expect(now).toBe(Id);
    expect(back.stderr).toContain(now === Id ? 'What this run made is gone' : `These stay: ${name}-web-1`);
  });

  it('goes on with it: the new one runs', { timeout: 180_000 }, async () => {
    const { home, Id } = await killed(both);
    const on = await cli(['resume', 'last', '--yes'], { home });
    expect(on.code, on.stderr).toBe(0);
    expect(await parts(name)).toEqual([`container ${name}-web-1 running`, ...kept]);
    expect((await web()).Id).not.toBe(Id);
  });
});
