import { describe, expect, it } from 'vitest';
import { containerFactsSchema, imageConfigSchema } from '@shared/compose/build/container-facts';
import { containerByHand } from '@shared/containers/by-hand';

const image = imageConfigSchema.parse({
  Config: {
    ...{ Env: ['PATH=/bin'], Cmd: ['mysqld'], Entrypoint: ['docker-entrypoint.sh'] },
    Healthcheck: { Test: ['CMD', 'true'] },
  },
}).Config;
const nets = {
  networks: { shop: { driver: 'bridge', subnets: [{ subnet: '172.30.5.0/24', gateway: '' }] } },
};

const facts = (config: object = {}, host: object = {}, more: object = {}) =>
  containerFactsSchema.parse({
    Id: 'f'.repeat(64),
    Name: '/shop-db',
    Config: {
      ...{ Image: 'mysql:5.7', Env: ['PATH=/bin'], Cmd: ['mysqld'], Entrypoint: ['docker-entrypoint.sh'] },
      ...config,
    },
    HostConfig: { NetworkMode: 'shop', ...host },
    NetworkSettings: { Networks: { shop: { Aliases: ['f'.repeat(12)] } } },
    ...more,
  });
const text = (...given: Parameters<typeof facts>): string =>
  containerByHand({ containers: [{ facts: facts(...given), image }], ...nets })
    .map(({ id, code }) => `# ${id}\n${code}\n`)
    .join('\n');

describe('a container by hand', () => {
  it('reads like the tutorial, with its own names, and without the values of secrets', async () => {
    const said = text(
      { Env: ['PATH=/bin', 'MYSQL_ROOT_PASSWORD=verysecret', 'TZ=Asia/Shanghai'] },
      {
        PortBindings: { '3306/tcp': [{ HostIp: '', HostPort: '3306' }] },
        RestartPolicy: { Name: 'unless-stopped' },
        Memory: 512 * 2 ** 20,
      },
      {
        Mounts: [
          { Type: 'volume', Name: 'shop-data', Destination: '/var/lib/mysql' },
          { Type: 'volume', Name: 'a'.repeat(64), Destination: '/tmp/x' },
        ],
      },
    );
    await expect(said).toMatchFileSnapshot('golden/by-hand.sh');
    expect(said).not.toContain('verysecret');
  });

  it('leaves out nothing that was given, and gives nothing that the image has by itself', () => {
    const said = text(
      { Healthcheck: { Test: ['CMD-SHELL', 'mysqladmin ping'], Interval: 5e9, Retries: 3 } },
      {
        ...{ ReadonlyRootfs: true, Init: true, CapAdd: ['NET_ADMIN'], CapDrop: ['ALL'], Dns: ['10.0.0.2'] },
        ...{ ExtraHosts: ['db:10.0.0.9'], Sysctls: { 'net.core.somaxconn': '511' }, Tmpfs: { '/run': '' } },
        ...{ ShmSize: 128 * 2 ** 20, SecurityOpt: ['no-new-privileges'] },
        Devices: [{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rwm' }],
      },
    );
    for (const option of [
      ...["--health-cmd 'mysqladmin ping'", '--health-interval 5s', '--health-retries 3', '--read-only'],
      ...['--init', '--cap-add NET_ADMIN', '--cap-drop ALL', '--dns 10.0.0.2', '--add-host db:10.0.0.9'],
      ...['--sysctl net.core.somaxconn=511', '--tmpfs /run', '--shm-size 134217728'],
      ...['--security-opt no-new-privileges', '--device /dev/fuse:/dev/fuse'],
    ])
      expect(said).toContain(option);
    expect(text({ Healthcheck: { Test: ['CMD', 'true'] } }, { ShmSize: 64 * 2 ** 20 })).not.toMatch(
      /health|shm/,
    );
  });

  it('says nothing where nothing stands', () => {
    expect(containerByHand({ containers: [], networks: {} })).toEqual([]);
  });
});
