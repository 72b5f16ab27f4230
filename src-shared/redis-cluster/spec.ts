import { z } from 'zod';
import { secretRefSchema } from '../secrets';

/** Names that Docker takes for containers, networks and volumes. */
const dockerName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/);
const ipv4 = z.ipv4();
const cidr = z.cidrv4();
const port = z.int().min(1).max(65535);

export const networkSchema = z
  .discriminatedUnion('mode', [
    z
      .strictObject({
        mode: z.literal('bridge').describe('A Docker network of its own, with fixed addresses.'),
        /** The Docker network's name; default `<cluster>-net`. */
        name: dockerName.max(63).optional().describe("The Docker network's name. Default: <cluster>-net."),
        subnet: cidr.describe("The network's subnet, as 172.18.0.0/16. It must overlap no other network."),
        /** The first node's address; default the subnet's base + 11. */
        firstAddress: ipv4
          .optional()
          .describe("The first node's address; the others follow. Default: the subnet's base + 11."),
      })
      .describe('Bridge mode: a Docker network with a subnet.'),
    z
      .strictObject({
        mode: z.literal('host').describe("This computer's own network."),
        /** The address of this computer that the nodes announce to each other and to clients. */
        address: ipv4.describe(
          'The address of this computer that the nodes announce to each other and to clients.',
        ),
      })
      .describe("Host mode: the nodes use this computer's network directly."),
  ])
  .describe('The network that the nodes are on.');

const appendonly = z
  .boolean()
  .default(true)
  .describe('Keep every write in the append-only file, so that a restart loses next to nothing.');

/** What the wizard fills and what a spec file holds. */
export const redisClusterSpecSchema = z.strictObject({
  kind: z.literal('redis-cluster').describe('What the file describes.'),
  name: dockerName.min(1).max(40).describe("The cluster's name: letters, digits, dots, dashes, underscores."),
  image: z.string().min(1).default('redis:7.0').describe('The image: Redis 6.2 or later, Valkey 8 or later.'),
  masters: z
    .int()
    .min(3)
    .max(100)
    .default(3)
    .describe('How many masters share the 16384 slots. 3 is the least: they vote on failovers.'),
  replicasPerMaster: z
    .int()
    .min(0)
    .max(5)
    .default(1)
    .describe('How many replicas each master has. Without any there is no failover.'),
  /** Container names: `{name}` is the cluster's name, `{n}` the node's number from 1. */
  nodeNames: z
    .string()
    .regex(/^[a-zA-Z0-9_.{}-]*\{n\}[a-zA-Z0-9_.{}-]*$/)
    .default('{name}-{n}')
    .describe("The containers' names: {name} is the cluster's name, {n} the node's number from 1."),
  network: networkSchema,
  ports: z
    .strictObject({
      first: port
        .max(55_435)
        .describe("The first node's port; the others follow. Bus ports are 10000 higher."),
    })
    .default({ first: 6381 })
    .describe('The ports of the nodes.'),
  /** Who connects: programs on this computer, containers on the network, or other computers. */
  clients: z
    .enum(['host', 'containers', 'lan'])
    .default('host')
    .describe(
      'Who connects: programs on this computer, containers on the network, or other computers (lan).',
    ),
  /** Bridge mode with `clients: lan`: the address of this computer that other computers reach. */
  announce: ipv4
    .optional()
    .describe('Bridge mode with clients: lan. The address of this computer that other computers reach.'),
  persistence: z
    .discriminatedUnion('storage', [
      z
        .strictObject({
          appendonly,
          storage: z.literal('volume').describe('A Docker volume for each node.'),
        })
        .describe('Data in Docker volumes.'),
      z
        .strictObject({
          appendonly,
          storage: z.literal('folder').describe('A folder on this computer for each node.'),
          /** Absolute; each node gets `<path>/<node name>`. */
          path: z
            .string()
            .regex(/^(\/|[A-Za-z]:[\\/])/)
            .describe('An absolute path. Each node gets a folder of its name in it.'),
        })
        .describe('Data in a folder on this computer.'),
    ])
    .default({ appendonly: true, storage: 'volume' })
    .describe('Where and how the data is kept.'),
  /** Absent: no password. */
  password: secretRefSchema
    .optional()
    .describe('Where the password comes from, never the password itself: { env: NAME } or { file: PATH }.'),
  /** A node's memory limit, as `256mb` or `1gb`; maxmemory is three quarters of it. Absent: none. */
  memory: z
    .string()
    .regex(/^[1-9][0-9]*([kKmMgG]?[bB]|[kKmMgG])$/)
    .optional()
    .describe("A node's memory limit, as 256mb. maxmemory is three quarters of it. Default: no limit."),
  restart: z
    .string()
    .regex(/^(no|always|unless-stopped|on-failure(:[0-9]+)?)$/)
    .default('unless-stopped')
    .describe('When Docker starts a node again: no, always, unless-stopped, on-failure or on-failure:5.'),
  /** Milliseconds after which a silent node is suspected. */
  nodeTimeout: z
    .int()
    .min(500)
    .max(600_000)
    .default(5000)
    .describe('Milliseconds after which a silent node is suspected to have failed.'),
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
