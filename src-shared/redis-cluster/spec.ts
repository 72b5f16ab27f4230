import { z } from 'zod';
import { secretRefSchema } from '../secrets';

/** Names that Docker takes for containers, networks and volumes. */
const dockerName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/);
const ipv4 = z.ipv4();
const cidr = z.cidrv4();
const port = z.int().min(1).max(65535);

export const networkSchema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('bridge'),
    /** The Docker network's name; default `<cluster>-net`. */
    name: dockerName.max(63).optional(),
    subnet: cidr,
    /** The first node's address; default the subnet's base + 11. */
    firstAddress: ipv4.optional(),
  }),
  z.strictObject({
    mode: z.literal('host'),
    /** The address of this computer that the nodes announce to each other and to clients. */
    address: ipv4,
  }),
]);

/** What the wizard fills and what a spec file holds. */
export const redisClusterSpecSchema = z.strictObject({
  kind: z.literal('redis-cluster'),
  name: dockerName.min(1).max(40),
  image: z.string().min(1).default('redis:7.0'),
  masters: z.int().min(3).max(100).default(3),
  replicasPerMaster: z.int().min(0).max(5).default(1),
  /** Container names: `{name}` is the cluster's name, `{n}` the node's number from 1. */
  nodeNames: z
    .string()
    .regex(/^[a-zA-Z0-9_.{}-]*\{n\}[a-zA-Z0-9_.{}-]*$/)
    .default('{name}-{n}'),
  network: networkSchema,
  ports: z.strictObject({ first: port.max(55_435) }).default({ first: 6381 }),
  /** Who connects: programs on this computer, containers on the network, or other computers. */
  clients: z.enum(['host', 'containers', 'lan']).default('host'),
  /** Bridge mode with `clients: lan`: the address of this computer that other computers reach. */
  announce: ipv4.optional(),
  persistence: z
    .discriminatedUnion('storage', [
      z.strictObject({ appendonly: z.boolean().default(true), storage: z.literal('volume') }),
      z.strictObject({
        appendonly: z.boolean().default(true),
        storage: z.literal('folder'),
        /** Absolute; each node gets `<path>/<node name>`. */
        path: z.string().regex(/^(\/|[A-Za-z]:[\\/])/),
      }),
    ])
    .default({ appendonly: true, storage: 'volume' }),
  /** Absent: no password. */
  password: secretRefSchema.optional(),
  /** A node's memory limit, as `256mb` or `1gb`; maxmemory is three quarters of it. Absent: none. */
  memory: z
    .string()
    .regex(/^[1-9][0-9]*(b|kb|mb|gb|k|m|g)$/i)
    .optional(),
  restart: z
    .string()
    .regex(/^(no|always|unless-stopped|on-failure(:[0-9]+)?)$/)
    .default('unless-stopped'),
  /** Milliseconds after which a silent node is suspected. */
  nodeTimeout: z.int().min(500).max(600_000).default(5000),
});
export type RedisClusterSpec = z.infer<typeof redisClusterSpecSchema>;
/** As written by hand: defaulted fields may be absent. */
export type RedisClusterSpecInput = z.input<typeof redisClusterSpecSchema>;

/** `256mb` -> bytes (1024-based, as Docker and Redis take it). */
export function memoryBytes(text: string): number {
  const match = /^([0-9]+)(b|kb|mb|gb|k|m|g)$/i.exec(text);
  if (match === null) throw new RangeError(`not a size: ${text}`);
  const unit = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[match[2]?.[0]?.toLowerCase() ?? 'b'] ?? 1;
  return Number(match[1]) * unit;
}
