import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkIds, type CheckId } from '@shared/diagnose/self-test';
import type { EngineState } from '@shared/engine';
import { AppError } from '@shared/errors';
import { raw, translate } from '@shared/i18n/index';
import { runCheck } from '../../../../src-main/diagnose/self-test';
import type { LookDeps } from '../../../../src-main/diagnose/types';

const folder = mkdtempSync(join(tmpdir(), 'flotilla-looks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const error = { code: 'engine.none', doing: raw('x'), what: raw('no engine here'), hint: raw('install one') };
const connected = (local = true): EngineState => ({
  state: 'connected',
  engine: {
    ...{ id: 'env', name: 'Docker', source: 'env', product: 'docker-engine', local },
    endpoint: local ? 'unix:///var/run/docker.sock' : 'tcp://far.invalid:2376',
  },
  details: {
    ...{ version: '28.0', apiVersion: '1.48', os: 'Debian', osType: 'linux', arch: 'x86_64', kernel: '6' },
    ...{ cgroupVersion: '2', cpus: 2, memoryBytes: 1, rootDir: '/var/lib/docker', storageDriver: 'overlay2' },
    ...{ isDesktop: false, rootless: false },
  },
});
const standing = {
  ...{ time: 1_000_500, registries: ['https://index.invalid/v1/'], running: 1, stopped: 0, images: 2 },
  ...{ loggingDriver: 'json-file', cgroupDriver: 'cgroupfs', warnings: [] as string[] },
};
/** All is well, but for what a test says. */
const deps = (change: Partial<LookDeps> = {}, stands: Partial<typeof standing> = {}): LookDeps => ({
  dataDir: folder,
  engine: () => Promise.resolve(connected()),
  docker: () => ({
    ping: () => Promise.resolve(),
    standing: () => Promise.resolve({ ...standing, ...stands }),
  }),
  compose: () => Promise.resolve({ path: '/usr/bin/docker', version: '2.40.3' }),
  sources: () =>
    Promise.resolve([{ id: 'd', kind: 'docker', where: 'here', state: 'fine', fresh: 1, subjects: 1 }]),
  secretsEncrypted: true,
  secretsKept: () => false,
  portsInUse: () => Promise.resolve([]),
  freeDisk: () => Promise.resolve(50 * 2 ** 30),
  findName: () => Promise.resolve('found'),
  now: () => 1_000_000,
  ...change,
});
const look = async (id: CheckId, given: LookDeps): Promise<string> => {
  const { state, what, hint } = await runCheck(id, given, 200);
  return [state, translate('en', what), ...(hint === undefined ? [] : [translate('en', hint)])].join(' | ');
};

test('all is fine where all is fine, and needs no cure', async () => {
  for (const id of checkIds) expect(await look(id, deps()), id).toMatch(/^fine \| [^|]+$/);
});

describe('finds', () => {
  test.each<[CheckId, LookDeps, RegExp]>([
    [
      'engine',
      deps({ engine: () => Promise.resolve({ state: 'none', error }) }),
      /^bad \| no engine here \| install one$/,
    ],
    ['engine', deps({}, { warnings: ['no swap limit'] }), /^warn .* no swap limit$/],
    ['clock', deps({}, { time: 1_007_300 }), /^warn \| .* 7\.3 s ahead .* \| .*NTP/],
    ['clock', deps({}, { time: 1_000_000 - 90_000 }), /^warn \| .* 90 s behind/],
    ['clock', deps({ engine: () => Promise.resolve({ state: 'none', error }) }), /^skipped/],
    ['compose', deps({ compose: () => Promise.resolve(null) }), /^warn \| .*not installed/],
    ['dns', deps({ findName: () => Promise.resolve('unknown') }), /^warn \| Not found: index\.invalid \| /],
    [
      'dns',
      deps({ engine: () => Promise.resolve(connected(false)), findName: () => Promise.resolve('silent') }),
      /^warn \| Not found: far\.invalid, index\.invalid/,
    ],
    ['dns', deps({}, { registries: [] }), /^skipped/],
    [
      'ports',
      deps({ portsInUse: () => Promise.resolve([{ port: 6383, by: 'redis-server' }, { port: 16_384 }]) }),
      /^warn \| .*6383 \(redis-server\), 16384/,
    ],
    ['ports', deps({ engine: () => Promise.resolve(connected(false)) }), /^skipped/],
    ['disk', deps({ freeDisk: () => Promise.resolve(2 * 2 ** 30) }), /^warn \| .* 2\.0 GB/],
    ['disk', deps({ freeDisk: () => Promise.resolve(2 ** 20) }), /^bad/],
    ['disk', deps({ freeDisk: () => Promise.resolve(undefined) }), /^skipped/],
    ['data', deps({ dataDir: '/dev/null/none' }), /^bad \| \/dev\/null\/none cannot be written/],
    ['secrets', deps({ secretsEncrypted: false }), /^warn \| .*in memory/],
    [
      'sources',
      deps({
        sources: () =>
          Promise.resolve([
            { id: 'i', kind: 'influx', where: 'http://x', state: 'gone', fresh: null, subjects: 0, error },
          ]),
      }),
      /^bad \| Gone: influx http:\/\/x \| install one$/,
    ],
    ['sources', deps({ sources: () => Promise.resolve([]) }), /^skipped/],
    // What fails by itself, or never ends, is a finding as well.
    ['compose', deps({ compose: () => Promise.reject(new AppError(error)) }), /^bad \| no engine here/],
    [
      'compose',
      deps({ compose: () => Promise.reject(new Error('odd')) }),
      /^bad \| odd \| Run the self-test/,
    ],
    ['compose', deps({ compose: () => new Promise(() => undefined) }), /^bad \| No answer/],
  ])('%s: %#', async (id, given, expected) => {
    expect(await look(id, given)).toMatch(expected);
  });
});
