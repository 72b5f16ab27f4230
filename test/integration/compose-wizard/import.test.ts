import { mkdtempSync, existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fromContainers } from '@shared/compose/build/from-containers';
import { composeText } from '@shared/compose/build/write';
import { createDocker } from '../../../src-main/clients/docker';
import { createComposeImport } from '../../../src-main/observe/compose-import';
import { createStackWriter } from '../../../src-main/store/stack-writer';
import { docker } from '../../support/world';

const label = { 'flt-wizard': 'import' };
const mine = { filters: { label: ['flt-wizard=import'] } };

async function sweep(): Promise<void> {
  for (const { Id } of await docker().listContainers({ all: true, ...mine }))
    await docker().getContainer(Id).remove({ force: true, v: true });
  for (const { Id } of await docker().listNetworks(mine)) await docker().getNetwork(Id).remove();
  for (const { Name } of (await docker().listVolumes(mine)).Volumes) await docker().getVolume(Name).remove();
}

describe('containers that run, as a compose file', () => {
  // A second try finds nothing of the first.
  beforeEach(sweep);
  afterAll(sweep);

  it('writes what somebody said by hand, and nothing that the image says', async () => {
    await docker().createNetwork({
      Name: 'flt-wizard-net',
      Labels: label,
      IPAM: { Config: [{ Subnet: '10.214.81.0/24' }] },
    });
    await docker().createVolume({ Name: 'flt-wizard-data', Labels: label });
    const made = await docker().createContainer({
      name: 'flt-wizard-redis',
      Image: 'redis:7.0',
      Cmd: ['redis-server', '--appendonly', 'yes'],
      Env: ['GREETING=a $b'],
      Labels: label,
      ExposedPorts: { '6379/tcp': {} },
      HostConfig: {
        NetworkMode: 'flt-wizard-net',
        PortBindings: { '6379/tcp': [{ HostIp: '127.0.0.1', HostPort: '25381' }] },
        Binds: ['flt-wizard-data:/data'],
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
        Memory: 64 * 1024 * 1024,
      },
      NetworkingConfig: {
        EndpointsConfig: { 'flt-wizard-net': { IPAMConfig: { IPv4Address: '10.214.81.9' } } },
      },
    });
    const engine = createDocker({
      endpoint: process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock',
      local: true,
    });
    try {
      const imports = createComposeImport(() => Promise.resolve(engine));
      const listed = (await imports.list()).find(({ id }) => id === made.id);
      expect(listed).toMatchObject({ name: 'flt-wizard-redis', image: 'redis:7.0', state: 'created' });
      const { draft } = fromContainers(await imports.read([made.id]));
      expect(composeText(draft)).toBe(`services:
  flt-wizard-redis:
    image: redis:7.0
    container_name: flt-wizard-redis
    restart: on-failure:2
    command: redis-server --appendonly yes
    environment:
      GREETING: a $$b
    ports:
      - "127.0.0.1:25381:6379"
    volumes:
      - flt-wizard-data:/data
    networks:
      flt-wizard-net:
        ipv4_address: "10.214.81.9"
    labels:
      flt-wizard: import
    mem_limit: 64m

networks:
  flt-wizard-net:
    ipam:
      config:
        - subnet: 10.214.81.0/24

volumes:
  flt-wizard-data:
    external: true
`);
    } finally {
      engine.close();
    }
  });
});

describe('saving a stack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flt-wizard-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const told: string[] = [];
  const writer = createStackWriter((paths) => {
    told.push(...paths);
    return Promise.resolve();
  });
  const save = (files: { path: string; text: string }[], replace = false, below = 'shop') =>
    writer.save({ folder, below, files, replace });

  it('writes below a folder that was chosen, and nowhere else', async () => {
    await expect(save([{ path: 'compose.yml', text: 'a' }])).rejects.toMatchObject({
      info: { code: 'wizard.folder' },
    });
    writer.choose(folder);
    await expect(save([{ path: '../out.yml', text: 'a' }])).rejects.toMatchObject({
      info: { code: 'wizard.folder' },
    });
    symlinkSync(tmpdir(), join(folder, 'away'));
    await expect(save([{ path: 'x.yml', text: 'a' }], false, 'away')).rejects.toMatchObject({
      info: { code: 'wizard.folder' },
    });
    const saved = await save([
      { path: 'compose.yml', text: 'a' },
      { path: '.env', text: 'P=1' },
      { path: 'conf/x.conf', text: 'x' },
    ]);
    expect(saved).toEqual({
      saved: true,
      folder: join(folder, 'shop'),
      compose: join(folder, 'shop/compose.yml'),
    });
    expect(statSync(join(folder, 'shop/.env')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'shop/conf/x.conf'), 'utf8')).toBe('x');
    expect(told).toContain(join(folder, 'shop/.env'));
  });

  it('writes nothing over what differs until that is agreed to, and keeps a copy then', async () => {
    const files = [
      { path: 'compose.yml', text: 'b' },
      { path: 'new.txt', text: 'n' },
    ];
    expect(await save(files)).toMatchObject({ saved: false, differing: ['compose.yml'] });
    expect(existsSync(join(folder, 'shop/new.txt'))).toBe(false);
    expect(await save(files, true)).toMatchObject({ saved: true });
    expect(readFileSync(join(folder, 'shop/compose.yml.bak'), 'utf8')).toBe('a');
    expect(readFileSync(join(folder, 'shop/compose.yml'), 'utf8')).toBe('b');
    // The same once more is no hindrance, and makes no copies.
    expect(await save(files)).toMatchObject({ saved: true });
    expect(existsSync(join(folder, 'shop/compose.yml.bak2'))).toBe(false);
  });

  it('tells a folder by its Dockerfiles', () => {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM a');
    writeFileSync(join(folder, 'Dockerfile.dev'), 'FROM b');
    writeFileSync(join(folder, 'Dockerfile.dockerignore'), '*');
    expect(writer.choose(folder)).toMatchObject({
      path: folder,
      dockerfiles: [
        { name: 'Dockerfile', text: 'FROM a' },
        { name: 'Dockerfile.dev', text: 'FROM b' },
      ],
    });
  });
});
