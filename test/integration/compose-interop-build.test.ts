import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { carryOut, failures, flotilla } from '../support/flotilla';
import { docker } from '../support/world';
import { composeReleases } from '../support/compose-cli';
import type { Flotilla } from '../../src-main/wiring';
import { compose } from './compose-peer';
import { clean, parts, project, request, sweepProjects, up } from './compose-support';

// A stack with a build, a health check, limits and profiles goes from us to docker compose and back, release by release.

const prefix = 'flt-cmix';
const files = {
  'compose.yml': `
services:
  web:
    build: { context: ., args: { KIND: test } }
    command: [ "sh", "-c", "trap 'exit 0' TERM; sleep 600 & wait" ]
    environment: { PRICE: "5$$", EMPTY: "", UNSET: }
    depends_on: { db: { condition: service_healthy, restart: true } }
    deploy: { resources: { limits: { memory: 64M, cpus: "0.5" } } }
    extra_hosts: [ "far:10.1.2.3" ]
  db:
    image: redis:7.0
    command: redis-server --save ""
    healthcheck: { test: redis-cli ping, interval: 300ms }
    volumes: [ "data:/data", "./conf:/conf:ro" ]
    ulimits: { nofile: 1024 }
    logging: { driver: json-file, options: { max-size: 1m } }
    cap_drop: [ NET_RAW ]
  job:
    image: redis:7.0
    profiles: [ jobs ]
volumes: { data: { labels: { kind: mix } } }
`,
  Dockerfile: 'FROM redis:7.0\nARG KIND\nLABEL kind=$KIND\n',
  'conf/a.conf': 'a\n',
};

describe.each(composeReleases)('between us and docker compose $version', ({ path, why, version }) => {
  const peer = path ?? '';
  const name = `${prefix}-${version.replaceAll('.', '')}`;
  let folder: string;
  let services: Flotilla;
  const theirs = (...args: string[]) =>
    compose(peer, ['-f', join(folder, 'compose.yml'), '-p', name, ...args]);
  const ids = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (
        await docker().listContainers({
          all: true,
          filters: { label: [`com.docker.compose.project=${name}`] },
        })
      )
        .map(({ Names, Id }): [string, string] => [Names[0] ?? '', Id])
        .sort(),
    );
  beforeAll(async () => {
    services = await flotilla();
    await sweepProjects(prefix);
    folder = project(files);
  });
  afterAll(async () => {
    await services.close();
    await sweepProjects(prefix);
    clean(folder);
  });

  it('what we bring up it leaves, scales, and takes down with its image', async ({ skip }) => {
    if (path === undefined) return skip(why);
    expect(failures(await carryOut(services, up(folder, name, 'own')))).toEqual([]);
    const before = await ids();
    const again = await theirs('up', '-d');
    // Each release hashes in a form of its own: 2.26's is ours.
    if (version.startsWith('2.26')) {
      expect(again.stderr).not.toMatch(/Recreat|Creat/);
      expect(await ids()).toEqual(before);
    }
    await theirs('up', '-d', '--scale', 'db=2', '--no-recreate');
    expect(Object.keys(await ids())).toEqual([`/${name}-db-1`, `/${name}-db-2`, `/${name}-web-1`]);
    const stack = await services.stacks.get(name);
    expect(stack.services.map((each) => `${each.name} ${each.containers.length} ${each.state}`)).toEqual([
      'db 2 running',
      'web 1 running',
    ]);
    await theirs('down', '--volumes', '--rmi', 'local');
    expect(await parts(name)).toEqual([]);
    const tags = (await docker().listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    expect(tags).not.toContain(`${name}-web:latest`);
  });

  it('what it brings up we leave, make anew where the file changed, and take down with its image', async ({
    skip,
  }) => {
    if (path === undefined) return skip(why);
    await theirs('up', '-d');
    const before = await ids();
    expect(failures(await carryOut(services, up(folder, name, 'own')))).toEqual([]);
    expect(await ids()).toEqual(before);
    const changed = files['compose.yml'].replace('EMPTY: ""', 'EMPTY: no longer');
    writeFileSync(join(folder, 'compose.yml'), changed);
    expect(failures(await carryOut(services, up(folder, name, 'own', { scale: { db: 2 } })))).toEqual([]);
    const after = await ids();
    expect(after[`/${name}-db-1`]).toBe(before[`/${name}-db-1`]);
    expect(after[`/${name}-web-1`]).not.toBe(before[`/${name}-web-1`]);
    const listed = (await theirs('ps', '--format', '{{.Name}} {{.State}}')).stdout.trim().split('\n').sort();
    expect(listed).toEqual([`${name}-db-1 running`, `${name}-db-2 running`, `${name}-web-1 running`]);
    expect(
      failures(
        await carryOut(services, request({ kind: 'compose.down', name, volumes: true, images: 'local' })),
      ),
    ).toEqual([]);
    expect(await parts(name)).toEqual([]);
    const tags = (await docker().listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    expect(tags).not.toContain(`${name}-web:latest`);
  });
});
