import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeConf, fillSecrets, serverConf, serverProgram } from '@shared/redis-cluster/conf';
import { layOut } from '@shared/redis-cluster/nodes';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { bridge } from './support';

/** The reading side, as a server splits a line of its configuration: one quoted word back to its value. */
function unquote(quoted: string): string {
  const inner = /^"((?:[^"\\\n]|\\.)*)"$/s.exec(quoted)?.[1];
  if (inner === undefined) throw new Error(`not one quoted word: ${quoted}`);
  const short: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007' };
  return inner.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (short[char] ?? char) : String.fromCharCode(parseInt(hex, 16)),
  );
}

const conf = (change: Partial<RedisClusterSpecInput> = {}) => {
  const spec = redisClusterSpecSchema.parse({ ...bridge, ...change });
  const [node] = layOut(spec);
  return serverConf(spec, node!).split('\n');
};

describe('escapeConf', () => {
  it.each([
    ['plain', '"plain"'],
    ['with space # and $x', '"with space # and $x"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['two\nlines\r\t\u0001\u007f', '"two\\nlines\\r\\t\\x01\\x7f"'],
    ['пароль 密码', '"пароль 密码"'],
  ])('%j', (value, expected) => {
    expect(escapeConf(value)).toBe(expected);
  });

  it('is read back as it was, and never ends its line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (value) => {
        expect(escapeConf(value)).not.toContain('\n');
        expect(unquote(escapeConf(value))).toBe(value);
      }),
    );
  });
});

describe('fillSecrets', () => {
  it('fills places, and looks no further into what a secret holds', () => {
    const filled = fillSecrets('requirepass ${PASSWORD}\nx ${A}', { PASSWORD: 'p ${A} $& $1', A: 'a' });
    expect(filled).toBe('requirepass "p ${A} $& $1"\nx "a"');
  });

  it('refuses a place that nothing fills', () => {
    expect(() => fillSecrets('requirepass ${PASSWORD}', {})).toThrow(RangeError);
    expect(() => fillSecrets('${constructor}', {})).toThrow(RangeError);
  });
});

describe('serverConf', () => {
  it('lets the nodes talk without a password, and asks for one where there is one', () => {
    expect(conf()).toContain('protected-mode no');
    expect(conf().join()).not.toMatch(/requirepass|masterauth/);
    const withPassword = conf({ password: { file: '/run/secret' } });
    expect(withPassword).toContain('requirepass ${PASSWORD}');
    expect(withPassword).toContain('masterauth ${PASSWORD}');
    expect(withPassword).not.toContain('protected-mode no');
  });

  it('listens on 127.0.0.1 only where only that is announced', () => {
    expect(conf({ network: { mode: 'host', address: '127.0.0.1' } })).toContain('bind 127.0.0.1');
    expect(conf({ network: { mode: 'host', address: '192.168.1.20' } })).toContain('bind 0.0.0.0');
    expect(conf()).toContain('bind 0.0.0.0');
  });

  it('keeps a quarter of the limit for buffers', () => {
    expect(conf({ memory: '256mb' })).toContain(`maxmemory ${192 * 1024 * 1024}`);
    expect(conf({ memory: '1G' })).toContain(`maxmemory ${768 * 1024 * 1024}`);
    expect(conf().join()).not.toContain('maxmemory');
  });
});

describe('serverProgram', () => {
  it.each([
    ['redis:7.0', 'redis-server'],
    ['valkey/valkey:9.1', 'valkey-server'],
    ['registry.example:5000/mirror/valkey', 'valkey-server'],
    ['valkey.example/redis:7', 'redis-server'],
    ['redis@sha256:00', 'redis-server'],
  ])('%s runs %s', (image, program) => {
    expect(serverProgram(image)).toBe(program);
  });
});
