import { describe, expect, it } from 'vitest';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { planRequestSchema } from '@shared/requests';
import { BackupForm, isAbsolute } from '../../../src-renderer/features/redis/tools/backup.svelte';
import { ImportForm } from '../../../src-renderer/features/redis/tools/import.svelte';

const cluster = { name: 'demo', nodes: [] } as unknown as ClusterStatus;

describe('the form of a backup', () => {
  it('asks for an absolute folder', () => {
    const form = new BackupForm(cluster);
    expect(form.request).toBeUndefined();
    form.folder = 'backups';
    expect(form.issues[0]?.path).toBe('folder');
    form.folder = ' /backups/demo ';
    expect(form.request).toEqual({ kind: 'redis-cluster.backup', name: 'demo', folder: '/backups/demo' });
  });

  it.each([
    ['/a', true],
    ['C:\\a', true],
    ['\\\\server\\share', true],
    ['a/b', false],
    ['', false],
  ])('tells whether %j is absolute', (path, is) => expect(isAbsolute(path)).toBe(is));
});

describe('the form of an import', () => {
  it('holds a request that can be planned, the password by reference', () => {
    const form = new ImportForm(cluster);
    expect(form.issues.map(({ path }) => path)).toEqual(['source.host']);
    form.source.host = 'old.example';
    form.source.password = 'geheim';
    // Until it is stored there is nothing to plan with.
    expect(form.request).toBeUndefined();
    form.stored = 'ref';
    form.match = 'user:*';
    form.replace = true;
    form.database = 3;
    expect(JSON.stringify(form.request)).not.toContain('geheim');
    expect(planRequestSchema.parse(form.request)).toEqual({
      kind: 'redis-cluster.import',
      name: 'demo',
      source: { host: 'old.example', port: 6379, database: 3, password: { stored: 'ref' } },
      match: 'user:*',
      replace: true,
    });
    form.database = 1.5;
    expect(form.request).toBeUndefined();
  });
});
