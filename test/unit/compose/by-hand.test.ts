import { describe, expect, it } from 'vitest';
import { containerFactsSchema, imageConfigSchema } from '@shared/compose/build/container-facts';
import { stackByHand } from '@shared/compose/by-hand';
import type { Stack, StackContainer } from '@shared/compose/stack';

const image = imageConfigSchema.parse({
  Config: { Env: ['PATH=/bin'], Cmd: ['mysqld'], Entrypoint: ['docker-entrypoint.sh'] },
}).Config;

const container = (service: string, needs: readonly string[] = []): StackContainer => ({
  ...{ id: `${service}-id`, name: `shop-${service}-1`, service, number: 1, oneOff: false },
  ...{ image: 'mysql:5.7', imageId: '', state: 'running', createdAt: 0, ports: [], configHash: '' },
  dependsOn: Object.fromEntries(needs.map((each) => [each, 'service_started'])),
  ...{ networks: {}, mounts: [] },
});
const stack: Stack = {
  ...{ name: 'shop', versions: [], missingFiles: [] },
  services: [container('app', ['db']), container('db')].map((each) => ({
    ...{ name: each.service, containers: [each], state: 'running' },
  })),
  networks: [
    { name: 'shop_back', key: 'back' },
    { name: 'shop_front', key: 'front' },
  ],
  volumes: [{ name: 'shop_data', key: 'data' }],
};

const facts = (service: string, more: { config?: object; host?: object; mounts?: object[] } = {}) =>
  containerFactsSchema.parse({
    Id: `${service}-id`,
    Name: `/shop-${service}-1`,
    Config: {
      ...{ Image: 'mysql:5.7', Env: ['PATH=/bin'], Cmd: ['mysqld'], Entrypoint: ['docker-entrypoint.sh'] },
      ...more.config,
    },
    HostConfig: { NetworkMode: 'shop_back', ...more.host },
    Mounts: more.mounts ?? [],
    NetworkSettings: {
      Networks: {
        shop_back: { Aliases: [`shop-${service}-1`, service] },
        ...(service === 'app' && {
          shop_front: { Aliases: [service], IPAMConfig: { IPv4Address: '10.7.0.9' } },
        }),
      },
    },
  });

const imported = {
  containers: [
    {
      facts: facts('app', {
        config: { Entrypoint: ['java', '-jar', 'app.jar'], Cmd: [], Hostname: 'shop' },
        host: {
          PortBindings: {
            '8080/tcp': [
              { HostIp: '0.0.0.0', HostPort: '9000' },
              { HostIp: '::', HostPort: '9000' },
            ],
          },
        },
      }),
      image,
    },
    {
      facts: facts('db', {
        config: { Env: ['PATH=/bin', 'MYSQL_ROOT_PASSWORD=verysecret', 'TZ=Asia/Shanghai'] },
        host: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 }, Memory: 512 * 1024 * 1024 },
        mounts: [
          { Type: 'volume', Name: 'shop_data', Destination: '/var/lib/mysql', RW: true },
          { Type: 'volume', Name: 'a'.repeat(64), Destination: '/tmp/x', RW: true },
          { Type: 'bind', Source: '/root/conf', Destination: '/etc/mysql/conf.d', RW: false },
        ],
      }),
      image,
    },
  ],
  networks: { shop_back: { driver: 'bridge', subnets: [{ subnet: '172.19.0.0/16', gateway: '' }] } },
};
const ref = { files: ['/srv/shop/compose.yml'], profiles: [] };

describe('a stack by hand', () => {
  it('reads like the tutorial: compose, then network, volume and docker run in the order of need', async () => {
    const parts = stackByHand(stack, ref, imported);
    const text = parts.map(({ id, code }) => `# ${id}\n${code}\n`).join('\n');
    await expect(text).toMatchFileSnapshot('golden/by-hand.sh');
    expect(text).not.toContain('verysecret');
  });

  it('names files beside the usual one, and those that lie elsewhere', () => {
    const code = (files: readonly string[], more: object = {}): string =>
      stackByHand(stack, { files: [...files], profiles: [], ...more }, imported)[0]?.code.split('\n')[2] ??
      '';
    expect(code(['/srv/shop/compose.yml'])).toBe('docker compose -p shop config --quiet');
    expect(code(['/srv/shop/compose.yml', '/srv/shop/prod/more.yml', '/srv/shopping/x.yml'])).toBe(
      'docker compose -f compose.yml -f prod/more.yml -f /srv/shopping/x.yml -p shop config --quiet',
    );
    expect(code(['/srv/shop/my app.yml'], { profiles: ['dev'], envFiles: ['/srv/shop/.env.dev'] })).toBe(
      "docker compose -f 'my app.yml' --env-file .env.dev --profile dev -p shop config --quiet",
    );
  });

  it('does without files that nobody knows, and says nothing where nothing stands', () => {
    expect(stackByHand(stack, undefined, imported).map(({ id }) => id)).not.toContain('compose');
    const empty = { ...stack, services: [], networks: [], volumes: [] };
    expect(stackByHand(empty, undefined, { containers: [], networks: {} })).toEqual([]);
  });

  it('bears services that wait for each other', () => {
    const ring = {
      ...stack,
      services: [container('app', ['db']), container('db', ['app'])].map((each) => ({
        ...{ name: each.service, containers: [each], state: 'running' as const },
      })),
    };
    const run = stackByHand(ring, ref, imported).find(({ id }) => id === 'run')?.code ?? '';
    expect(run.match(/docker run/g)).toHaveLength(2);
  });
});
