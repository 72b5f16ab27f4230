import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandsOf, scriptOf } from '@shared/commands';
import { hereDocument, mountValue, sh } from '@shared/commands/shell';
import { opSchema, type Op } from '@shared/ops';
import { planCreate, planRemove } from '@shared/redis-cluster/plan';
import type { RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { everyContainerPlan } from './containers/support';
import { everyStackPlan } from './compose/plan/support';
import { observed } from './redis-cluster/observed';
import { bridge, stands } from './redis-cluster/support';
import { everyResourcePlan } from './resources/support';
import { everyRepair, plan, running } from './redis-cluster/day-two/support';

const bash = (script: string, env: Record<string, string> = {}): string =>
  execFileSync('bash', ['--norc', '--noprofile', '-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
const hostile = [
  "it's",
  'a b',
  '$(touch /tmp/x)',
  '`id`',
  '"q"',
  'a;b',
  '-rf',
  '~',
  '*',
  'a\nb',
  '\\',
  '!x',
  '#c',
  '',
];

describe('sh', () => {
  it('leaves plain words alone', () => {
    expect(sh('redis-1:/data/redis.conf')).toBe('redis-1:/data/redis.conf');
  });

  it('gives the shell back exactly what was meant', () => {
    const any = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
    // One shell for all of them.
    const all = [...hostile, ...fc.sample(any, 300)];
    expect(
      bash(`printf '%s\\0' ${all.map(sh).join(' ')}`)
        .split('\0')
        .slice(0, -1),
    ).toEqual(all);
  });

  it('quotes a first word that would be an assignment', () => {
    expect(sh('=x')).toBe("'=x'");
  });
});

describe('hereDocument', () => {
  it('keeps its text, whatever the shell would make of it, and fills its places', () => {
    const text = 'a $HOME `id` \\ ${OTHER} $(id)\nCONF\nrequirepass ${PASSWORD}\n';
    for (const fill of [{}, { PASSWORD: '"$SECRET"' }] as Record<string, string>[]) {
      const { open, body, close } = hereDocument(text, fill);
      const filled = Object.keys(fill).length > 0 ? text.replace('${PASSWORD}', '"p $x `y` \\\\"') : text;
      expect(bash(`cat ${open}\n${body}\n${close}`, { SECRET: 'p $x `y` \\\\' })).toBe(filled);
    }
  });
});

describe('mountValue', () => {
  it('is a line of CSV', () => {
    expect(mountValue({ type: 'bind', source: '/a,b "c"', target: '/data' })).toBe(
      'type=bind,"source=/a,b ""c""",target=/data',
    );
  });
});

const name = 'demo';
const locked = running({ ...bridge, masters: 4, password: { env: 'REDIS_PASSWORD' } });
const dayTwo = [
  plan({ kind: 'redis-cluster.scale-out', name, masters: 1, replicas: 1 }, locked),
  plan({ kind: 'redis-cluster.scale-in', name, nodes: ['demo-4', 'demo-5'], volumes: true }, locked),
  plan({ kind: 'redis-cluster.reshard', name, what: { by: 'count', slots: 9, from: 'all', to: 'demo-1' } }),
  plan({ kind: 'redis-cluster.fix', name }, everyRepair()),
  plan({ kind: 'redis-cluster.failover', name, node: 'demo-5', mode: 'force' }),
  ...(['stop', 'kill', 'pause', 'isolate'] as const).map((how) =>
    plan({ kind: 'redis-cluster.drill', name, node: 'demo-1', how }),
  ),
  plan({ kind: 'redis-cluster.backup', name, folder: "/backups/it's" }, locked),
  plan({ kind: 'redis-cluster.import', name, source: { host: 'old', port: 1, password: { env: 'OLD' } } }),
];

describe('commandsOf', () => {
  const plans = [
    planCreate({ ...bridge, image: 'redis:8.9', password: { env: 'REDIS_PASSWORD' } }, observed()),
    planCreate({ ...bridge, persistence: { storage: 'folder', path: '/data' } }, observed()),
    planRemove({ name: 'demo', volumes: true }, stands(bridge)),
    planRemove(
      { name: 'demo', volumes: true },
      stands({ ...bridge, persistence: { storage: 'folder', path: '/d/r' } }),
    ),
    ...dayTwo,
  ];
  const ops = [...plans, ...everyStackPlan(), ...everyResourcePlan(), ...everyContainerPlan()].flatMap(
    (plan) => plan.steps.map((step) => step.op),
  );

  it('has words for every op there is', () => {
    const kinds = new Set(ops.map((op) => op.kind));
    for (const option of opSchema.options) {
      const kind = option.shape.kind.value;
      expect(kinds).toContain(kind);
    }
    for (const op of ops) expect(commandsOf(op).length, op.kind).toBeGreaterThan(0);
  });

  it('is shell throughout', () => {
    bash(`set -n\n${ops.flatMap(commandsOf).join('\n')}`);
  });

  it('quotes what people wrote', () => {
    const path = "/tmp/it's $(id), `x`";
    const op: Op = { kind: 'folder.remove', args: { path } };
    expect(bash(`rm() { printf '%s|' "$@"; }; ${commandsOf(op).join('\n')}`)).toBe(`-rf|--|${path}|`);
  });

  it('creates a container with exactly the arguments meant', () => {
    const op: Op = {
      kind: 'container.create',
      args: {
        name: 'n',
        image: 'redis:7.0',
        command: ['redis-server', '/data/redis.conf'],
        network: { mode: 'bridge', network: 'net', address: '10.0.0.2' },
        ports: [{ hostIp: '127.0.0.1', hostPort: 1, containerPort: 1 }],
        mounts: [{ type: 'bind', source: "/a b,'c", target: '/data' }],
        memoryBytes: 64,
        restart: { name: 'on-failure', maximumRetryCount: 5 },
        labels: { spec: '{"a":"it\'s $x"}' },
      },
    };
    const said = bash(`docker() { printf '%s\\n' "$@"; }; ${commandsOf(op).join('\n')}`);
    expect(said.trimEnd().split('\n')).toEqual([
      'create', '--name', 'n', '--network', 'net', '--ip', '10.0.0.2', '--publish', '127.0.0.1:1:1',
      '--mount', 'type=bind,"source=/a b,\'c",target=/data', '--memory', '64', '--restart', 'on-failure:5',
      '--label', 'spec={"a":"it\'s $x"}', 'redis:7.0', 'redis-server', '/data/redis.conf',
    ]); // prettier-ignore
  });

  it('hands the password to redis-cli by the environment', () => {
    const ping = ops.find((op) => op.kind === 'redis.ping');
    expect(commandsOf(ping!)[0]).toContain(
      'REDISCLI_AUTH="$REDIS_PASSWORD" docker exec -e REDISCLI_AUTH demo-1 redis-cli -p 6381 ping',
    );
  });
});

describe('scriptOf', () => {
  const script = (change: Partial<RedisClusterSpecInput> = {}) =>
    scriptOf(planCreate({ ...bridge, ...change }, observed()));

  it('is bash, in both languages', () => {
    const plan = planCreate({ ...bridge, password: { file: "/run/it's" } }, observed());
    for (const text of [
      scriptOf(plan),
      scriptOf(plan, 'zh-CN'),
      script({ clients: 'lan', announce: '10.0.0.1' }),
    ])
      bash(`set -n\n${text}`);
    expect(scriptOf(plan, 'zh-CN')).toContain('容器');
    bash(`set -n\n${scriptOf(planRemove({ name: 'demo', volumes: true }, stands(bridge)))}`);
  });

  it('defines what it calls, and nothing else', () => {
    for (const text of [script(), script({ password: { env: 'PW' }, replicasPerMaster: 0 })]) {
      const defined = [...text.matchAll(/^(\w+)\(\) \{$/gm)].map((match) => match[1]!);
      for (const name of defined)
        expect(text.match(new RegExp(`(^|[\\s(])${name}(\\s|$)`, 'gm')) ?? [], name).not.toEqual([]);
      expect(new Set(defined).size).toBe(defined.length);
    }
    expect(script({ replicasPerMaster: 0 })).not.toContain('synced()');
    expect(script()).not.toContain('conf_quote');
  });

  it('stops at once when the password is not set', () => {
    const text = script({ password: { env: 'REDIS_PASSWORD' } });
    expect(() => bash(text)).toThrow(/Set the password first/);
  });

  it('quotes a password for redis.conf as the app does', () => {
    const text = script({ password: { env: 'PW' } });
    const part = /^conf_quote\(\) \{[\s\S]*?^\}/m.exec(text)?.[0] ?? '';
    const value = 'p w"d\\ #$x`é\'*&\n\t!';
    expect(bash(`${part}\nconf_quote "$PW"`, { PW: value })).toBe('"p w\\"d\\\\ #$x`é\'*&\\n\\t!"');
  });

  it('is bash for every plan on a running cluster, and defines what it calls', () => {
    for (const each of dayTwo) {
      const text = scriptOf(each);
      bash(`set -n\n${text}`);
      const defined = new Set([...text.matchAll(/^(\w+)\(\) \{$/gm)].map((match) => match[1]));
      const called = [...text.matchAll(/^(?:wait_for \d+ (?:'[^']*'|\S+) )?([a-z_]+) /gm)]
        .map((match) => match[1] ?? '')
        .filter((word) => word.includes('_') || ['ok', 'cli', 'forget', 'replaced', 'failed'].includes(word));
      for (const word of called) expect(defined, word).toContain(word);
    }
  });

  it('moves slots with their keys, and never has the password in a command line', () => {
    const text = scriptOf(dayTwo[0]!);
    expect(text).toMatch(/^move_slots 0 818 demo-1 6381 demo-9 6389 10\.5\.0\.19 6389$/m);
    expect(text).not.toMatch(/auth "?\$REDIS_PASSWORD/i);
    expect(scriptOf(dayTwo[1]!)).toMatch(/^forget a+5 demo-1:6381 /m);
  });

  it('names the errors of a plan that would not run', () => {
    expect(script({ clients: 'lan' })).toContain('# ! Other computers need an address');
  });
});
