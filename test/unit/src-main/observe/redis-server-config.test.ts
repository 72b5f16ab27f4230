import { describe, expect, it } from 'vitest';
import { escapeConf } from '@shared/redis-cluster/conf';
import {
  looksLikeRedis,
  readCommand,
  readConfFile,
  serverConfig,
} from '../../../../src-main/observe/redis-server-config';

const read = (words: readonly string[], file = '') => {
  const command = readCommand(words);
  return { file: command.file, ...serverConfig(readConfFile(file), command.directives) };
};

describe('what a container’s Redis was told', () => {
  it('comes from bare options, as the tutorials give them', () => {
    const words = [
      'docker-entrypoint.sh',
      '--cluster-enabled',
      'yes',
      '--appendonly',
      'yes',
      '--port',
      '6381',
    ];
    expect(read(words)).toEqual({
      file: undefined,
      port: 6381,
      clusterEnabled: true,
      nodesFile: '/data/nodes.conf',
    });
  });

  it('comes from a file, and the command line has the last word', () => {
    const file =
      'port 6381\n# requirepass no\nCluster-Enabled yes\nrequirepass "a \\"b\\" \\x41"\ndir /data/x/\n';
    const words = ['docker-entrypoint.sh', 'redis-server', '/etc/redis/redis.conf', '--port', '7000'];
    expect(read(words, file)).toEqual({
      file: '/etc/redis/redis.conf',
      port: 7000,
      clusterEnabled: true,
      password: 'a "b" A',
      nodesFile: '/data/x/nodes.conf',
    });
  });

  it('comes from a shell’s one string too', () => {
    const words = ['sh', '-c', 'exec valkey-server conf/v.conf --cluster-enabled yes --requirepass "p w"'];
    expect(read(words)).toMatchObject({ file: '/data/conf/v.conf', clusterEnabled: true, password: 'p w' });
  });

  it('is a plain Redis when nothing says otherwise', () => {
    expect(read(['docker-entrypoint.sh', 'redis-server'])).toMatchObject({
      port: 6379,
      clusterEnabled: false,
    });
    expect(read(['redis-server', '--requirepass', ''])).not.toHaveProperty('password');
  });

  it('reads back every password that we write', () => {
    for (const password of [
      'plain',
      'two words',
      '"',
      "it's",
      '\\',
      'a#b',
      '${X}',
      '\n\t\u0001',
      'пароль',
      '密码',
    ]) {
      const directives = readConfFile(`requirepass ${escapeConf(password)}\nport 1\n`);
      expect(serverConfig(directives, new Map()).password).toBe(password);
    }
  });

  it('is looked for only where it may be', () => {
    expect(looksLikeRedis('docker-entrypoint.sh --port 1', 'redis:6.2.1')).toBe(true);
    expect(looksLikeRedis('sh -c "redis-server"', 'debian:12')).toBe(true);
    expect(looksLikeRedis('nginx', 'nginx@sha256:redis')).toBe(false);
  });
});
