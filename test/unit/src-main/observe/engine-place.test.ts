import { mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineInfo } from '@shared/engine';
import type { Docker } from '../../../../src-main/clients/docker';
import { engineAt, enginePlace } from '../../../../src-main/observe/engine-place';

/** Engines by id and endpoint. */
const engines = (endpoints: Readonly<Record<string, string>>) => ({
  dockerFor: (id: string): Docker => {
    const endpoint = endpoints[id];
    if (endpoint === undefined) throw new Error(`no engine ${id}`);
    return { endpoint } as Docker;
  },
  list: () =>
    Promise.resolve(
      Object.entries(endpoints).map(([id, endpoint]) => ({ id, name: id, endpoint }) as EngineInfo),
    ),
});

describe('an engine’s place', () => {
  it('is one, whichever way leads to its socket', () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flotilla-place-')));
    writeFileSync(join(folder, 'docker.sock'), '');
    symlinkSync(folder, `${folder}-link`);
    expect(enginePlace(`unix://${folder}-link/docker.sock`)).toBe(`unix://${folder}/docker.sock`);
    // Also while the engine is stopped and its socket away.
    expect(enginePlace(`unix://${folder}-link/gone.sock`)).toBe(`unix://${folder}/gone.sock`);
  });

  it('holds no credentials', () => {
    expect(enginePlace('tcp://me:secret@10.0.0.7:2376')).toBe('tcp://10.0.0.7:2376');
  });
});

describe('the engine of a run', () => {
  const place = 'tcp://10.0.0.7:2375';

  it('is taken by its id while that leads there', async () => {
    expect(await engineAt(engines({ other: place, env: place }), 'env', place)).toBe('env');
  });

  it('is found by another id when DOCKER_HOST leads elsewhere by now, or nowhere', async () => {
    expect(await engineAt(engines({ env: 'tcp://10.0.0.8:2375', far: place }), 'env', place)).toBe('far');
    expect(await engineAt(engines({ far: place }), 'env', place)).toBe('far');
  });

  it('is never another one', async () => {
    const other = engineAt(engines({ env: 'tcp://10.0.0.8:2375' }), 'env', place);
    await expect(other).rejects.toMatchObject({ info: { code: 'engine.unknown' } });
  });
});
