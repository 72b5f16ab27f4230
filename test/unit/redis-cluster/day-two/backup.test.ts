import { describe, expect, it } from 'vitest';
import { canRun } from '@shared/plan';
import { observed } from '../observed';
import { bridge } from '../support';
import { changed, errors, expectRefused, golden, ids, plan, running } from './support';

const backup = { kind: 'redis-cluster.backup', name: 'demo', folder: '/backups/demo-1' } as const;
const source = { host: '192.168.1.50', port: 6379 };
const take = { kind: 'redis-cluster.import', name: 'demo', source } as const;

describe('planBackup', () => {
  it('golden: with a password', () =>
    golden('backup', plan(backup, running({ ...bridge, password: { env: 'REDIS_PASSWORD' } }))));

  it('takes a replica where its master does not answer, and says so', () => {
    const state = running(bridge, { nodes: changed(['demo-1'], { health: 'failed' }) });
    const made = plan(backup, state);
    expect(made.steps.find((step) => step.id === 'save:demo-1')?.op).toMatchObject({
      args: { node: { name: 'demo-5' } },
    });
    expect(made.findings.map((each) => each.code)).toContain('backup.replica');
    expect(canRun(made)).toBe(true);
  });

  it('names files so that every system takes them', () => {
    const state = running(bridge, {
      nodes: (node) => (node.name === 'demo-1' ? { ...node, name: '10.0.0.1:6379' } : node),
    });
    const save = plan(backup, state).steps.find((step) => step.id.startsWith('save:10'))?.op;
    expect(save).toMatchObject({ args: { path: '/backups/demo-1/10.0.0.1_6379.rdb' } });
  });

  it('saves one after the other', () => {
    const saves = plan(backup).steps.filter((step) => step.id.startsWith('save:'));
    expect(saves.map((step) => step.dependsOn)).toEqual([
      ['folder:/backups/demo-1'],
      ['save:demo-1'],
      ['save:demo-2'],
    ]);
  });

  it('refuses what is no place for it, and a shard that nobody has', () => {
    expectRefused(plan({ ...backup, folder: 'here' }), 'backup.path', 'folder');
    expectRefused(plan({ ...backup, folder: '/a/../b' }), 'backup.path', 'folder');
    const full = running(bridge, {
      observed: { host: { ...observed().host, foldersInUse: ['/backups/demo-1'] } },
    });
    expectRefused(plan(backup, full), 'backup.taken', 'folder');
    const gone = running(bridge, { nodes: changed(['demo-1', 'demo-5'], { health: 'failed' }) });
    expectRefused(plan(backup, gone), 'backup.silent');
  });

  it('warns where the disk may not do', () => {
    const state = running(bridge, { observed: { host: { ...observed().host, freeDiskBytes: 1e6 } } });
    expect(plan(backup, state).findings.map((each) => each.code)).toContain('backup.disk');
  });
});

describe('planImport', () => {
  it('golden', () =>
    golden(
      'import',
      plan({ ...take, source: { ...source, username: 'app', password: { env: 'OLD' } }, match: 'user:*' }),
    ));

  it('overwrites only when asked, and warns', () => {
    expect(plan(take).steps[0]).toMatchObject({ op: { args: { replace: false } } });
    expect(plan(take).steps[0]?.destructive).toBeUndefined();
    const over = plan({ ...take, replace: true });
    expect(over.steps[0]?.destructive).toBe(true);
    expect(over.findings.map((each) => each.code)).toContain('import.replace');
  });

  it('refuses to copy the cluster into itself, by either address', () => {
    expectRefused(plan({ ...take, source: { host: '10.5.0.12', port: 6382 } }), 'import.self', 'source');
    expectRefused(plan({ ...take, source: { host: '127.0.0.1', port: 6381 } }), 'import.self', 'source');
  });

  it('warns where any certificate will do, and refuses a cluster that is not well', () => {
    const loose = plan({ ...take, source: { ...source, tls: { insecure: true } } });
    expect(loose.findings.map((each) => each.code)).toContain('import.insecure');
    expect(
      errors(plan(take, running(bridge, { nodes: changed(['demo-2'], { health: 'stopped' }) }))),
    ).toEqual(['node.down']);
    expect(ids(plan(take))).toEqual(['import', 'slots-ok', 'state-ok', 'redirect:host', 'redirect:network']);
  });
});
