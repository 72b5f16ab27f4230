import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { carryOut, failures, flotilla } from '../support/flotilla';
import { lacking } from '../support/world';
import type { Flotilla } from '../../src-main/wiring';
import { composeCli, compose, missing } from './compose-peer';
import { clean, parts, project, request, sweepProjects, up } from './compose-support';

const prefix = 'flt-cint';
const cli = composeCli();

const files = {
  'compose.yml': `
services:
  web:
    image: redis:7.0
    command: sleep 600
    init: true
    environment: { MODE: prod, PRICE: "5$$" }
    labels: { team: a&b }
    ports: [ "127.0.0.1:22030:80" ]
    stop_grace_period: 1s
    depends_on: [ cache ]
    networks: { front: {}, back: { aliases: [ site ] } }
    secrets: [ token ]
  cache:
    image: redis:7.0
    command: redis-server --save ""
    volumes: [ "data:/data" ]
    networks: [ back ]
    deploy: { resources: { limits: { memory: 64M } } }
networks: { front: {}, back: {} }
volumes: { data: {} }
secrets:
  token: { environment: FLT_TOKEN }
`,
};

describe('with docker compose', lacking(cli === undefined ? missing : undefined), () => {
  const peer = cli ?? '';
  const name = `${prefix}-a`;
  let folder: string;
  let services: Flotilla;
  const theirs = (...args: string[]) =>
    compose(peer, ['-f', join(folder, 'compose.yml'), '-p', name, ...args]);
  beforeAll(async () => {
    process.env['FLT_TOKEN'] = 'hush';
    services = await flotilla();
    await sweepProjects(prefix);
    folder = project(files);
  });
  afterAll(async () => {
    await services.close();
    await sweepProjects(prefix);
    clean(folder);
  });

  it('ours is listed, shown, called up to date and brought down by it', async () => {
    const run = await carryOut(services, up(folder, name, 'own'));
    expect(failures(run)).toEqual([]);
    const listed = JSON.parse((await theirs('ls', '--format', 'json')).stdout) as { Name: string }[];
    expect(listed.find(({ Name }) => Name === name)).toMatchObject({ Status: 'running(2)' });
    const shown = (await theirs('ps', '--format', '{{.Service}} {{.State}}')).stdout
      .trim()
      .split('\n')
      .sort();
    expect(shown).toEqual(['cache running', 'web running']);
    const again = (await theirs('up', '-d')).stderr;
    expect(again).not.toMatch(/Recreat|Creat|warn/i);
    expect((await theirs('exec', 'web', 'cat', '/run/secrets/token')).stdout).toBe('hush');
    await theirs('stop', 'web');
    expect((await services.stacks.get(name)).services.map(({ state }) => state)).toEqual([
      'running',
      'exited',
    ]);
    await theirs('start', 'web');
    await theirs('down', '--volumes');
    expect(await parts(name)).toEqual([]);
  });

  it('theirs is listed, shown, called up to date, stopped and brought down by us', async () => {
    await theirs('up', '-d');
    const stack = (await services.stacks.list()).find((each) => each.name === name);
    expect(stack?.ref?.files).toEqual([join(folder, 'compose.yml')]);
    expect(stack?.services.map((each) => `${each.name} ${each.state}`)).toEqual([
      'cache running',
      'web running',
    ]);
    const diff = await services.stacks.diff({ files: [join(folder, 'compose.yml')], name, profiles: [] }, {});
    expect(diff.entries.filter(({ what }) => what !== 'leave')).toEqual([]);
    const ids = stack?.services.map(({ containers }) => containers[0]?.id);
    expect(failures(await carryOut(services, up(folder, name, 'own')))).toEqual([]);
    const after = await services.stacks.get(name);
    expect(after.services.map(({ containers }) => containers[0]?.id)).toEqual(ids);
    for (const kind of ['compose.pause', 'compose.unpause', 'compose.stop'] as const)
      expect(failures(await carryOut(services, request({ kind, name })))).toEqual([]);
    expect((await services.stacks.get(name)).services.map(({ state }) => state)).toEqual([
      'exited',
      'exited',
    ]);
    expect(failures(await carryOut(services, request({ kind: 'compose.down', name })))).toEqual([]);
    // Data stays unless it is asked for.
    expect(await parts(name)).toEqual([`volume ${name}_data`]);
    expect(
      failures(await carryOut(services, request({ kind: 'compose.down', name, volumes: true }))),
    ).toEqual([]);
    expect(await parts(name)).toEqual([]);
  });

  it('refuses files that say something else than what was agreed to', async () => {
    const agreed = up(folder, name, 'own');
    const { digest } = await services.planning.prepare(agreed);
    process.env['FLT_TOKEN'] = 'hush';
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder, 'compose.yml'), files['compose.yml'].replace('MODE: prod', 'MODE: test'));
    await expect(services.planning.start(agreed, digest)).rejects.toMatchObject({
      info: { code: 'plan.changed' },
    });
    expect(await parts(name)).toEqual([]);
  });
});
