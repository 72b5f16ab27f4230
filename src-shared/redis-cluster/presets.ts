import { msg, type Message } from '../i18n/index';
import { redisClusterSpecSchema, type RedisClusterSpec, type RedisClusterSpecInput } from './spec';

/** A form that is filled in: what the tutorials build, without their mistakes. */
export interface Preset {
  readonly id: 'bridge' | 'host';
  readonly title: Message;
  readonly text: Message;
  readonly spec: RedisClusterSpec;
}

interface Interface {
  readonly name: string;
  readonly address: string;
  readonly internal: boolean;
}

/** @param interfaces this computer's IPv4 interfaces, for the address of host mode */
export function presets(interfaces: readonly Interface[]): Preset[] {
  const make = (
    id: Preset['id'],
    texts: Pick<Preset, 'title' | 'text'>,
    spec: RedisClusterSpecInput,
  ): Preset => ({
    id,
    ...texts,
    spec: redisClusterSpecSchema.parse(spec),
  });
  return [
    make(
      'bridge',
      { title: msg('redis.preset.bridge.title'), text: msg('redis.preset.bridge.text') },
      {
        kind: 'redis-cluster',
        name: 'redis',
        // The first address, 172.18.0.11, follows from the subnet.
        network: { mode: 'bridge', name: 'redisnet', subnet: '172.18.0.0/16' },
      },
    ),
    make(
      'host',
      { title: msg('redis.preset.host.title'), text: msg('redis.preset.host.text') },
      {
        kind: 'redis-cluster',
        name: 'redis-node',
        network: { mode: 'host', address: hostAddress(interfaces) },
        persistence: { storage: 'folder', path: '/data/redis/share' },
      },
    ),
  ];
}

/** Bridges, tunnels and pairs that container engines and virtual machines make. */
const made =
  /^(docker|br-|veth|virbr|cni|flannel|cali|podman|vmnet|vboxnet|lxc|lxd|utun|tun|tap|zt|tailscale|wg)/;

/** The address that others most probably reach this computer by; 127.0.0.1 where it is connected to nothing. */
export function hostAddress(interfaces: readonly Interface[]): string {
  const outside = interfaces.filter((each) => !each.internal);
  return (outside.find((each) => !made.test(each.name)) ?? outside[0])?.address ?? '127.0.0.1';
}
