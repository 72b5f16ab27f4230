import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { translate } from '@shared/i18n/index';
import { containerJsonSchema } from '@shared/containers/spec-file';
import { runSpecSchema, type RunSpec } from '@shared/containers/run-spec';
import { containerToYaml, parseSpecFile } from '@shared/specfile';
import { runCases } from './support';

const example = new URL('../../../docs/examples/container.yaml', import.meta.url);

function specIn(text: string): RunSpec {
  const file = parseSpecFile(text, 'box.yaml');
  if (!file.ok) throw new Error(JSON.stringify(file.problems));
  if (file.kind !== 'container') throw new Error(file.kind);
  expect(file.request).toEqual({ kind: 'containers.run', spec: file.spec });
  return file.spec;
}

/** What is wrong, as `line:column words`. */
const problems = (text: string): string[] => {
  const file = parseSpecFile(`kind: container\nname: box\nimage: redis:7.0\n${text}`, 'box.yaml');
  return file.ok
    ? []
    : file.problems.map(({ line, column, message }) => `${line}:${column} ${translate('en', message)}`);
};

describe('kind: container', () => {
  it('reads values as docker run and compose files write them', async () => {
    expect(specIn(await readFile(example, 'utf8'))).toEqual(
      runSpecSchema.parse({
        ...{ name: 'shop-db', image: 'mysql:5.7', network: 'shop', subnet: '172.30.5.0/24' },
        ports: [
          { hostIp: '127.0.0.1', hostPort: 3306, containerPort: 3306 },
          { hostPort: 8000, containerPort: 9000 },
          { hostPort: 8001, containerPort: 9001 },
        ],
        mounts: [
          { type: 'volume', source: 'shop-data', target: '/var/lib/mysql' },
          { type: 'bind', source: '/srv/shop/conf', target: '/etc/mysql/conf.d', readOnly: true },
        ],
        env: [
          { name: 'TZ', value: 'UTC' },
          { name: 'MYSQL_MAX_CONNECTIONS', value: '200' },
          { name: 'MYSQL_ROOT_PASSWORD', secret: { env: 'SHOP_DB_PASSWORD' } },
        ],
        command: ['mysqld', '--character-set-server=utf8', '--init-connect=SET NAMES utf8'],
        restart: { name: 'on-failure', maximumRetryCount: 5 },
        ...{ memory: 512 * 1024 * 1024, cpus: 1.5 },
        ulimits: [
          { name: 'nofile', soft: 1024, hard: 4096 },
          { name: 'nproc', soft: 200, hard: 200 },
        ],
        health: { command: 'mysqladmin ping', interval: '5s', retries: 10, startPeriod: '1m' },
      }),
    );
  });

  it('says at its place what to write instead', () => {
    expect(
      problems(
        [
          ...['ports: ["80", 8080:80, "70000:80"]', 'mounts: [ "./data:/data" ]', 'memory: lots', 'restart: sometimes'],
          ...['env: { PW: [x] }', 'ulimits: { nofile: 9:3 }', 'health: { command: x, interval: soon }', 'prots: []'],
        ].join('\n'), // prettier-ignore
      ),
    ).toMatchInlineSnapshot(`
      [
        "4:9 Write a port as 8080:80, 127.0.0.1:53:53/udp, or a range as 8000-8003:9000-9003.",
        "4:24 Write a port as 8080:80, 127.0.0.1:53:53/udp, or a range as 8000-8003:9000-9003.",
        "5:11 Write a mount as data:/data (a volume) or /srv/conf:/etc/conf:ro (an absolute path on the computer).",
        "6:9 Write the limit with its unit, as 256mb or 1gb.",
        "7:10 Choose: no, always, unless-stopped, on-failure, or on-failure:5.",
        "8:12 Write a variable as NAME: value; a secret by where it comes from: { env: NAME } or { file: PATH }.",
        "9:10 Write a limit as nofile: 1024:4096 (soft and hard) or nproc: 200.",
        "10:33 A time, for example 30s or 1m30s",
        "11:1 There is no field prots here. Did you mean ports?",
      ]
    `);
  });

  it.each(runCases.map(([title, spec]) => [title, runSpecSchema.parse(spec)] as const))(
    'is written so that it is read back as the same: %s',
    (title, spec) => {
      const once = { ...spec, env: spec.env.filter(({ name }, i) => spec.env.findIndex((each) => each.name === name) === i) }; // prettier-ignore
      expect(specIn(containerToYaml(once)), title).toEqual(once);
      expect(specIn(containerToYaml(once, 'zh-CN'))).toEqual(once);
    },
  );

  it('reads well when written', async () => {
    const spec = specIn(await readFile(example, 'utf8'));
    await expect(containerToYaml(spec)).toMatchFileSnapshot('golden/container.yaml');
  });

  it('has its JSON Schema in resources, which takes the example', async () => {
    const file = new URL('../../../resources/container.schema.json', import.meta.url);
    const made = await format(JSON.stringify(containerJsonSchema()), { parser: 'json', printWidth: 110 });
    expect(await readFile(file, 'utf8')).toBe(made);
    const valid = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(made) as object);
    expect(valid(parse(await readFile(example, 'utf8')))).toBe(true);
    expect(valid({ kind: 'container', name: 'box', image: 'redis:7.0', prots: [] })).toBe(false);
  });
});
