import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanRequestInput } from '@shared/requests';
import type { Flotilla } from '../../src-main/wiring';
import { carryOut, failures, flotilla } from '../support/flotilla';
import { docker, images, lacking, ports, root, snapshotEngine, type EngineSnapshot } from '../support/world';
import { composeCli } from './compose-peer';
import { clean, parts, project, request, sweepProjects, up } from './compose-support';

// The tutorials' "finance" stack: an app built from a Dockerfile, MySQL 5.7 and Redis 7.0, as people write its file.

const prefix = 'flt-finance';
const { mysql, python } = await images();
const lacks =
  mysql === undefined || python === undefined
    ? 'mysql:5.7 or python:3.11-slim could not be had here'
    : undefined;
const peer = composeCli();
const ways = peer === undefined ? (['own'] as const) : (['own', 'cli'] as const);

const compose = (name: string, port: number): string => `version: "3"
services:
  bjpnapp:
    build: ./
    container_name: ${name}-myapp
    environment: { MYSQL_ROOT_PASSWORD: 111 }
    ports: [ "${port}:8080" ]
    volumes: [ "./logs:/var/applogs" ]
    networks: [ bjnet ]
    depends_on: [ bjpnmysql, bjpnredis ]
  bjpnmysql:
    image: mysql:5.7
    environment: { MYSQL_ROOT_PASSWORD: 111, MYSQL_DATABASE: test }
    ports: [ "${port + 1}:3306" ]
    volumes:
      - ./mysql/log:/var/log/mysql
      - ./mysql/data:/var/lib/mysql
      - ./mysql/conf:/etc/mysql/conf.d
      - ./products.sql:/docker-entrypoint-initdb.d/products.sql:ro
    networks: [ bjnet ]
  bjpnredis:
    image: redis:7.0
    ports: [ "${port + 2}:6379" ]
    volumes: [ "./redis/redis.conf:/etc/redis/redis.conf", "./redis/data:/data" ]
    networks: [ bjnet ]
    command: redis-server /etc/redis/redis.conf
networks:
  bjnet:
`;

describe.each(ways)('the finance stack by %s', lacking(lacks), (by) => {
  const name = `${prefix}-${by}`;
  let services: Flotilla;
  let folder: string;
  let base: string;
  let before: EngineSnapshot;
  const act = async (input: PlanRequestInput): Promise<unknown> =>
    failures(await carryOut(services, request(input)));

  beforeAll(async () => {
    if (peer !== undefined) process.env['FLOTILLA_DOCKER_COMPOSE'] = peer;
    await sweepProjects(prefix);
    before = await snapshotEngine();
    services = await flotilla();
    const port = await ports(3);
    base = `http://127.0.0.1:${port}`;
    folder = project({ 'compose.yml': compose(name, port), 'redis/redis.conf': 'appendonly no\nsave ""\n' });
    cpSync(join(root, 'test/support/finance/app'), folder, { recursive: true });
    cpSync(join(root, 'test/support/finance/products.sql'), join(folder, 'products.sql'));
    mkdirSync(join(folder, 'mysql/conf'), { recursive: true });
    writeFileSync(
      join(folder, 'mysql/conf/my.cnf'),
      '[client]\ndefault_character_set = utf8\n[mysqld]\ncharacter_set_server = utf8\ncollation_server = utf8_general_ci\n',
    );
  });
  afterAll(async () => {
    await services.close();
    await sweepProjects(prefix);
    clean(folder);
  });

  /** What GET / says, as soon as the app, MySQL and Redis answer. */
  async function products(): Promise<{ names: string[]; source: string | null }> {
    const until = Date.now() + 60_000;
    for (;;) {
      try {
        const answer = await fetch(base, {
          headers: { connection: 'close' },
          signal: AbortSignal.timeout(10_000),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${text}`);
        const names = (JSON.parse(text) as { name: string }[]).map((each) => each.name);
        return { names, source: answer.headers.get('x-source') };
      } catch (error) {
        if (Date.now() > until) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  const eight = ['gold', 'silver', 'bronze', 'north', 'south', 'east', 'west', '稳健'];

  it('comes up, and answers on its port out of MySQL, then out of Redis', { timeout: 120_000 }, async () => {
    expect(failures(await carryOut(services, up(folder, name, by)))).toEqual([]);
    expect(await parts(name)).toEqual([
      `container ${name}-bjpnmysql-1 running`,
      `container ${name}-bjpnredis-1 running`,
      `container ${name}-myapp running`,
      `network ${name}_bjnet`,
    ]);
    expect(await products()).toEqual({ names: eight, source: 'mysql' });
    expect(await products()).toEqual({ names: eight, source: 'redis' });
  });

  it('takes a new product, and forgets what was cached', async () => {
    const body = JSON.stringify({ name: "o'neill; 新品", rate: 3.3 });
    const answer = await fetch(`${base}/register`, {
      method: 'POST',
      body,
      headers: { connection: 'close' },
    });
    expect(answer.status).toBe(201);
    expect(await products()).toEqual({ names: [...eight, "o'neill; 新品"], source: 'mysql' });
  });

  it('resolves the services’ names between containers', async () => {
    const resolve = async (service: string): Promise<string> => {
      const script = `import socket; print(socket.gethostbyname('${service}'))`;
      const exec = await docker()
        .getContainer(`${name}-myapp`)
        .exec({ Cmd: ['python', '-c', script], AttachStdout: true, AttachStderr: true, Tty: true });
      const stream = await exec.start({ Tty: true });
      let said = '';
      for await (const chunk of stream) said += String(chunk);
      return said.trim();
    };
    for (const service of ['bjpnmysql', 'bjpnredis']) {
      const { NetworkSettings } = await docker().getContainer(`${name}-${service}-1`).inspect();
      expect(await resolve(service)).toBe(NetworkSettings.Networks[`${name}_bjnet`]?.IPAddress);
    }
  });

  it('survives a restart with its data', { timeout: 120_000 }, async () => {
    expect(await act({ kind: 'compose.restart', name })).toEqual([]);
    expect((await products()).names).toEqual([...eight, "o'neill; 新品"]);
  });

  it('goes down without a trace', async () => {
    expect(await act({ kind: 'compose.down', name, volumes: true, images: 'local' })).toEqual([]);
    expect(await snapshotEngine()).toEqual(before);
    const tags = (await docker().listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    expect(tags.filter((tag) => tag.startsWith(prefix))).toEqual([]);
  });
});
