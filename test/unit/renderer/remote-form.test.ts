import { describe, expect, it } from 'vitest';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { remoteSchema } from '@shared/redis-cluster/tools';
import { mapLineOk, RemoteForm } from '../../../src-renderer/features/redis/tools/remote-form.svelte';

describe('the form of a remote cluster', () => {
  it('holds what the main process takes, and nothing that was left empty', () => {
    const form = new RemoteForm();
    form.name = ' shop ';
    form.at.host = ' redis.example ';
    expect(form.remote(undefined)).toEqual({ name: 'shop', host: 'redis.example', port: 6379 });
    form.at.username = 'app';
    form.at.tls = true;
    form.at.ca = '/etc/ca.pem';
    form.at.insecure = true;
    form.map = [
      { announced: '10.0.0.1:6379', reached: '127.0.0.1:7001' },
      { announced: '', reached: '' },
    ];
    const remote = form.remote('abc');
    expect(remoteSchema.parse(remote)).toEqual({
      name: 'shop',
      host: 'redis.example',
      port: 6379,
      username: 'app',
      password: { stored: 'abc' },
      tls: { ca: '/etc/ca.pem', insecure: true },
      map: { '10.0.0.1:6379': '127.0.0.1:7001' },
    });
  });

  it('is not taken without a name, a host, a port, and with half a mapping', () => {
    const form = new RemoteForm();
    form.name = 'shop';
    form.at.host = 'h';
    expect(form.valid).toBe(true);
    form.name = 'a b';
    expect(form.valid).toBe(false);
    form.name = 'shop';
    form.at.port = 70_000;
    expect(form.valid).toBe(false);
    form.at.port = 1;
    form.map = [{ announced: '10.0.0.1:1', reached: '' }];
    expect(form.valid).toBe(false);
    expect(mapLineOk({ announced: '[::1]:6379', reached: 'host:1' })).toBe(true);
    expect(mapLineOk({ announced: '10.0.0.1', reached: 'host:1' })).toBe(false);
  });

  it('gives every node that cannot be reached a line, and keeps those that are filled', () => {
    const form = new RemoteForm();
    form.map = [
      { announced: '10.0.0.1:1', reached: 'x:1' },
      { announced: '', reached: '' },
    ];
    form.askFor(['10.0.0.1:1', '10.0.0.2:1']);
    expect(form.map).toEqual([
      { announced: '10.0.0.1:1', reached: 'x:1' },
      { announced: '10.0.0.2:1', reached: '' },
    ]);
  });

  it('of a cluster that is known asks for its password and for the ways that are missing', () => {
    const node = (address: string) => ({ address });
    const status = {
      name: 'shop',
      hasPassword: true,
      nodes: [node('10.0.0.1:1'), node('10.0.0.2:1'), node('10.0.0.3:1')],
      remote: {
        ...{ host: 'h', port: 7, username: 'app', tls: { ca: '/ca.pem' } },
        map: { '10.0.0.1:1': 'x:1' },
        ways: { '10.0.0.1:1': 'x:1', '10.0.0.2:1': '10.0.0.2:1' },
      },
    } as unknown as ClusterStatus;
    const form = RemoteForm.of(status);
    expect(form.map).toEqual([
      { announced: '10.0.0.1:1', reached: 'x:1' },
      { announced: '10.0.0.3:1', reached: '' },
    ]);
    form.map[1]!.reached = 'x:3';
    expect(form.valid).toBe(false);
    form.at.password = 'geheim';
    expect(form.valid).toBe(true);
    expect(form.remote('ref')).toEqual({
      ...{ name: 'shop', host: 'h', port: 7, username: 'app', tls: { ca: '/ca.pem' } },
      password: { stored: 'ref' },
      map: { '10.0.0.1:1': 'x:1', '10.0.0.3:1': 'x:3' },
    });
  });
});
