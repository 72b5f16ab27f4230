import { describe, expect, it } from 'vitest';
import { label } from '@shared/labels';
import type { RedisClusterObserved } from '@shared/redis-cluster/observed';
import type { RedisClusterSpecInput } from '@shared/redis-cluster/spec';
import { container, network, observed } from './observed';
import { desktop, expectFinding, find, host, inNetwork, lan, subnet, type Case } from './preflight-support';

describe('preflight', () => {
  it('has nothing but one remark on a plain cluster on a quiet machine', () => {
    expect(find({}, observed()).map((each) => `${each.level} ${each.code}`)).toEqual(['info machine.one']);
  });

  it.each<Case>([
    // names
    [
      'a container of that name',
      {},
      observed({ containers: [container('demo-2')] }),
      'error container.taken nodeNames',
      /demo-2/,
    ],
    [
      'the name of another kind',
      {},
      observed({
        networks: [
          network('x', '10.9.0.0/24', 'bridge', {
            labels: { [label.cluster]: 'demo', [label.kind]: 'mysql-replication' },
          }),
        ],
      }),
      'error name.taken name',
      /mysql-replication/,
    ],
    [
      'a pattern that gives no name',
      { nodeNames: '{n}' },
      observed(),
      'error nodeNames.invalid nodeNames',
      /container name/,
    ],
    [
      'an unknown place in the pattern',
      { nodeNames: '{cluster}-{n}' },
      observed(),
      'error nodeNames.invalid nodeNames',
      /\{cluster\}-1.*Only \{name\} and \{n\}/,
    ],
    // image
    ['an image to be pulled', { image: 'redis:7.4' }, observed(), 'info image.pull image', /redis:7\.4/],
    ['no image name', { image: 'Redis 7' }, observed(), 'error image.invalid image', /not an image name/],
    ['an old image', { image: 'redis:6.0' }, observed(), 'warning image.old image', /6\.2/],
    // network
    [
      "Docker's own network",
      inNetwork({ name: 'bridge' }),
      observed(),
      'error network.reserved network.name',
      /own networks/,
    ],
    [
      'a network with another subnet',
      {},
      observed({ networks: [network('demo-net', '10.6.0.0/24')] }),
      'error network.differs network.name',
      /10\.6\.0\.0\/24.*Enter that subnet/,
    ],
    [
      'an overlay of that name',
      {},
      observed({ networks: [network('demo-net', subnet, 'overlay')] }),
      'error network.differs network.name',
      /overlay.*bridge network/,
    ],
    [
      'addresses in use there',
      {},
      observed({
        networks: [network('demo-net', subnet)],
        containers: [container('web', { addresses: { 'demo-net': '10.5.0.13' } })],
      }),
      'error address.taken network.firstAddress',
      /10\.5\.0\.13.*10\.5\.0\.14/,
    ],
    [
      'a subnet that a network has',
      {},
      observed({ networks: [network('other', '10.5.0.0/16')] }),
      'error subnet.overlap network.subnet',
      /other.*172\.1[789]\.0\.0\/16|other.*172\.18/,
    ],
    [
      'a subnet that an interface has',
      inNetwork({ subnet: '192.168.1.0/24' }),
      observed(),
      'error subnet.overlap network.subnet',
      /eth0/,
    ],
    [
      'the same in a virtual machine',
      inNetwork({ subnet: '192.168.1.0/24' }),
      observed(desktop),
      'warning subnet.overlap network.subnet',
      /eth0/,
    ],
    [
      'host bits',
      inNetwork({ subnet: '10.5.0.9/24' }),
      observed(),
      'error subnet.hostBits network.subnet',
      /Write 10\.5\.0\.0\/24/,
    ],
    [
      'a subnet of the internet',
      inNetwork({ subnet: '8.8.8.0/24' }),
      observed(),
      'warning subnet.public network.subnet',
      /internet/,
    ],
    [
      'an address outside',
      inNetwork({ firstAddress: '10.6.0.11' }),
      observed(),
      'error address.outside network.firstAddress',
      /10\.5\.0\.2 to 10\.5\.0\.249/,
    ],
    [
      'the gateway',
      inNetwork({ firstAddress: '10.5.0.1' }),
      observed(),
      'error address.reserved network.firstAddress',
      /gateway/,
    ],
    [
      'the network address',
      inNetwork({ firstAddress: '10.5.0.0' }),
      observed(),
      'error address.reserved network.firstAddress',
      /gateway/,
    ],
    [
      'the broadcast address',
      inNetwork({ firstAddress: '10.5.0.255' }),
      observed(),
      'error address.reserved network.firstAddress',
      /broadcast/,
    ],
    [
      'a start too late',
      inNetwork({ firstAddress: '10.5.0.250' }),
      observed(),
      'error address.room network.firstAddress',
      /10\.5\.0\.255.*Start at 10\.5\.0\.2/,
    ],
    [
      'a subnet too small',
      inNetwork({ subnet: '10.5.0.0/29' }),
      observed(),
      'error address.room network.subnet',
      /a \/28 has room/,
    ],
  ])('%s', (...each) => {
    expectFinding(each);
  });

  it.each<[string, Partial<RedisClusterSpecInput>, RedisClusterObserved, string]>([
    ['a network with just that subnet', {}, observed({ networks: [network('demo-net', subnet)] }), 'network'],
    [
      'its own interface on this computer',
      {},
      observed({
        networks: [network('demo-net', subnet)],
        host: { interfaces: [{ name: 'br-1', address: '10.5.0.1', cidr: '10.5.0.1/24', internal: false }] },
      }),
      'subnet',
    ],
    [
      'ports of a container that is stopped',
      {},
      observed({
        containers: [
          container('web', { state: 'exited', ports: [{ hostIp: '', hostPort: 6381, containerPort: 80 }] }),
        ],
      }),
      'port',
    ],
    [
      'a bus port that is not published',
      {},
      observed({ host: { portsInUse: [{ port: 16381 }] } }),
      'busPort',
    ],
    ['an image under its long name', { image: 'docker.io/library/redis:7.0' }, observed(), 'image'],
    ['the newest of 6', { image: 'redis:6' }, observed({ images: ['redis:6'] }), 'image'],
    ['a mirror of Valkey 1', { image: 'valkey:1.0' }, observed({ images: ['valkey:1.0'] }), 'image'],
    [
      'a password on the network',
      { ...lan('192.168.1.20'), password: { env: 'PW' } },
      observed(),
      'password',
    ],
    ['127.0.0.1 without a password', host('127.0.0.1'), observed(), 'password'],
    [
      "this computer's interfaces where the engine is elsewhere",
      { ...lan('192.168.1.9'), ...inNetwork({ subnet: '192.168.1.0/24' }) },
      observed({ engine: { local: false } }),
      'subnet',
    ],
    [
      'a /29 for 5 nodes',
      { masters: 5, replicasPerMaster: 0, ...inNetwork({ subnet: '10.5.0.0/29' }) },
      observed(),
      'address',
    ],
    [
      'a folder on Windows',
      { persistence: { storage: 'folder', path: 'C:\\redis' } },
      observed({ host: { platform: 'win32' } }),
      'folder',
    ],
    ['an unknown amount of disk', {}, observed({ host: { freeDiskBytes: undefined } }), 'disk'],
  ])('has nothing against %s', (_, change, state, area) => {
    expect(find(change, state).filter((each) => each.code.startsWith(`${area}.`))).toEqual([]);
  });
});
