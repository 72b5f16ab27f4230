import type Dockerode from 'dockerode';
import { z } from 'zod';
import { msg } from '@shared/i18n/index';
import { networkSchema, read, volumeSchema, type Network, type Volume } from './docker-schemas';
import { asBody, type CallOptions, type Wire } from './docker-wire';

/** dockerode's type asks for all there is. */
type Attachment = Dockerode.NetworkConnectOptions & { abortSignal?: AbortSignal };

const networksSchema = z.array(networkSchema);
const volumesSchema = z.object({ Volumes: z.array(volumeSchema).nullish() });

export interface Networks {
  /** Without their containers: the engine tells those one network at a time. */
  list(options?: CallOptions): Promise<Network[]>;
  inspect(name: string, options?: CallOptions): Promise<Network>;
  /** A bridge network; the gateway is the subnet's first address. Gives its id. */
  create(network: NewNetwork, options?: CallOptions): Promise<string>;
  remove(name: string, options?: CallOptions): Promise<void>;
  /** Puts a container on a network; `address`: with this very one. */
  connect(network: string, container: string, address?: string, options?: CallOptions): Promise<void>;
  /** Takes a container off a network, whether it runs or not. */
  disconnect(network: string, container: string, options?: CallOptions): Promise<void>;
}
export interface NewNetwork {
  readonly name: string;
  /** `172.18.0.0/16` */
  readonly subnet: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function networksOf(wire: Wire): Networks {
  return {
    list: (options) =>
      wire.call({ doing: msg('engine.doing.listNetworks') }, options, async (engine, { abortSignal }) =>
        read(networksSchema, await engine.listNetworks({ abortSignal })),
      ),
    inspect: (name, options) => {
      const about = { doing: msg('engine.doing.inspectNetwork', { name }), network: name };
      return wire.call(about, options, async (engine) =>
        read(networkSchema, await engine.getNetwork(encodeURIComponent(name)).inspect()),
      );
    },
    create: ({ name, subnet, labels }, options) => {
      const about = { doing: msg('engine.doing.createNetwork', { name }), network: name };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        const network = await engine.createNetwork(
          asBody({
            Name: name,
            Driver: 'bridge',
            // Engines before 25 allow two networks of one name unless told not to.
            CheckDuplicate: true,
            IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
            Labels: { ...labels },
            abortSignal,
          }),
        );
        return z.string().parse(network.id);
      });
    },
    remove: (name, options) => {
      const about = { doing: msg('engine.doing.removeNetwork', { name }), network: name };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        await engine.getNetwork(encodeURIComponent(name)).remove({ abortSignal });
      });
    },
    connect: (network, container, address, options) => {
      const about = { doing: msg('engine.doing.attach', { network, container }), network, container };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        const body = {
          Container: container,
          ...(address !== undefined && { EndpointConfig: { IPAMConfig: { IPv4Address: address } } }),
          abortSignal,
        };
        await engine.getNetwork(encodeURIComponent(network)).connect(asBody(body as Attachment));
      });
    },
    disconnect: (network, container, options) => {
      const about = { doing: msg('engine.doing.detach', { network, container }), network, container };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        const body = { Container: container, Force: true, abortSignal };
        await engine.getNetwork(encodeURIComponent(network)).disconnect(asBody(body));
      });
    },
  };
}

export interface Volumes {
  list(options?: CallOptions): Promise<Volume[]>;
  inspect(name: string, options?: CallOptions): Promise<Volume>;
  /** A volume that was there already stays as it is, its own labels included. */
  create(volume: NewVolume, options?: CallOptions): Promise<void>;
  remove(name: string, options?: CallOptions): Promise<void>;
}
export interface NewVolume {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the `local` driver: `{ type: 'tmpfs', device: 'tmpfs', o: 'size=1m' }`. */
  readonly driverOptions?: Readonly<Record<string, string>>;
}

export function volumesOf(wire: Wire): Volumes {
  return {
    list: (options) =>
      wire.call({ doing: msg('engine.doing.listVolumes') }, options, async (engine, { abortSignal }) => {
        const answer = read(volumesSchema, await engine.listVolumes({ abortSignal }));
        return answer.Volumes ?? [];
      }),
    inspect: (name, options) => {
      const about = { doing: msg('engine.doing.inspectVolume', { name }), volume: name };
      return wire.call(about, options, async (engine, { abortSignal }) =>
        read(volumeSchema, await engine.getVolume(encodeURIComponent(name)).inspect({ abortSignal })),
      );
    },
    create: ({ name, labels, driverOptions }, options) => {
      const about = { doing: msg('engine.doing.createVolume', { name }), volume: name };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        const driver = driverOptions && { DriverOpts: { ...driverOptions } };
        await engine.createVolume(asBody({ Name: name, Labels: { ...labels }, ...driver, abortSignal }));
      });
    },
    remove: (name, options) => {
      const about = { doing: msg('engine.doing.removeVolume', { name }), volume: name };
      return wire.call(about, options, async (engine, { abortSignal }) => {
        await engine.getVolume(encodeURIComponent(name)).remove({ abortSignal });
      });
    },
  };
}
