import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { translate } from '@shared/i18n/index';
import {
  defaultAnswers,
  readEntry,
  renderEntry,
  wrongAnswers,
  type Answers,
} from '@shared/compose/build/catalogue';
import { containerFactsSchema, imageConfigSchema } from '@shared/compose/build/container-facts';
import { readDockerfile } from '@shared/compose/build/dockerfile';
import { fromContainers } from '@shared/compose/build/from-containers';
import { fromFolder } from '@shared/compose/build/from-folder';
import { composeText, writeStack } from '@shared/compose/build/write';

const folder = 'resources/catalogue';
const entries = readdirSync(folder).map(
  (file) => [file, readEntry(readFileSync(`${folder}/${file}`, 'utf8'))] as const,
);
const secret = 'a-long-secret-a-long-secret-a-long-secret-a-long';

interface Read {
  services: Record<
    string,
    { volumes?: string[]; networks?: string[]; depends_on?: object; image?: string; build?: string }
  >;
  volumes?: object;
  networks?: object;
}

describe('the catalogue', () => {
  it.each(entries)('%s is in order in every shape that its form can take', (file, entry) => {
    expect(`${entry.id}.yml`).toBe(file);
    const base: Record<string, string | number | boolean> = { ...defaultAnswers(entry) };
    for (const [name, field] of Object.entries(entry.fields))
      if (field.type === 'secret') base[name] = secret;
    expect(wrongAnswers(entry, base)).toEqual({});
    const shapes: Answers[] = [base];
    for (const [name, field] of Object.entries(entry.fields)) {
      if (field.type === 'switch') shapes.push({ ...base, [name]: !field.default });
      if (field.type === 'choice')
        shapes.push(...field.options.map(({ value }) => ({ ...base, [name]: value })));
      if (field.type === 'text') shapes.push({ ...base, [name]: field.optional ? '' : 'other' });
    }
    for (const answers of shapes)
      for (const locale of ['en', 'zh-CN'] as const) {
        const { draft } = renderEntry(entry, answers, locale);
        const files = writeStack(draft);
        const compose = files[0]?.text ?? '';
        const whole = files.map(({ text }) => text).join('\n');
        expect(whole).not.toMatch(/\{\{|\}\}|undefined|\b(?:zh|en): /);
        // A secret's value stands in .env alone.
        expect(compose).not.toContain(secret);
        const read = parse(compose) as Read;
        const names = Object.keys(read.services);
        for (const service of Object.values(read.services)) {
          expect(service.image ?? service.build).toBeTruthy();
          for (const volume of service.volumes ?? [])
            if (!/^[./]/.test(volume))
              expect(Object.keys(read.volumes ?? {})).toContain(volume.split(':')[0]);
          for (const network of service.networks ?? [])
            expect(Object.keys(read.networks ?? {})).toContain(network);
          const needs = service.depends_on ?? {};
          for (const need of Array.isArray(needs) ? (needs as string[]) : Object.keys(needs))
            expect(names).toContain(need);
        }
        // Every variable that the file asks for is in .env, and the other way round.
        const asked = [...new Set([...compose.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name]) => name))].sort();
        expect(asked).toEqual(draft.env.map(({ name }) => name).sort());
      }
  });

  it('writes comments in the language that is asked for, and says what is wrong with an answer', async () => {
    const entry = entries.find(([file]) => file === 'finance.yml')?.[1];
    if (entry === undefined) throw new Error('no finance.yml');
    const answers = { ...defaultAnswers(entry), password: 'secret', nginx: true };
    await expect(composeText(renderEntry(entry, answers, 'en').draft)).toMatchFileSnapshot(
      'golden/finance.yml',
    );
    expect(composeText(renderEntry(entry, answers, 'zh-CN').draft)).toContain('# Spring 优先读取这些变量');
    const bad = { ...answers, port: 0, app: 'A B', password: '', database: '', nginxPort: 70000 };
    expect(wrongAnswers(entry, bad)).toEqual({
      port: 'range',
      app: 'pattern',
      password: 'short',
      database: 'empty',
      nginxPort: 'range',
    });
    // What is not asked is not wrong.
    expect(wrongAnswers(entry, { ...answers, nginx: false, nginxPort: 70000 })).toEqual({});
  });
});

describe('a Dockerfile as a service', () => {
  it('reads its last stage, with what that is built on', () => {
    const facts = readDockerfile(
      [
        '# syntax=docker/dockerfile:1',
        'ARG JAVA=17',
        'FROM maven:3 AS build',
        'EXPOSE 1',
        'COPY pom.xml src/ /src/',
        'RUN <<EOF',
        'EXPOSE 2',
        'EOF',
        'FROM eclipse-temurin:${JAVA} AS base',
        'ENV PORT=8080 NAME="two words"',
        'VOLUME ["/data", "/logs"]',
        'FROM base',
        'ARG TOKEN',
        'COPY --from=build /src/app.jar /',
        'COPY ["config.yml", "/etc/"]',
        'EXPOSE $PORT \\',
        '  # a remark',
        '  9000-9001/udp',
        'HEALTHCHECK CMD curl localhost',
        'ENTRYPOINT ["java", "-jar", "/app.jar"]',
      ].join('\n'),
    );
    expect(facts).toMatchObject({
      base: 'eclipse-temurin:${JAVA}',
      stages: ['build', 'base'],
      expose: [
        { port: '8080', line: 16 },
        { port: '9000-9001/udp', line: 16 },
      ],
      volumes: ['/data', '/logs'],
      env: { PORT: '8080', NAME: 'two words' },
      healthcheck: true,
      command: true,
      copies: [
        { source: 'pom.xml', line: 5 },
        { source: 'src/', line: 5 },
        { source: 'config.yml', line: 15 },
      ],
    });
  });

  it('proposes the service and notes what would fail', () => {
    const { draft, notes } = fromFolder(
      {
        name: 'finance',
        context: '.',
        dockerfile: 'Dockerfile',
        entries: ['Dockerfile'],
        text: 'FROM openjdk\nARG KEY\nCOPY finance.jar app.jar\nVOLUME /var/applogs\nENTRYPOINT java -jar app.jar\nEXPOSE 8080',
      },
      {
        ports: { 8080: 9000 },
        needs: [
          { name: 'mysql', healthy: true },
          { name: 'redis', healthy: false },
        ],
      },
    );
    expect(composeText(draft)).toBe(`services:
  finance:
    build:
      context: .
      args:
        KEY:
    restart: unless-stopped
    ports:
      - "9000:8080"
    volumes:
      - finance-applogs:/var/applogs
    depends_on:
      mysql:
        condition: service_healthy
      redis:
        condition: service_started

volumes:
  finance-applogs:
`);
    expect(notes.map(({ code, line }) => [code, line])).toEqual([
      ['dockerfile.latest', undefined],
      ['dockerfile.no-ignore', undefined],
      ['dockerfile.missing-copy', 3],
      ['dockerfile.root', undefined],
    ]);
    expect(translate('en', notes[2]!.what)).toContain('finance.jar');
  });
});

describe('containers as a stack', () => {
  it('writes what differs from the image, and keeps the data', () => {
    const inspected = {
      Id: 'abcdef1234567890', Name: '/bjpnmysql', Image: 'sha256:1',
      Config: { Hostname: 'abcdef123456', Image: 'mysql:5.7', Env: ['MYSQL_ROOT_PASSWORD=1$1', 'GOSU=1'], Cmd: ['mysqld'], Entrypoint: ['docker-entrypoint.sh'], Labels: { a: 'b', 'com.docker.compose.project': 'old' }, WorkingDir: '', User: '', ExposedPorts: { '3306/tcp': {} } },
      HostConfig: { NetworkMode: 'bjnet', PortBindings: { '3306/tcp': [{ HostIp: '', HostPort: '3306' }], '53/udp': [{ HostIp: '127.0.0.1', HostPort: '53' }] }, RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 }, Memory: 536870912, NanoCpus: 1500000000, ShmSize: 67108864, CapAdd: null, LogConfig: { Type: 'json-file', Config: {} }, PidsLimit: null },
      Mounts: [{ Type: 'volume', Name: 'mysql-data', Source: '/var/lib/docker/volumes/x', Destination: '/var/lib/mysql', RW: true }, { Type: 'bind', Source: '/root/conf', Destination: '/etc/mysql/conf.d', RW: false }, { Type: 'volume', Name: 'f'.repeat(64), Destination: '/anon', RW: true }],
      NetworkSettings: { Networks: { bjnet: { Aliases: ['abcdef123456', 'db'], IPAMConfig: { IPv4Address: '172.19.0.9' } } } },
    }; // prettier-ignore
    const image = { Config: { Env: ['GOSU=1'], Cmd: ['mysqld'], Entrypoint: 'docker-entrypoint.sh' } };
    const { draft, notes } = fromContainers({
      containers: [
        { facts: containerFactsSchema.parse(inspected), image: imageConfigSchema.parse(image).Config },
      ],
      networks: { bjnet: { driver: 'bridge', subnets: [{ subnet: '172.19.0.0/16', gateway: '' }] } },
    });
    expect(composeText(draft)).toBe(`services:
  bjpnmysql:
    image: mysql:5.7
    container_name: bjpnmysql
    restart: on-failure:3
    environment:
      MYSQL_ROOT_PASSWORD: 1$$1
    ports:
      - "3306:3306"
      - 127.0.0.1:53:53/udp
    volumes:
      - /root/conf:/etc/mysql/conf.d:ro
      - mysql-data:/var/lib/mysql
    networks:
      bjnet:
        ipv4_address: "172.19.0.9"
        aliases: ["db"]
    labels:
      a: b
    mem_limit: 512m
    cpus: 1.5

networks:
  bjnet:
    ipam:
      config:
        - subnet: 172.19.0.0/16

volumes:
  mysql-data:
    external: true
`);
    expect(notes.map(({ code }) => code)).toEqual([
      'containers.anonymous',
      'containers.compose',
      'containers.replace',
      'containers.external',
    ]);
  });
});
