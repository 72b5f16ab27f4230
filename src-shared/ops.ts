import { z } from 'zod';
import { composeOps } from './compose/ops';
import { containerOps } from './containers/ops';
import { restartSchema } from './containers/restart';
import { resourceOps } from './resources/ops';
import { secretRefSchema } from './secrets';

const port = z.int().min(1).max(65535);
const labels = z.record(z.string(), z.string());

/** How a TLS connection is made and whom it trusts; paths of PEM files on this computer. */
export const tlsSchema = z.object({
  ca: z.string().optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
  /** The name that the server's certificate must carry; default the address. */
  serverName: z.string().optional(),
  /** Accept any certificate: said loudly where it is offered. */
  insecure: z.boolean().optional(),
});
export type TlsOptions = z.infer<typeof tlsSchema>;

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
  /** TLS, where the node speaks it. Files are paths on this computer. */
  tls: tlsSchema.optional(),
});
export type RedisNode = z.infer<typeof redisNodeSchema>;

/** A range of slots, both ends included. */
export const slotRangeSchema = z.tuple([z.int().min(0).max(16383), z.int().min(0).max(16383)]);
export type SlotRange = z.infer<typeof slotRangeSchema>;

/** `gentle`: other clients hardly notice. `fast`: as fast as the servers can. */
export const paceSchema = z.enum(['gentle', 'fast']);
export type Pace = z.infer<typeof paceSchema>;

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

/** Every op there is. Docker's, the host's, Redis's, then Compose's. What each does, shows and undoes is looked up by kind. */
export const opSchema = z.discriminatedUnion('kind', [
  /** `always`: also when the image is there, for it may be old. Undo removes an image that was not there. */
  op('image.pull', z.object({ image: z.string(), always: z.boolean().optional() })),
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
  /** Changes limits and restart policy in place; what is absent stays. Undo gives the old ones back. */
  op(
    'container.update',
    z.object({
      id: z.string(),
      container: z.string(),
      restart: restartSchema.optional(),
      /** Bytes; `swap` is memory and swap together, -1: no limit. The engine takes them only together. */
      memory: z.object({ limit: z.int(), swap: z.int() }).optional(),
      cpus: z.number().optional(),
      /** 0: no limit. */
      pids: z.int().optional(),
    }),
  ),
  op('container.start', z.object({ container: z.string() })),
  op('container.stop', z.object({ container: z.string() })),
  /** What a drill does to a node, and its way back; each is the other's undo. */
  op('container.kill', z.object({ container: z.string() })),
  op('container.pause', z.object({ container: z.string() })),
  op('container.unpause', z.object({ container: z.string() })),
  op('network.disconnect', z.object({ network: z.string(), container: z.string() })),
  op(
    'network.connect',
    z.object({ network: z.string(), container: z.string(), address: z.string().optional() }),
  ),
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

  /**
   * Moves slots with their keys to one master, from several at the same time. It looks at the live claims first
   * and goes on from whatever it finds, so it may be run again after any interruption. Undo moves them back.
   */
  op(
    'redis.moveSlots',
    z.object({
      to: redisNodeSchema,
      from: z.array(z.object({ node: redisNodeSchema, ranges: z.array(slotRangeSchema) })),
      /** All masters, source and target among them: they are told of each slot's new owner. */
      masters: z.array(redisNodeSchema),
      pace: paceSchema,
    }),
  ),
  /** Closes open slots and settles double claims, by live claims and key counts. */
  op('redis.settleSlots', z.object({ masters: z.array(redisNodeSchema), ranges: z.array(slotRangeSchema) })),
  /** Gives slots that nobody owns to whoever holds their keys, else to the master given. */
  op(
    'redis.coverSlots',
    z.object({
      masters: z.array(redisNodeSchema),
      /** They drop what they believe of these slots, as the masters do. Without: those that the masters know. */
      replicas: z.array(redisNodeSchema).optional(),
      assign: z.array(z.object({ node: redisNodeSchema, ranges: z.array(slotRangeSchema) })),
    }),
  ),
  /** Brings keys that lie on a master that does not own their slot to the one that does. */
  op(
    'redis.moveStrayKeys',
    z.object({ masters: z.array(redisNodeSchema), ranges: z.array(slotRangeSchema) }),
  ),
  /** Waits until every node sees all slots owned as they should be, and none open. */
  op('redis.verifySlots', z.object({ nodes: z.array(redisNodeSchema), timeoutMs: z.number() })),
  /** All of `nodes` forget a node (CLUSTER FORGET), at the same time; `node`: it is reset as well, if it answers. */
  op(
    'redis.forget',
    z.object({ id: z.string(), nodes: z.array(redisNodeSchema), node: redisNodeSchema.optional() }),
  ),
  /** Library functions (FUNCTION DUMP) of a master, for one that is new; a server without functions: nothing. */
  op('redis.copyFunctions', z.object({ from: redisNodeSchema, to: redisNodeSchema })),
  op('redis.bumpEpoch', z.object({ node: redisNodeSchema })),
  /** Promotes a replica and waits until all of `nodes` see it. Undo promotes `master` again. */
  op(
    'redis.failover',
    z.object({
      node: redisNodeSchema,
      master: redisNodeSchema,
      mode: z.enum(['graceful', 'force', 'takeover']),
      nodes: z.array(redisNodeSchema),
    }),
  ),
  /**
   * Looks on while a cluster copes with the loss of `victim`: every suspicion, vote, promotion and recovery with
   * its time. Output: DrillTimeline in redis-cluster/timeline.ts. `until`: what ends it.
   */
  op(
    'redis.watchFailover',
    z.object({
      nodes: z.array(redisNodeSchema),
      victim: redisNodeSchema,
      until: z.enum(['promoted', 'failed', 'recovered']),
      timeoutMs: z.number(),
    }),
  ),
  /** A snapshot (RDB) of one node, into a file on this computer. */
  op('redis.saveRdb', z.object({ node: redisNodeSchema, path: z.string() })),
  /** The list of a backup's files, with slots, sizes and checksums. */
  op(
    'redis.backupManifest',
    z.object({
      folder: z.string(),
      cluster: z.string(),
      files: z.array(
        z.object({ node: z.string(), id: z.string(), file: z.string(), slots: z.array(slotRangeSchema) }),
      ),
    }),
  ),
  /** Copies the keys of a standalone server into the cluster; what was copied stays copied when it is run again. */
  op(
    'redis.importKeys',
    z.object({
      source: redisNodeSchema,
      database: z.int().min(0),
      /** The cluster's masters. */
      masters: z.array(redisNodeSchema),
      match: z.string().optional(),
      /** What is there under the same name is overwritten; else it is left and counted. */
      replace: z.boolean(),
    }),
  ),
  ...containerOps,
  ...composeOps,
  ...resourceOps,
]);
export type Op = z.infer<typeof opSchema>;
export type OpKind = Op['kind'];
export type OpArgs<K extends OpKind> = Extract<Op, { kind: K }>['args'];
