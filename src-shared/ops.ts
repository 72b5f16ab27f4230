import { z } from 'zod';
import { secretRefSchema } from './secrets';

const port = z.int().min(1).max(65535);
const labels = z.record(z.string(), z.string());

/** One Redis node as an op reaches it. */
export const redisNodeSchema = z.object({
  /** The node's name, and its container's where it has one on the engine. */
  name: z.string(),
  container: z.string().optional(),
  /** Where this computer connects. */
  host: z.string(),
  port,
  /** Where the other nodes and the clients are sent. */
  announce: z.object({ address: z.string(), port, busPort: port }),
  /** The port inside the container: for `docker exec … redis-cli -p`. */
  innerPort: port,
  auth: z.object({ username: z.string().optional(), password: secretRefSchema }).optional(),
});
export type RedisNode = z.infer<typeof redisNodeSchema>;

/** A range of slots, both ends included. */
export const slotRangeSchema = z.tuple([z.int().min(0).max(16383), z.int().min(0).max(16383)]);
export type SlotRange = z.infer<typeof slotRangeSchema>;

export const restartSchema = z.object({
  name: z.enum(['no', 'always', 'unless-stopped', 'on-failure']),
  maximumRetryCount: z.int().min(0).optional(),
});

export const mountSchema = z.object({
  type: z.enum(['volume', 'bind']),
  /** A volume's name, or an absolute path on the engine's host. */
  source: z.string(),
  target: z.string(),
});

export const containerCreateSchema = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  hostname: z.string().optional(),
  network: z.union([
    z.object({ mode: z.literal('host') }),
    z.object({ mode: z.literal('bridge'), network: z.string(), address: z.string() }),
  ]),
  ports: z.array(z.object({ hostIp: z.string(), hostPort: port, containerPort: port })),
  mounts: z.array(mountSchema),
  memoryBytes: z.number().optional(),
  restart: restartSchema,
  labels,
});

const op = <K extends string, A extends z.ZodType>(kind: K, args: A) =>
  z.object({ kind: z.literal(kind), args });

/** Every op there is. Docker's, the host's, then Redis's. What each does, shows and undoes is looked up by kind. */
export const opSchema = z.discriminatedUnion('kind', [
  op('image.pull', z.object({ image: z.string() })),
  op('network.create', z.object({ name: z.string(), subnet: z.string(), labels })),
  op('network.remove', z.object({ name: z.string() })),
  op('volume.create', z.object({ name: z.string(), labels })),
  op('volume.remove', z.object({ name: z.string() })),
  /**
   * A folder on this computer, made with its parents; undo removes what was made, and all that has been put in
   * since. `shared`: others may put theirs in as well, so undo removes it only when it is empty.
   */
  op('folder.create', z.object({ path: z.string(), shared: z.boolean().optional() })),
  /** Removes a folder and all in it. */
  op('folder.remove', z.object({ path: z.string() })),
  op('container.create', containerCreateSchema),
  /** Fails when a path exists in a container (an old identity in a reused volume). */
  op('container.checkAbsent', z.object({ container: z.string(), path: z.string() })),
  /** Writes a text file into a container. `${NAME}` in `content` is filled from `secrets` when it runs. */
  op(
    'container.writeFile',
    z.object({
      container: z.string(),
      path: z.string(),
      content: z.string(),
      mode: z.number(),
      secrets: z.record(z.string(), secretRefSchema),
    }),
  ),
  op('container.start', z.object({ container: z.string() })),
  op('container.stop', z.object({ container: z.string() })),
  /** Stops and removes a container; its named volumes stay. `id`: that very one, and no later one of its name. */
  op('container.remove', z.object({ container: z.string(), id: z.string().optional() })),

  /** Waits until a node answers PING and has loaded its data. */
  op('redis.ping', z.object({ node: redisNodeSchema, timeoutMs: z.number() })),
  /** `node` is told of every one of `others` (CLUSTER MEET). */
  op('redis.meet', z.object({ node: redisNodeSchema, others: z.array(redisNodeSchema) })),
  op('redis.addSlots', z.object({ node: redisNodeSchema, ranges: z.array(slotRangeSchema) })),
  op('redis.setEpoch', z.object({ node: redisNodeSchema, epoch: z.int() })),
  /**
   * CONFIG SET on every one of `nodes`; forgotten at their next restart. A build hurries the nodes with
   * `cluster-node-timeout 1500` as soon as they answer, and sets the lasting value again once the cluster is ok:
   * a node pings another that it has not heard of for half of it. Measured, 3+3: every node knows every role
   * 2-4 s sooner. What is left is the 2 s for which a master keeps `cluster_state:fail` after its start.
   */
  op(
    'redis.config',
    z.object({
      nodes: z.array(redisNodeSchema),
      settings: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.string()),
    }),
  ),
  /**
   * Waits until every node knows every other and all give the same view. Nodes that lack each other are
   * introduced again (CLUSTER MEET): gossip alone takes 1-3 s for what a MEET does in 0.3 s.
   */
  op('redis.waitAgree', z.object({ nodes: z.array(redisNodeSchema), timeoutMs: z.number() })),
  op('redis.replicate', z.object({ node: redisNodeSchema, master: redisNodeSchema })),
  /** Waits until a replica's link is up and it has caught up with its master. */
  op('redis.waitSynced', z.object({ node: redisNodeSchema, master: redisNodeSchema, timeoutMs: z.number() })),
  /** Waits until every node says cluster_state:ok, all 16384 slots are covered, and all see the same roles. */
  op('redis.waitStateOk', z.object({ nodes: z.array(redisNodeSchema), timeoutMs: z.number() })),
  /** Writes a key through a node that does not own it, follows the MOVED redirect, reads it back, deletes it. */
  op(
    'redis.verifyRedirect',
    z.object({
      nodes: z.array(redisNodeSchema),
      /** `host`: from this computer. `network`: from inside a node's container. */
      from: z.enum(['host', 'network']),
    }),
  ),
]);
export type Op = z.infer<typeof opSchema>;
export type OpKind = Op['kind'];
export type OpArgs<K extends OpKind> = Extract<Op, { kind: K }>['args'];
