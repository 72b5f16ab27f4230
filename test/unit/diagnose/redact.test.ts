import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact, redactText, removed } from '@shared/diagnose/redact';

const mark = 'S3cr3t-mark';

describe('redactText', () => {
  test.each([
    `redis://default:${mark}@10.0.0.1:6379/0`,
    `https://hooks.invalid/services/T000/${mark}`,
    `POST http://10.0.0.1:8086/write?u=admin&p=${mark} failed`,
    `MYSQL_ROOT_PASSWORD=${mark}`,
    `{"password": "${mark} with \\"quotes\\""}`,
    `password: '${mark}'`,
    `requirepass ${mark}`,
    `masterauth "${mark}"`,
    `redis-cli -p 6381 -a ${mark} cluster info`,
    `--pass ${mark}`,
    `Authorization: Bearer ${mark}`,
    `AWS_SECRET_ACCESS_KEY=${mark}`,
    `api_key=${mark}&x=1`,
    `-----BEGIN RSA PRIVATE KEY-----\n${mark}\n-----END RSA PRIVATE KEY-----`,
    `-----BEGIN PRIVATE KEY-----\n${mark}`,
  ])('takes the secret out of %s', (text) => {
    expect(redactText(text)).not.toContain(mark);
    expect(redactText(text)).toContain(removed);
  });

  test.each([
    'Node redis-1 at 172.18.0.11:6381 answers PING.',
    'cluster_state:ok, 16384 slots covered',
    'unix:///var/run/docker.sock',
    'The container web-1 exited with code 137.',
    'https://registry.invalid:5000',
  ])('leaves %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('knows the user, the computer and what is known to be secret', () => {
    const about = {
      home: '/home/liwei',
      names: ['liwei', 'think-pad', 'root', ''],
      known: ['abc', 'ab', ''],
    };
    expect(redactText('/home/liwei/x of liwei@think-pad, root: xabcx, liweiyang', about)).toBe(
      `~/x of [name]@[name], root: x${removed}x, liweiyang`,
    );
  });
});

describe('redact', () => {
  test('looks at names, environments and texts, and leaves references', () => {
    const value = {
      name: 'demo',
      password: { stored: 'secret-1' },
      token: mark,
      auth: { user: 'x', passphrase: mark },
      environment: { MODE: mark, TZ: mark },
      Env: [`A=${mark}`, 'B'],
      webhook: { url: `https://hooks.invalid/${mark}` },
      lines: [`PASSWORD=${mark}`],
      ports: [6381, 6382],
      nothing: null,
    };
    const said = redact(value);
    expect(JSON.stringify(said)).not.toContain(mark);
    expect(said).toMatchObject({
      name: 'demo',
      password: { stored: 'secret-1' },
      environment: { MODE: removed, TZ: removed },
      Env: [`A=${removed}`, 'B'],
      webhook: { url: `https://hooks.invalid/${removed}` },
      ports: [6381, 6382],
      nothing: null,
    });
  });

  test('leaves nothing of a known secret, wherever it stands', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.string()), (value, path) => {
        let deep: unknown = { text: `before ${mark} after`, [`key ${mark}`]: value };
        for (const name of path) deep = [{ [name]: deep }];
        expect(JSON.stringify(redact(deep, { known: [mark] }))).not.toContain(mark);
      }),
    );
  });
});
