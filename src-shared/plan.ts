import { z } from 'zod';
import { errorInfoSchema, messageSchema } from './errors';
import { opSchema } from './ops';

/** How much a finding weighs: an `error` keeps a plan from running. */
export const findingSchema = z.object({
  level: z.enum(['error', 'warning', 'info']),
  /** Dotted, stable: `port.taken`. */
  code: z.string(),
  what: messageSchema,
  hint: messageSchema,
  /** The field of the spec it is about, as a path: `ports.first`. */
  path: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** One thing to do. Its shell text, its run and its undo are looked up by `op.kind`. */
export const stepSchema = z.object({
  id: z.string(),
  title: messageSchema,
  /** Why this step is there, in words for the user. */
  cause: messageSchema,
  /** The id of the group that it is shown under. */
  group: z.string(),
  op: opSchema,
  dependsOn: z.array(z.string()),
  /** Destroys something that undo cannot bring back: the user types the target's name first. */
  destructive: z.boolean().optional(),
  /** A failure here is reported but fails neither the run nor the dependents. */
  bestEffort: z.boolean().optional(),
});
export type Step = z.infer<typeof stepSchema>;

export const planSchema = z.object({
  /** What kind of work: `redis-cluster.create`. */
  kind: z.string(),
  /** What it is done to, and what is locked while it runs: `redis-cluster/demo`. */
  target: z.string(),
  title: messageSchema,
  groups: z.array(z.object({ id: z.string(), title: messageSchema })),
  steps: z.array(stepSchema),
  findings: z.array(findingSchema),
});
export type Plan = z.infer<typeof planSchema>;

export const stepStatuses = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'skipped',
  'undoing',
  'undone',
  'undo-failed',
] as const;
export type StepStatus = (typeof stepStatuses)[number];

/** `interrupted`: the app ended while it ran. Terminal statuses are sticky, but for resume and undo. */
export const runStatuses = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
  'undoing',
  'undone',
  'undo-failed',
] as const;
export type RunStatus = (typeof runStatuses)[number];

export interface StepState {
  readonly id: string;
  readonly status: StepStatus;
  /** Milliseconds since the epoch. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** 0…1 where the step can tell. */
  readonly fraction?: number;
  readonly note?: z.infer<typeof messageSchema>;
  readonly error?: z.infer<typeof errorInfoSchema>;
  readonly output?: unknown;
  /** Of a step that was undone: what of it stays, and why. */
  readonly stays?: z.infer<typeof messageSchema>;
}

/** A run as it is shown: its plan, where it stands, and what may be done with it. */
export interface Run {
  readonly id: string;
  readonly plan: Plan;
  /** The request that the plan was made from, so that it can be looked at afresh or run again. */
  readonly request: unknown;
  /** The engine that it runs on, as in EngineInfo.id. */
  readonly engine: string;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly steps: readonly StepState[];
  readonly error?: z.infer<typeof errorInfoSchema>;
  readonly canCancel: boolean;
  readonly canResume: boolean;
  readonly canUndo: boolean;
}

/** A run without its plan, for lists. */
export type RunSummary = Omit<Run, 'plan' | 'steps' | 'request'> & {
  readonly kind: string;
  readonly target: string;
  readonly title: z.infer<typeof messageSchema>;
  readonly stepCount: number;
  readonly doneCount: number;
};

/** What a run says while it runs. `at` is milliseconds since the epoch. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run'),
    runId: z.string(),
    at: z.number(),
    status: z.enum(runStatuses),
    error: errorInfoSchema.optional(),
  }),
  z.object({
    type: z.literal('step'),
    runId: z.string(),
    at: z.number(),
    stepId: z.string(),
    status: z.enum(stepStatuses),
    output: z.unknown().optional(),
    error: errorInfoSchema.optional(),
    stays: messageSchema.optional(),
  }),
  z.object({
    type: z.literal('progress'),
    runId: z.string(),
    at: z.number(),
    stepId: z.string(),
    fraction: z.number().min(0).max(1).optional(),
    note: messageSchema.optional(),
  }),
  z.object({
    type: z.literal('log'),
    runId: z.string(),
    at: z.number(),
    stepId: z.string(),
    line: z.string(),
  }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** True when nothing in the plan's findings keeps it from running. */
export function canRun(plan: Plan): boolean {
  return !plan.findings.some((finding) => finding.level === 'error');
}

/**
 * A short digest of what a plan would do (steps and causes): equal plans have equal digests. FNV-1a over the
 * structure, 2 x 32 bit. An object that stands in many steps, as a node does in a large cluster, is read once.
 */
export function planDigest(plan: Plan): string {
  const [a, b] = digestOf([plan.kind, plan.target, plan.steps], new WeakMap());
  return a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0');
}

type Digest = readonly [number, number];

function digestOf(value: unknown, known: WeakMap<object, Digest>): Digest {
  if (typeof value !== 'object' || value === null) return textDigest(`${typeof value} ${String(value)}`);
  const before = known.get(value);
  if (before !== undefined) return before;
  let a = Array.isArray(value) ? 0x811c9dc5 : 0x9747b28c;
  let b = 0xcbf29ce4;
  const add = ([c, d]: Digest): void => {
    a = Math.imul(a ^ c, 0x01000193);
    a = (a ^ (a >>> 15)) >>> 0;
    b = Math.imul(b ^ d, 0x01000193);
    b = (b ^ (b >>> 13)) >>> 0;
  };
  if (Array.isArray(value)) for (const each of value) add(digestOf(each, known));
  else
    for (const [key, each] of Object.entries(value))
      // As in JSON: what is not there and what is undefined are the same.
      if (each !== undefined) {
        add(textDigest(key));
        add(digestOf(each, known));
      }
  const digest: Digest = [a, b];
  known.set(value, digest);
  return digest;
}

function textDigest(text: string): Digest {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193) >>> 0;
    b = Math.imul(b ^ (c + i), 0x01000193) >>> 0;
  }
  return [a, b];
}
