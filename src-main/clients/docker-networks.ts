import { z } from 'zod';
import { msg } from '@shared/i18n/index';
import { networkSchema, volumeSchema, type Network, type Volume } from './docker-schemas';
import type { CallOptions, Wire } from './docker-wire';

export interface Networks {
  /** Without their containers: the engine tells those one network at a time. */
  list(options?: CallOptions): Promise<Network[]>;
  inspect(name: string, options?: CallOptions): Promise<Network>;
  /** A bridge network; the gateway is the subnet's first address. Gives its id. */
  create(network: NewNetwork, options?: CallOptions): Promise<string>;
  remove(name: string, options?: CallOptions): Promise<void>;
}
export interface NewNetwork {
  readonly name: string;
  /** `172.18.0.0/16` */
  readonly subnet: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function networksOf(wire: Wire): Networks {
  const at = (name: string): string => `/networks/${encodeURIComponent(name)}`;
  return {
    list: (options) =>
      wire.json(
        z.array(networkSchema),
        { doing: msg('engine.doing.listNetworks') },
        { method: 'GET', path: '/networks', options },
      ),
    inspect: (name, options) =>
      wire.json(
        networkSchema,
        { doing: msg('engine.doing.inspectNetwork', { name }), network: name },
        { method: 'GET', path: at(name), options },
      ),
    create: async ({ name, subnet, labels }, options) => {
      const body = {
        Name: name,
        Driver: 'bridge',
        // Engines before 25 allow two networks of one name unless told not to.
        CheckDuplicate: true,
        IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
        Labels: labels,
      };
      const about = { doing: msg('engine.doing.createNetwork', { name }), network: name };
      const call = { method: 'POST', path: '/networks/create', body, options } as const;
      return (await wire.json(z.object({ Id: z.string() }), about, call)).Id;
    },
    remove: async (name, options) => {
      const about = { doing: msg('engine.doing.removeNetwork', { name }), network: name };
      await wire.status(about, { method: 'DELETE', path: at(name), options });
    },
  };
}

export interface Volumes {
  list(options?: CallOptions): Promise<Volume[]>;
  inspect(name: string, options?: CallOptions): Promise<Volume>;
  /** Gives the volume as it is: one that was there already keeps its own labels. */
  create(volume: NewVolume, options?: CallOptions): Promise<Volume>;
  remove(name: string, options?: CallOptions): Promise<void>;
}
export interface NewVolume {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the `local` driver: `{ type: 'tmpfs', device: 'tmpfs', o: 'size=1m' }`. */
  readonly driverOptions?: Readonly<Record<string, string>>;
}

export function volumesOf(wire: Wire): Volumes {
  const at = (name: string): string => `/volumes/${encodeURIComponent(name)}`;
  return {
    list: async (options) => {
      const about = { doing: msg('engine.doing.listVolumes') };
      const schema = z.object({ Volumes: z.array(volumeSchema).nullish() });
      return (await wire.json(schema, about, { method: 'GET', path: '/volumes', options })).Volumes ?? [];
    },
    inspect: (name, options) =>
      wire.json(
        volumeSchema,
        { doing: msg('engine.doing.inspectVolume', { name }), volume: name },
        { method: 'GET', path: at(name), options },
      ),
    create: ({ name, labels, driverOptions }, options) =>
      wire.json(
        volumeSchema,
        { doing: msg('engine.doing.createVolume', { name }), volume: name },
        {
          method: 'POST',
          path: '/volumes/create',
          body: { Name: name, Labels: labels, DriverOpts: driverOptions },
          options,
        },
      ),
    remove: async (name, options) => {
      const about = { doing: msg('engine.doing.removeVolume', { name }), volume: name };
      await wire.status(about, { method: 'DELETE', path: at(name), options });
    },
  };
}
