import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../../../../src-main/clients/docker';
import { createProjectReader } from '../../../../src-main/observe/compose-project';
import { cliOp } from '../../../../src-main/ops/compose/cli';
import type { OpContext } from '../../../../src-main/runner/types';

const folder = mkdtempSync(join(tmpdir(), 'flt-cli-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A docker compose that says that it creates a network and then waits to be broken off. */
const program = `console.log(' Volume "shop_data"  Creating');
console.log(' Volume "shop_data"  Created');
console.log(' PWD ' + process.env.PWD);
console.log(' Network shop_default  Creating');
setInterval(() => {}, 1000);
`;

it('is broken off only when the engine has made what it was asked for', async () => {
  const [file, cli] = [join(folder, 'compose.yml'), join(folder, 'cli.mjs')];
  writeFileSync(file, 'services: { web: { image: "redis:7.0" } }\n');
  writeFileSync(cli, program);
  let looks = 0;
  const said: string[] = [];
  const removed: string[] = [];
  const missing = new AppError({ code: 'network.missing', doing: raw(''), what: raw(''), hint: raw('') });
  const docker = {
    endpoint: 'unix:///nowhere.sock',
    networks: {
      // The engine is late: it has the network only at the third look.
      inspect: (name: string) =>
        ++looks < 3
          ? Promise.reject(missing)
          : Promise.resolve({ Id: `id-${name}`, Labels: { 'com.docker.compose.project': 'shop' } }),
      remove: (id: string) => Promise.resolve(void removed.push(id)),
    },
  } as unknown as Docker;
  const reader = createProjectReader({ env: {}, home: folder });
  const op = cliOp({
    docker,
    read: (ref) => Promise.resolve(reader.read(ref)),
    variable: () => Promise.resolve(undefined),
    cli: () => Promise.resolve({ path: process.execPath, before: [cli], version: '2.26.1' }),
  });
  const cancel = new AbortController();
  const context: OpContext = {
    ...{ runId: 'r1', stepId: 'cli:up', signal: cancel.signal, results: new Map() },
    progress: () => undefined,
    log: (line) => {
      said.push(line);
      if (line.includes('Network')) cancel.abort();
    },
  };
  const args: OpArgs<'compose.cli'> = {
    ...{ project: { files: [file], profiles: [] }, stack: 'shop', args: ['up', '--detach'], hashes: {} },
    makes: { containers: [], networks: ['shop_default'], volumes: [], images: [], replaced: [] },
  };
  await expect(op.run(args, context)).rejects.toThrow('cancelled');
  expect(looks).toBe(3);
  // Where its folder is, whatever the working folder of this process.
  expect(said).toContain(` PWD ${folder}`);
  await op.undo?.(args, undefined, context);
  expect(removed).toEqual(['id-shop_default']);
});

it('sees the same folder in $PWD when the files are read for a plan', () => {
  const reader = createProjectReader({ env: { PWD: '/elsewhere' }, home: folder, pwd: 'project' });
  const text = 'services: { web: { image: "redis:7.0", volumes: [ "$PWD/conf:/conf" ] } }';
  const { model } = reader.read(
    { files: ['/srv/shop/compose.yml'], profiles: [] },
    { '/srv/shop/compose.yml': text },
  );
  expect(model?.services['web']?.volumes?.[0]?.source).toBe('/srv/shop/conf');
});

it('takes the working folder for $PWD where the environment has none, as docker compose does', () => {
  const reader = createProjectReader({ env: {}, home: folder });
  const text = 'services: { web: { image: "redis:7.0", environment: { AT: "$PWD" } } }';
  const { model } = reader.read(
    { files: ['/srv/shop/compose.yml'], profiles: [] },
    { '/srv/shop/compose.yml': text },
  );
  expect(model?.services['web']?.environment?.['AT']).toBe(process.cwd());
});
