import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEngines, type Engines } from '../../src-main/observe/engines';
import { createObserver } from '../../src-main/observe/observer';
import type { EngineState } from '../../src-shared/engine';
import { AppError } from '../../src-shared/errors';
import { translate } from '../../src-shared/i18n/index';
import { lacking, noPrivateEngine, startPrivateEngine, type PrivateEngine } from '../support/world';

const problem = noPrivateEngine();
let home: string;
let own: PrivateEngine;
let engines: Engines | undefined;

const begin = (env: NodeJS.ProcessEnv, preferred: string | null = null): Engines =>
  (engines = createEngines({ env, home, root: home, preferred }));
const inOwn = () => ({ DOCKER_HOST: `unix://${own.socket}` });
const code = (state: EngineState): string =>
  state.state === 'connected' || state.state === 'searching'
    ? state.state
    : `${state.state} ${state.error.code}`;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'flt-engines-'));
  if (problem === undefined) own = await startPrivateEngine();
});
afterEach(() => engines?.close());
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  if (problem === undefined) await own.destroy();
});

describe('without an engine', () => {
  it('says so, and what to do', async () => {
    const found = begin({});
    const state = await found.start();
    expect(code(state)).toBe('none engine.none');
    expect(() => found.docker()).toThrow(AppError);
    expect(await found.list()).toEqual([]);
    expect(() => found.dockerFor('context:gone')).toThrow('There is no engine context:gone.');
  });

  it('keeps to the one that the environment names, and names it', async () => {
    const found = begin({ DOCKER_HOST: 'unix:///tmp/flt-none.sock' });
    const state = await found.start();
    expect(code(state)).toBe('unreachable engine.unreachable');
    if (state.state !== 'unreachable') return;
    expect(state.engine).toMatchObject({ id: 'env', name: 'DOCKER_HOST', local: true });
    expect(translate('en', state.error.hint)).toContain('DOCKER_HOST points to unix:///tmp/flt-none.sock');
  });

  it('says over SSH what the way there says', async () => {
    const state = await begin({ DOCKER_HOST: 'ssh://me@127.0.0.1:1' }).start();
    expect(code(state)).toBe('unreachable engine.unreachable');
  });
});

describe('with an engine', lacking(problem), () => {
  it('connects, follows what happens, and reads it anew after a change', async () => {
    const found = begin(inOwn());
    let changes = 0;
    found.onChange(() => changes++);
    const state = await found.start();
    expect(code(state)).toBe('connected');
    if (state.state !== 'connected') return;
    expect(state.engine).toMatchObject({ id: 'env', product: 'docker-engine', local: true });
    expect(state.details.version).toMatch(/^\d/);
    const observer = createObserver(found);
    const query = { ports: [], folders: [home] };
    const first = await observer.forPlan(query);
    expect(first.volumes).toEqual([]);
    expect(first.networks.map(({ name }) => name).sort()).toEqual(['bridge', 'host', 'none']);
    expect(first.engine.rootDir).toContain('flt-engine-');
    expect(first.host.freeDiskBytes).toBeGreaterThan(0);
    expect(first.host.freeMemoryBytes).toBeGreaterThan(1e7);
    await expect.poll(() => changes).toBeGreaterThan(0);
    changes = 0;
    await found.docker().volumes.create({ name: 'flt-one', labels: {} });
    await expect.poll(() => changes).toBe(1);
    expect((await observer.forPlan(query)).volumes).toEqual([{ name: 'flt-one', labels: {} }]);
    await found.docker().volumes.remove('flt-one');
    expect((await observer.forPlan(query, { fresh: true })).volumes).toEqual([]);
  });

  it('notices when the engine stops, says how to start it, and is back by itself', async () => {
    const found = begin(inOwn());
    const seen: string[] = [];
    found.onState((state) => seen.push(code(state)));
    await found.start();
    const docker = found.docker();
    await own.stop();
    await expect.poll(() => code(found.state()), { timeout: 20_000 }).toBe('unreachable engine.unreachable');
    expect(() => found.docker()).toThrow(AppError);
    await expect(docker.containers.list()).rejects.toMatchObject({ info: { code: 'engine.unreachable' } });
    expect((await found.list()).map(({ id }) => id)).toEqual(['env']);
    await own.start();
    await expect.poll(() => code(found.state()), { timeout: 20_000 }).toBe('connected');
    expect(await found.docker().containers.list()).toEqual([]);
    expect(seen).toEqual(['connected', 'unreachable engine.unreachable', 'connected']);
  });

  it('changes to another engine and back when it is told to', async () => {
    const found = begin(inOwn());
    await found.start();
    expect(code(await found.select('socket:/tmp/flt-none.sock'))).toBe('unreachable engine.unreachable');
    expect(code(await found.select('nonsense'))).toBe('none engine.unknown');
    expect(await found.dockerFor('env').containers.list()).toEqual([]);
    const state = await found.select(`socket:${own.socket}`);
    expect(state).toMatchObject({ state: 'connected', engine: { id: `socket:${own.socket}` } });
    expect(await found.select(null)).toMatchObject({ state: 'connected', engine: { id: 'env' } });
  });
});
