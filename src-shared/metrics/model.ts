import { z } from 'zod';
import type { ErrorInfo } from '../errors';
import type { Message } from '../i18n/index';

/**
 * What can be measured, with its unit. `counter`: the source counts, the store keeps the rate a second.
 * cpu: per cent of one core (200: two cores in full use), as `docker stats` has it. memory: bytes of the working
 * set (usage without the page cache that goes when it is needed).
 */
export const metrics = {
  cpu: { unit: 'percent', kind: 'counter' },
  /** Per cent of its CPU periods in which it was held back. */
  throttled: { unit: 'percent', kind: 'counter' },
  memory: { unit: 'bytes', kind: 'gauge' },
  memoryRss: { unit: 'bytes', kind: 'gauge' },
  memoryCache: { unit: 'bytes', kind: 'gauge' },
  /** What of its memory lies in swap; absent where the kernel does not count it. */
  memorySwap: { unit: 'bytes', kind: 'gauge' },
  /** Absent where there is no limit. */
  memoryLimit: { unit: 'bytes', kind: 'gauge' },
  /** Cores that it may use; absent where there is no limit. */
  cpuLimit: { unit: 'cores', kind: 'gauge' },
  received: { unit: 'bytes/s', kind: 'counter' },
  sent: { unit: 'bytes/s', kind: 'counter' },
  /** Packets that came or went damaged, and such as found no room or nobody who takes them: by interface, summed. */
  receivedErrors: { unit: 'packets/s', kind: 'counter' },
  receivedDropped: { unit: 'packets/s', kind: 'counter' },
  sentErrors: { unit: 'packets/s', kind: 'counter' },
  sentDropped: { unit: 'packets/s', kind: 'counter' },
  diskRead: { unit: 'bytes/s', kind: 'counter' },
  diskWritten: { unit: 'bytes/s', kind: 'counter' },
  /** Of its own writable layer on disk, without volumes and the image; cAdvisor alone tells. */
  layer: { unit: 'bytes', kind: 'gauge' },
  pids: { unit: 'count', kind: 'gauge' },
  /** Since its last start. */
  uptime: { unit: 'seconds', kind: 'gauge' },
  /** How often its restart policy started it again since a person did, as the engine counts them. */
  restarts: { unit: 'count', kind: 'gauge' },
  /** Of the engine's host; its CPU in per cent of all its cores: 100 is a host in full use. */
  hostCpu: { unit: 'percent', kind: 'counter' },
  hostCores: { unit: 'cores', kind: 'gauge' },
  hostMemory: { unit: 'bytes', kind: 'gauge' },
  hostMemoryTotal: { unit: 'bytes', kind: 'gauge' },
  hostDisk: { unit: 'bytes', kind: 'gauge' },
  hostDiskTotal: { unit: 'bytes', kind: 'gauge' },
  hostLoad: { unit: 'count', kind: 'gauge' },
  /** Over its own network cards and disks: what goes on between its containers, or within one disk, counts once. */
  hostReceived: { unit: 'bytes/s', kind: 'counter' },
  hostSent: { unit: 'bytes/s', kind: 'counter' },
  hostDiskRead: { unit: 'bytes/s', kind: 'counter' },
  hostDiskWritten: { unit: 'bytes/s', kind: 'counter' },
  /** Its containers by state; an unhealthy one runs as well, a stopped one may never have been started. */
  hostRunning: { unit: 'count', kind: 'gauge' },
  hostUnhealthy: { unit: 'count', kind: 'gauge' },
  hostRestarting: { unit: 'count', kind: 'gauge' },
  hostPaused: { unit: 'count', kind: 'gauge' },
  hostStopped: { unit: 'count', kind: 'gauge' },
  /** Of a node of a Redis cluster. */
  redisOps: { unit: 'ops/s', kind: 'counter' },
  /** Per cent of the reads that found their key; null where nobody read. */
  redisHits: { unit: 'percent', kind: 'counter' },
  redisMemory: { unit: 'bytes', kind: 'gauge' },
  /** `maxmemory`; absent where there is no limit. */
  redisMemoryLimit: { unit: 'bytes', kind: 'gauge' },
  redisKeys: { unit: 'count', kind: 'gauge' },
  redisClients: { unit: 'count', kind: 'gauge' },
  /** Bytes that a replica is behind its master. */
  redisLag: { unit: 'bytes', kind: 'gauge' },
} as const satisfies Record<string, { unit: string; kind: 'counter' | 'gauge' }>;
export type Metric = keyof typeof metrics;
export type Unit = (typeof metrics)[Metric]['unit'];
export const metricNames = Object.keys(metrics) as [Metric, ...Metric[]];

/** What a series is about. */
export const subjectKinds = ['container', 'host', 'redis'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Whose metric it is. */
export const kindOf = (metric: Metric): SubjectKind =>
  metric.startsWith('host') ? 'host' : metric.startsWith('redis') ? 'redis' : 'container';

/** Whose numbers they are. History is keyed by `key`; a container made anew under its name is a new subject. */
export interface Subject {
  readonly kind: SubjectKind;
  /** The container's id; the host's name; `cluster/node` for Redis. */
  readonly key: string;
  /** As it is shown: the container's name. */
  readonly name: string;
  /** The engine's endpoint or name. */
  readonly host: string;
  /** Compose's project and service, where it has them. */
  readonly project?: string;
  readonly service?: string;
  /** The Redis cluster that it belongs to. */
  readonly cluster?: string;
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * One moment of one subject, rates computed. What is not there was not measured, which is not 0; null: it was to
 * be measured and could not (a counter that began anew, a gap): no line is drawn over it.
 */
export interface Sample {
  readonly subject: Subject;
  /** Epoch ms by the source's clock. */
  readonly at: number;
  /** How long it stands for, ms. */
  readonly period: number;
  readonly values: Readonly<Partial<Record<Metric, number | null>>>;
}

const text = z.string().max(1000);
/** A value to be equal to, or `{regex}` that must match somewhere; several: any of them. */
const matchSchema = z.union([
  z.array(text).max(1000),
  z.strictObject({ regex: z.string().max(500), not: z.boolean().optional() }),
]);
export type Match = z.infer<typeof matchSchema>;

/** Which subjects; every given part must match. */
export const metricFilterSchema = z.strictObject({
  kind: z.enum(subjectKinds).optional(),
  key: matchSchema.optional(),
  name: matchSchema.optional(),
  project: matchSchema.optional(),
  service: matchSchema.optional(),
  cluster: matchSchema.optional(),
  image: matchSchema.optional(),
  host: matchSchema.optional(),
  /** Label name -> what its value must match. */
  labels: z.record(text, matchSchema).optional(),
});
export type MetricFilter = z.infer<typeof metricFilterSchema>;

export const aggregates = ['avg', 'max', 'min', 'last'] as const;
export type Aggregate = (typeof aggregates)[number];

/** Epoch ms. */
const time = z.number().min(0).max(8.64e15);

export const metricQuerySchema = z.strictObject({
  metric: z.enum(metricNames),
  filter: metricFilterSchema.default({}),
  from: time,
  /** Not in it. */
  to: time,
  /** At most so many points a series: never more than pixels. */
  buckets: z.int().min(1).max(5000),
  /** How points within a bucket become one. */
  aggregate: z.enum(aggregates).default('avg'),
  /** Series of the same name, service or project become one; `sum` over them, or `all`: one line in all. */
  groupBy: z.enum(['none', 'name', 'service', 'project', 'cluster', 'all']).default('none'),
  /** How grouped series become one. */
  groupAggregate: z.enum(['sum', 'avg', 'max', 'min']).default('sum'),
  /** Only the so many with the highest mean. */
  top: z.int().min(1).max(1000).optional(),
  /** Where from; absent: the best that has it. */
  source: z.enum(['own', 'influx']).optional(),
});
export type MetricQuery = z.input<typeof metricQuerySchema>;

export interface MetricSeries {
  /** Stays with a series over queries: colours hang on it. */
  readonly key: string;
  readonly name: string;
  readonly subject: Omit<Subject, 'key' | 'name' | 'kind'> & { readonly kind: SubjectKind | 'group' };
  /** One a bucket, by the place in `times`; null: nothing is known of it. */
  readonly values: readonly (number | null)[];
}

export interface MetricResult {
  readonly metric: Metric;
  readonly unit: Unit;
  /** Width of a bucket, ms. */
  readonly step: number;
  /** Begin of each bucket, epoch ms, aligned to `step` in UTC (one of a single bucket is `from`). */
  readonly times: readonly number[];
  /** By name. */
  readonly series: readonly MetricSeries[];
  /** The tier that it was read from. */
  readonly tier: 'memory' | '10s' | '1m' | '5m' | 'influx';
  /** Epoch ms of the newest sample; null: there is none. */
  readonly fresh: number | null;
  /** Share of buckets that hold something, 0 to 1. */
  readonly complete: number;
  /** Series that were left out because of `top` or the limit of 1000. */
  readonly leftOut: number;
}

/** How a source of samples is. `late`: it answers, but its newest sample is older than three periods. */
export interface MetricSourceState {
  readonly id: string;
  readonly kind: 'docker' | 'cadvisor' | 'host' | 'redis' | 'influx';
  /** Where it is: an endpoint or URL, without a password. */
  readonly where: string;
  readonly state: 'fine' | 'late' | 'gone' | 'off';
  /** Epoch ms of its newest sample. */
  readonly fresh: number | null;
  /** Subjects that it tells of. */
  readonly subjects: number;
  /** Samples that wait to be written to it (influx). */
  readonly waiting?: number;
  readonly error?: ErrorInfo;
}

/** Something that happened, as a mark (`to` absent) or a band on charts. */
export interface MetricMark {
  readonly id: string;
  readonly kind: 'start' | 'die' | 'oom' | 'health' | 'restart' | 'run' | 'note' | 'alert';
  /** Epoch ms. */
  readonly at: number;
  readonly to?: number;
  /** Whom it is about; absent: all. */
  readonly subject?: Pick<Subject, 'kind' | 'key' | 'name'>;
  readonly project?: string;
  readonly text: Message;
  /** The run that it is about. */
  readonly runId?: string;
  readonly exitCode?: number;
  /** The rule of an alert that fired. */
  readonly rule?: string;
}
