import type { RedisClusterObserved } from '@shared/redis-cluster/observed';

/** A quiet Linux machine with an empty engine; tests change what they are about. */
export function observed(
  change: Partial<Omit<RedisClusterObserved, 'engine' | 'host'>> & {
    engine?: Partial<RedisClusterObserved['engine']>;
    host?: Partial<RedisClusterObserved['host']>;
  } = {},
): RedisClusterObserved {
  const { engine, host, ...rest } = change;
  return {
    containers: [],
    networks: [network('bridge', '172.17.0.0/16'), network('host', undefined, 'host')],
    volumes: [],
    images: ['redis:7.0', 'valkey/valkey:9.1'],
    ...rest,
    engine: {
      id: 'socket:/var/run/docker.sock',
      name: 'docker.sock',
      source: 'socket',
      endpoint: 'unix:///var/run/docker.sock',
      product: 'docker-engine',
      local: true,
      version: '28.0.1',
      apiVersion: '1.48',
      os: 'Debian GNU/Linux 12',
      osType: 'linux',
      arch: 'x86_64',
      kernel: '6.1.0',
      cgroupVersion: '2',
      cpus: 4,
      memoryBytes: 16 * 1024 ** 3,
      rootDir: '/var/lib/docker',
      storageDriver: 'overlay2',
      isDesktop: false,
      rootless: false,
      ...engine,
    },
    host: {
      platform: 'linux',
      interfaces: [
        { name: 'lo', address: '127.0.0.1', cidr: '127.0.0.1/8', internal: true },
        { name: 'eth0', address: '192.168.1.20', cidr: '192.168.1.20/24', internal: false },
        { name: 'docker0', address: '172.17.0.1', cidr: '172.17.0.1/16', internal: false },
      ],
      portsInUse: [],
      foldersInUse: [],
      freeMemoryBytes: 8 * 1024 ** 3,
      freeDiskBytes: 100 * 1024 ** 3,
      ...host,
    },
  };
}

export function network(
  name: string,
  subnet: string | undefined,
  driver = 'bridge',
  rest: Partial<RedisClusterObserved['networks'][number]> = {},
): RedisClusterObserved['networks'][number] {
  return {
    name,
    driver,
    subnets: subnet === undefined ? [] : [subnet],
    labels: {},
    containers: [],
    ...rest,
  };
}

export function container(
  name: string,
  rest: Partial<RedisClusterObserved['containers'][number]> = {},
): RedisClusterObserved['containers'][number] {
  return {
    id: `id-of-${name}`,
    name,
    image: 'redis:7.0',
    state: 'running',
    command: [],
    labels: {},
    networkMode: 'default',
    addresses: {},
    ports: [],
    mounts: [],
    memoryBytes: 0,
    restart: 'no',
    ...rest,
  };
}
