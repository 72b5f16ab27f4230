import { z } from 'zod';
import { projectRefSchema } from './compose/source';
import { containerRequests } from './containers/requests';
import { paceSchema, slotRangeSchema, tlsSchema } from './ops';
import { resourceRequests } from './resources/requests';
import { redisClusterSpecSchema } from './redis-cluster/spec';
import { secretRefSchema } from './secrets';

const name = z.string().min(1).max(200);
const pace = paceSchema.default('gentle');
const count = (max: number) => z.int().min(0).max(max);

/** What a plan on a running Redis cluster can be asked for. Nodes are named as ClusterNode.name. */
export const redisDayTwoRequests = [
  /** New masters, each with its replicas, and further replicas of masters that are there. */
  z.strictObject({
    kind: z.literal('redis-cluster.scale-out'),
    name,
    masters: count(97).default(0),
    /** Replicas of each new master. */
    replicas: count(5).default(0),
    /** One new replica for each name; a name may stand more than once. */
    replicasFor: z.array(name).max(500).default([]),
    /** `even`: the new masters get their share of the slots. `none`: they stay empty. */
    slots: z.enum(['even', 'none']).default('even'),
    pace,
  }),
  z.strictObject({
    kind: z.literal('redis-cluster.scale-in'),
    name,
    /** The nodes that go. Replicas of a master that goes are given to another, unless they are named as well. */
    nodes: z.array(name).min(1).max(500),
    /** Also their data. */
    volumes: z.boolean().default(false),
    /** Agreed: a master may be left without any replica. */
    allowNoReplica: z.boolean().default(false),
    pace,
  }),
  z.strictObject({
    kind: z.literal('redis-cluster.reshard'),
    name,
    /** A number of slots from some masters (or all others) to one, or exactly which. */
    what: z.discriminatedUnion('by', [
      z.strictObject({
        by: z.literal('count'),
        slots: z.int().min(1).max(16384),
        from: z.union([z.literal('all'), z.array(name).min(1)]),
        to: name,
      }),
      z.strictObject({
        by: z.literal('ranges'),
        moves: z
          .array(z.strictObject({ from: name, to: name, ranges: z.array(slotRangeSchema).min(1) }))
          .min(1),
      }),
    ]),
    pace,
  }),
  z.strictObject({
    kind: z.literal('redis-cluster.rebalance'),
    name,
    /** A master's weight; 1 where none is given. 0: it gives all its slots away. */
    weights: z.record(name, z.number().min(0).max(1000)).default({}),
    /** Percent: nothing is moved while no master is further off than that. */
    threshold: z.number().min(0).max(100).default(2),
    useEmptyMasters: z.boolean().default(false),
    pace,
  }),
  z.strictObject({
    kind: z.literal('redis-cluster.fix'),
    name,
    /** Codes of the findings to repair (`slots.open`); absent: all that can be. */
    findings: z.array(z.string()).optional(),
  }),
  z.strictObject({
    kind: z.literal('redis-cluster.failover'),
    name,
    /** The replica to promote. */
    node: name,
    mode: z.enum(['graceful', 'force', 'takeover']).default('graceful'),
  }),
  z.strictObject({
    kind: z.literal('redis-cluster.drill'),
    name,
    node: name,
    /** What is done to it. `isolate`: it is cut off from the network. */
    how: z.enum(['stop', 'kill', 'pause', 'isolate']),
  }),
  z.strictObject({
    kind: z.literal('redis-cluster.backup'),
    name,
    /** An absolute path on this computer; it must be empty or not there. */
    folder: z.string().min(1),
  }),
  z.strictObject({
    kind: z.literal('redis-cluster.import'),
    name,
    source: z.strictObject({
      host: z.string().min(1).max(255),
      port: z.int().min(1).max(65535),
      database: z.int().min(0).max(1_000_000).default(0),
      username: z.string().max(200).optional(),
      password: secretRefSchema.optional(),
      tls: tlsSchema.optional(),
    }),
    match: z.string().max(1000).optional(),
    replace: z.boolean().default(false),
  }),
] as const;

const services = z.array(z.string().min(1).max(200)).max(500).default([]);

/** What can be asked for about a compose project (a stack). `services` empty: all. */
export const composeRequests = [
  z.strictObject({
    kind: z.literal('compose.up'),
    project: projectRefSchema,
    services,
    /** `auto`: those whose configuration or image changed. */
    recreate: z.enum(['auto', 'force', 'never']).default('auto'),
    build: z.boolean().default(false),
    /** Pull first, whatever `pull_policy` says. */
    pull: z.boolean().default(false),
    removeOrphans: z.boolean().default(false),
    /** Service -> number of containers; beats the file. */
    scale: z.record(z.string(), z.int().min(0).max(1000)).default({}),
    /** `auto`: the docker compose CLI where it is there, else our own engine. */
    by: z.enum(['auto', 'cli', 'own']).default('auto'),
  }),
  z.strictObject({
    kind: z.literal('compose.down'),
    name,
    /** Also the named volumes that the project made, and the anonymous ones. */
    volumes: z.boolean().default(false),
    /** Also images: those that were built without a name of their own, or all. */
    images: z.enum(['none', 'local', 'all']).default('none'),
    orphans: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.enum(['compose.start', 'compose.stop', 'compose.restart', 'compose.pause', 'compose.unpause']),
    name,
    services,
  }),
] as const;

/** What a plan can be asked for. A run keeps its request: it can be planned afresh, or run again. */
export const planRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('redis-cluster.create'), spec: redisClusterSpecSchema }),
  z.strictObject({
    kind: z.literal('redis-cluster.remove'),
    name: z.string().min(1),
    /** Also the volumes (or folders) with the data. */
    volumes: z.boolean(),
  }),
  ...redisDayTwoRequests,
  ...composeRequests,
  ...resourceRequests,
  ...containerRequests,
]);
export type PlanRequest = z.infer<typeof planRequestSchema>;
export type PlanRequestInput = z.input<typeof planRequestSchema>;
export type RequestOf<K extends PlanRequest['kind']> = Extract<PlanRequest, { kind: K }>;
/** What is asked of a Redis cluster. */
export type RedisRequest = Extract<PlanRequest, { kind: `redis-cluster.${string}` }>;
/** What is asked of a compose project. */
export type ComposeRequest = Extract<PlanRequest, { kind: `compose.${string}` }>;
/** What is asked about images, networks and volumes. */
export type ResourceRequest = Extract<PlanRequest, { kind: `resources.${string}` }>;
/** What is asked about one container. */
export type ContainerRequest = Extract<PlanRequest, { kind: `containers.${string}` }>;
/** A request about a cluster that runs already. */
export type DayTwoRequest = Exclude<RedisRequest, { kind: 'redis-cluster.create' | 'redis-cluster.remove' }>;

export function isDayTwoRequest(request: PlanRequest): request is DayTwoRequest {
  return (
    isRedisRequest(request) &&
    request.kind !== 'redis-cluster.create' &&
    request.kind !== 'redis-cluster.remove'
  );
}

export function isRedisRequest(request: PlanRequest): request is RedisRequest {
  return request.kind.startsWith('redis-cluster.');
}

export function isResourceRequest(request: PlanRequest): request is ResourceRequest {
  return request.kind.startsWith('resources.');
}

export function isContainerRequest(request: PlanRequest): request is ContainerRequest {
  return request.kind.startsWith('containers.');
}

/** The name of what a request is about, as files are called after it. */
export function nameOfRequest(request: PlanRequest): string {
  if (isResourceRequest(request)) return request.kind.replace('resources.', '');
  if ('spec' in request) return request.spec.name;
  if (isContainerRequest(request)) return request.container;
  return 'name' in request ? request.name : (request.project.name ?? 'compose');
}
