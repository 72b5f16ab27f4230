import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { translate } from '@shared/i18n/index';
import { redisClusterJsonSchema } from '@shared/redis-cluster/json-schema';
import { redisClusterSpecSchema, type RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { parseSpecFile, specToYaml } from '@shared/specfile';
import { parse } from 'yaml';

const sample = `kind: redis-cluster
name: demo
image: redis:7.0
masters: 3
replicasPerMaster: 1
network: { mode: bridge, name: redisnet, subnet: 172.18.0.0/16, firstAddress: 172.18.0.11 }   # or { mode: host, address: 127.0.0.1 }
ports: { first: 6381 }
clients: host            # host | containers | lan
persistence: { appendonly: true, storage: volume }   # or { storage: folder, path: /data/redis }
password: { env: REDIS_PASSWORD }                      # or { file: … }; absent = none
memory: 256mb
restart: unless-stopped
`;
const head = 'kind: redis-cluster\nname: demo\n';
const network = 'network: { mode: host, address: 127.0.0.1 }\n';

/** What is wrong, as `line:column words`. */
function problems(text: string): string[] {
  const result = parseSpecFile(text, 'demo.yaml');
  return result.ok
    ? []
    : result.problems.map(({ line, column, message }) => `${line}:${column} ${translate('en', message)}`);
}

describe('parseSpecFile', () => {
  it('reads the sample', () => {
    const result = parseSpecFile(sample, 'demo.yaml');
    expect(result).toMatchObject({
      ok: true,
      request: { kind: 'redis-cluster.create', spec: { name: 'demo', nodeTimeout: 5000, memory: '256mb' } },
    });
  });

  it('reads JSON, tabs and all', () => {
    const text = `{\n\t"kind": "redis-cluster",\n\t"name": "x",\n\t"network": {"mode": "bridge", "subnet": "10.0.0.0/24"}\n}`;
    expect(parseSpecFile(text, 'x.json')).toMatchObject({ ok: true, spec: { masters: 3 } });
  });

  it.each([
    ['nothing', '', '1:1 The file is empty. Start with: kind: redis-cluster, or kind: container'],
    ['a list', '- a\n', '1:1 A description is a list of fields: kind: container, name: …'],
    ['no kind', 'name: x\n', '1:1 The field kind is missing. Choose: redis-cluster, container.'],
    ['an unknown kind', 'kind: mongo\n', '1:7 There is no kind mongo. Known: redis-cluster, container.'],
    [
      'a mistyped kind',
      '# hi\nkind: redis-clster\n',
      '2:7 kind cannot be redis-clster. Did you mean redis-cluster? Choose: redis-cluster, container.',
    ],
    ['a missing field', head, '1:1 The field network is missing.'],
    [
      'a missing nested field',
      `${head}network: { mode: bridge }\n`,
      '3:10 The field network.subnet is missing.',
    ],
    [
      'a mistyped field',
      `${head}${network}mastres: 3\n`,
      '4:1 There is no field mastres here. Did you mean masters?',
    ],
    [
      'a mistyped nested field',
      `${head}network:\n  mode: host\n  address: 127.0.0.1\n  adress: x\n`,
      '6:3 There is no field adress here. Did you mean address?',
    ],
    [
      'a field in the wrong place',
      `${head}${network}subnet: 10.0.0.0/8\n`,
      '4:1 The field subnet belongs elsewhere: network.subnet.',
    ],
    [
      'a field of another mode',
      `${head}network: { mode: host, address: 127.0.0.1, subnet: 10.0.0.0/8 }\n`,
      '3:44 The field subnet does not go with mode: host.',
    ],
    ['an unknown field', `${head}${network}zzz: 1\n`, '4:1 There is no field zzz here.'],
    ['a wrong type', `${head}${network}masters: "3"\n`, '4:10 masters must be a number, not text.'],
    [
      'a broken number',
      `${head}${network}masters: 3.5\n`,
      '4:10 masters must be a whole number, not a number.',
    ],
    ['a number for text', `${head}${network}image: 7.0\n`, '4:8 image must be text. Put it in quotes.'],
    [
      'a scalar for a group',
      `${head}${network}ports: 6381\n`,
      '4:8 ports must be a group of fields, not a number.',
    ],
    [
      'a port out of range',
      `${head}${network}ports: { first: 60000 }\n`,
      '4:17 The first port must be from 1 to 55435: a bus port is 10000 higher.',
    ],
    [
      'a bad choice',
      `${head}${network}clients: hots\n`,
      '4:10 clients cannot be hots. Did you mean host? Choose: host, containers, lan.',
    ],
    [
      'a bad mode',
      `${head}network: { mode: overlay }\n`,
      '3:18 network.mode cannot be overlay. Choose: bridge, host.',
    ],
    [
      'no storage',
      `${head}${network}persistence: { appendonly: true }\n`,
      '4:14 The field persistence.storage is missing. Choose: volume, folder.',
    ],
    [
      'a bad subnet',
      `${head}network: { mode: bridge, subnet: 172.18.0.0 }\n`,
      '3:34 Write the subnet as 172.18.0.0/16.',
    ],
    [
      'memory without a unit',
      `${head}${network}memory: 256\n`,
      '4:9 Write the limit with its unit, as 256mb or 1gb.',
    ],
    ['a duplicate', `${head}${network}name: other\n`, '4:1 name stands here twice.'],
    ['a tab', `${head}network:\n\tmode: host\n`, '4:1 A tab cannot indent in YAML. Use spaces.'],
    [
      'broken YAML',
      `${head}network: { mode: host\n`,
      '4:1 This is not YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ],
    [
      'two documents',
      `${head}${network}---\nname: y\n`,
      '4:1 One file holds one description: remove what follows ---.',
    ],
  ])('says where and what: %s', (_, text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  it('explains why three masters are the least', () => {
    expect(problems(`${head}${network}masters: 2\n`)[0]).toMatch(
      /^4:10 A Redis cluster needs at least 3 masters/,
    );
  });

  it('tells all problems in the order of the file', () => {
    const text = `${head}nmae: y\n${network}memory: lots\nmasters: 1000\n`;
    expect(problems(text).map((each) => each.split(' ')[0])).toEqual(['3:1', '5:9', '6:10']);
  });

  it('never repeats a password that was written into the file', () => {
    const said = problems(`${head}${network}password: hunter2secret\n`);
    expect(said).toEqual([
      '4:11 The password itself must not stand here. Say where it comes from: { env: NAME } or { file: PATH }.',
    ]);
    expect(problems(`${head}${network}password: { env: "hunter2 secret" }\n`).join()).not.toContain(
      'hunter2',
    );
  });

  it('refuses bombs of aliases, endless nesting and huge files', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'].map((pair) => pair.split('')))
      bomb.push(`${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(',')}]`);
    expect(problems(bomb.join('\n'))[0]).toMatch(/Too many aliases/);
    const few =
      'a: &a [1,1,1,1]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\ne: [*d,*d,*d,*d]\n';
    expect(problems(few)[0]).toMatch(/Too many aliases/);
    expect(problems('['.repeat(20_000))).toHaveLength(1);
    expect(problems(`kind: ${'x'.repeat(270_000)}`)).toEqual([
      '1:1 The file is too large or too deep to be a description.',
    ]);
    expect(problems('kind: &a [*a]')).toEqual(['1:10 There is no kind ?. Known: redis-cluster, container.']);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 120 }), (text) => {
        for (const each of [text, head + text, `${head}network: ${text}`]) {
          const result = parseSpecFile(each, 'x.yaml');
          const where = result.ok ? [{ line: 1, column: 1 }] : result.problems;
          expect(where.some(({ line, column }) => line > 0 && column > 0)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
const address = fc.ipV4();
const anySpec: fc.Arbitrary<RedisClusterSpecInput> = fc.record(
  {
    kind: fc.constant('redis-cluster' as const),
    name: fc.oneof(word, fc.constantFrom('1', 'no', 'null', '1e3', '0x10', 'true')),
    network: fc.oneof(
      fc.record({ mode: fc.constant('host' as const), address }),
      fc.record(
        {
          mode: fc.constant('bridge' as const),
          subnet: fc.constant('10.1.0.0/16'),
          name: word,
          firstAddress: address,
        },
        { requiredKeys: ['mode', 'subnet'] },
      ),
    ),
    masters: fc.integer({ min: 3, max: 100 }),
    replicasPerMaster: fc.integer({ min: 0, max: 5 }),
    image: fc.constantFrom('redis:7.0', 'valkey/valkey:9', 'r:5000/redis@sha256:00'),
    nodeNames: fc.constantFrom('{n}', '{name}-{n}', 'redis-{n}'),
    ports: fc.record({ first: fc.integer({ min: 1, max: 55435 }) }),
    clients: fc.constantFrom('host' as const, 'containers' as const, 'lan' as const),
    announce: address,
    persistence: fc.oneof(
      fc.record({ storage: fc.constant('volume' as const), appendonly: fc.boolean() }),
      fc.record({
        storage: fc.constant('folder' as const),
        appendonly: fc.boolean(),
        path: fc.string().map((text) => `/${text}`),
      }),
    ),
    password: fc.oneof(
      fc.record({ env: fc.constant('PW') }),
      fc.record({ file: fc.string({ minLength: 1 }) }),
    ),
    memory: fc.constantFrom('256mb', '1g'),
    restart: fc.constantFrom('no', 'always', 'on-failure:5'),
    nodeTimeout: fc.integer({ min: 500, max: 600_000 }),
  },
  { requiredKeys: ['kind', 'name', 'network'] },
);

describe('specToYaml', () => {
  it('writes what somebody would have liked to write', async () => {
    const result = parseSpecFile(sample, 'demo.yaml');
    if (!result.ok || result.kind !== 'redis-cluster') throw new Error('the sample must parse');
    await expect(specToYaml(result.spec)).toMatchFileSnapshot('golden/spec.yaml');
    await expect(specToYaml(result.spec, 'zh-CN')).toMatchFileSnapshot('golden/spec.zh-CN.yaml');
  });

  it('is read back as the same spec', () => {
    fc.assert(
      fc.property(anySpec, (input) => {
        const spec = redisClusterSpecSchema.parse(input);
        const result = parseSpecFile(specToYaml(spec), 'x.yaml');
        expect(result.ok && result.spec).toEqual(spec);
      }),
      { numRuns: 60 },
    );
  });
});

describe('resources/redis-cluster.schema.json', () => {
  const file = new URL('../../resources/redis-cluster.schema.json', import.meta.url);

  it('is what the spec says (else run: node scripts/schema.mjs)', async () => {
    const expected = await format(JSON.stringify(redisClusterJsonSchema()), {
      parser: 'json',
      printWidth: 110,
    });
    expect(await readFile(file, 'utf8')).toBe(expected);
  });

  it('takes the sample and refuses what the spec refuses', async () => {
    const ajv = new Ajv({ strict: true, formats: { ipv4: true } });
    const validate = ajv.compile(JSON.parse(await readFile(file, 'utf8')) as object);
    const value = parse(sample) as Record<string, unknown>;
    expect(validate(value)).toBe(true);
    expect(validate({ ...value, masterz: 3 })).toBe(false);
    expect(validate({ ...value, masters: 2 })).toBe(false);
    expect(
      validate({ ...value, network: { mode: 'bridge', subnet: '10.0.0.0/24', address: '1.2.3.4' } }),
    ).toBe(false);
    expect(
      validate({ kind: 'redis-cluster', name: 'x', network: { mode: 'host', address: '127.0.0.1' } }),
    ).toBe(true);
  });

  it('describes every field', () => {
    const bare: string[] = [];
    const look = (schema: unknown, path: string): void => {
      const { properties, oneOf, description } = schema as Record<string, unknown>;
      for (const each of (oneOf as unknown[] | undefined) ?? []) look(each, path);
      for (const [name, each] of Object.entries(properties ?? {})) look(each, `${path}.${name}`);
      if (description === undefined) bare.push(path);
    };
    look(redisClusterJsonSchema(), '');
    expect(bare).toEqual([]);
  });
});
