import { z } from 'zod';
import type { ErrorInfo } from '../errors';
import { secretRefSchema } from '../secrets';
import { metricFilterSchema, metricNames, type MetricMark, type SubjectKind } from './model';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const minute = 60_000;

/** What is watched. */
export const alertConditionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('metric'),
    metric: z.enum(metricNames),
    /** The value is per cent of this metric of the same subject; a subject without it is left out. */
    percentOf: z.enum(metricNames).optional(),
    filter: metricFilterSchema.default({}),
    /** How the last `window` ms become one value. */
    reduce: z.enum(['avg', 'max', 'min', 'last']).default('avg'),
    window: z
      .int()
      .min(5000)
      .max(24 * 60 * minute),
    is: z.enum(['above', 'below']),
    threshold: z.number(),
  }),
  z.strictObject({
    type: z.literal('events'),
    event: z.enum(['die', 'oom', 'restart', 'unhealthy']),
    filter: metricFilterSchema.default({}),
    /** At least so many of one container within `window` ms. */
    count: z.int().min(1).max(1000),
    window: z
      .int()
      .min(1000)
      .max(24 * 60 * minute),
  }),
  /** The engine that is worked with does not answer. */
  z.strictObject({ type: z.literal('engine') }),
]);
export type AlertCondition = z.infer<typeof alertConditionSchema>;

/** Rules that come with the app; their names are messages. */
export const readyRules = ['memory', 'oom', 'restarts', 'throttled', 'disk', 'redisLag', 'engine'] as const;
export type ReadyRule = (typeof readyRules)[number];

const webhookSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** Sent as `Authorization: Bearer …`. */
  token: secretRefSchema.optional(),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const alertRuleSchema = z.strictObject({
  id,
  /** Empty: the name of the ready rule that it is. */
  name: z.string().trim().max(100),
  ready: z.enum(readyRules).optional(),
  enabled: z.boolean(),
  severity: z.enum(['warning', 'critical']),
  when: alertConditionSchema,
  /** It must hold so long, ms, before it fires. */
  for: z
    .int()
    .min(0)
    .max(24 * 60 * minute),
  /** Where nothing is known: that is fine; it stays as it was; that is worth an alert itself. */
  noData: z.enum(['ok', 'keep', 'alert']),
  /** A notification of the system; the settings may switch all of them off. */
  desktop: z.boolean(),
  webhook: webhookSchema.optional(),
  /** Epoch ms until which nobody is told. */
  silencedUntil: z.number().min(0).max(8.64e15).optional(),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

export type AlertStateName = 'ok' | 'pending' | 'firing' | 'no-data';

/** How a rule is for one subject (a container, the host). */
export interface AlertInstance {
  /** The subject's key; empty: the rule as a whole. */
  readonly key: string;
  readonly name: string;
  readonly kind?: SubjectKind;
  readonly state: AlertStateName;
  /** Epoch ms since when it is in it. */
  readonly since: number;
  /** Epoch ms of when it began to hold, where it is pending or firing. */
  readonly held?: number;
  readonly value: number | null;
}

/** What is measured of one subject at the moment. */
export interface AlertReading {
  readonly key: string;
  readonly name: string;
  readonly kind?: SubjectKind;
  /** null: nothing is known. */
  readonly value: number | null;
}

/** An instance that changed. */
export interface AlertChange {
  readonly from: AlertStateName;
  readonly instance: AlertInstance;
  /** Epoch ms of when the alert that ends now began. */
  readonly fired?: number;
}

/**
 * What a rule makes of the readings: its instances, and which of them changed. Pure. `held` never lies in the future,
 * so that a clock that was set back neither keeps an alert from firing nor makes one.
 */
export function evaluate(
  rule: Pick<AlertRule, 'when' | 'for' | 'noData'>,
  before: readonly AlertInstance[],
  readings: readonly AlertReading[],
  now: number,
): { readonly instances: readonly AlertInstance[]; readonly changes: readonly AlertChange[] } {
  const known = new Map(before.map((instance) => [instance.key, instance]));
  // With nobody to measure, the rule as a whole has no data, unless it had better not say so.
  const all = readings.length > 0 ? readings : whenNobody(rule, before);
  const instances = all.map((reading) => step(rule, known.get(reading.key), reading, now));
  const here = new Set(all.map(({ key }) => key));
  const changes = instances.flatMap((instance) => changeOf(known.get(instance.key), instance));
  // A subject that is gone has nothing wrong with it any more.
  for (const gone of before)
    if (!here.has(gone.key) && gone.state !== 'ok')
      changes.push(...changeOf(gone, { ...clean(gone), state: 'ok', since: now, value: null }));
  return { instances, changes };
}

function whenNobody(
  { noData }: Pick<AlertRule, 'noData'>,
  before: readonly AlertInstance[],
): readonly AlertReading[] {
  if (noData === 'alert') return [{ key: '', name: '', value: null }];
  return noData === 'keep' ? before.map(({ key, name, kind }) => ({ key, name, kind, value: null })) : [];
}

function step(
  rule: Pick<AlertRule, 'when' | 'for' | 'noData'>,
  before: AlertInstance | undefined,
  { key, name, kind, value }: AlertReading,
  now: number,
): AlertInstance {
  const stay = (state: AlertStateName, held?: number): AlertInstance => ({
    ...{ key, name, state, value },
    ...(kind === undefined ? {} : { kind }),
    since: before?.state === state ? Math.min(before.since, now) : now,
    ...(held === undefined ? {} : { held }),
  });
  if (value === null) {
    if (rule.noData === 'alert') return stay('no-data');
    if (rule.noData === 'keep' && before !== undefined) return { ...before, value };
    return stay('ok');
  }
  if (!holds(rule.when, value)) return stay('ok');
  const held = Math.min(before?.held ?? now, now);
  return stay(now - held >= rule.for ? 'firing' : 'pending', held);
}

/** Whether a value is one that the rule warns of. */
export function holds(when: AlertCondition, value: number): boolean {
  switch (when.type) {
    case 'metric':
      return when.is === 'above' ? value > when.threshold : value < when.threshold;
    case 'events':
      return value >= when.count;
    case 'engine':
      return value > 0;
  }
}

function changeOf(before: AlertInstance | undefined, instance: AlertInstance): AlertChange[] {
  const from = before?.state ?? 'ok';
  if (from === instance.state) return [];
  const fired = from === 'firing' || from === 'no-data' ? before?.since : undefined;
  return [{ from, instance, ...(fired === undefined ? {} : { fired }) }];
}

function clean({ held: _held, ...instance }: AlertInstance): AlertInstance {
  return instance;
}

const rank = { firing: 3, 'no-data': 2, pending: 1, ok: 0 } as const;

/** The worst of all instances. */
export function stateOf(instances: readonly AlertInstance[]): AlertStateName {
  return instances.reduce<AlertStateName>(
    (worst, { state }) => (rank[state] > rank[worst] ? state : worst),
    'ok',
  );
}

/** A rule and how it is. */
export interface AlertView {
  readonly rule: AlertRule;
  readonly state: AlertStateName;
  /** Those that are not ok first. */
  readonly instances: readonly AlertInstance[];
  /** Why it could not be looked at, or its webhook was not reached. */
  readonly error?: ErrorInfo;
}

/** What a test of a rule found. */
export interface AlertTest {
  readonly readings: readonly (AlertReading & { readonly holds: boolean })[];
  /** Whether a system notification was asked for. */
  readonly desktop: boolean;
  /** absent: there is none; null: it took the message. */
  readonly webhook?: ErrorInfo | null;
}

/** An alert that fired, newest first in lists. */
export type AlertFired = MetricMark;

const metric = (
  metric: (typeof metricNames)[number],
  threshold: number,
  more: Partial<Extract<AlertCondition, { type: 'metric' }>> = {},
): AlertCondition => ({
  ...{ type: 'metric', metric, filter: {}, reduce: 'avg', window: 30_000, is: 'above', threshold },
  ...more,
});

const ready = (
  name: ReadyRule,
  severity: AlertRule['severity'],
  when: AlertCondition,
  hold: number,
): AlertRule => ({
  ...{ id: `ready-${name}`, name: '', ready: name, enabled: true, severity, when, for: hold },
  ...{ noData: 'ok', desktop: true },
});

/** The rules that a new user has. */
export const defaultRules: readonly AlertRule[] = [
  ready('memory', 'warning', metric('memory', 90, { percentOf: 'memoryLimit' }), 2 * minute),
  ready('oom', 'critical', { type: 'events', event: 'oom', filter: {}, count: 1, window: 5 * minute }, 0),
  ready(
    'restarts',
    'critical',
    { type: 'events', event: 'die', filter: {}, count: 3, window: 5 * minute },
    0,
  ),
  ready('throttled', 'warning', metric('throttled', 25, { window: minute }), 5 * minute),
  ready(
    'disk',
    'critical',
    metric('hostDisk', 85, { percentOf: 'hostDiskTotal', window: minute }),
    5 * minute,
  ),
  ready('redisLag', 'warning', metric('redisLag', 10 * 1024 ** 2), minute),
  ready('engine', 'critical', { type: 'engine' }, 30_000),
];
