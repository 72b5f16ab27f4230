import { z } from 'zod';
import type { ErrorInfo } from './errors';
import type { StatsSample } from './containers/stats';

/** A stream's id: the window makes it up, so that it can listen before it asks. */
export const streamIdSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

const container = z.string().min(1).max(200);
const size = z.int().min(1).max(2000);

/** Milliseconds since the epoch. */
const time = z.number().min(0).max(8.64e15);

/** Whose output: these containers, or those of a compose project (of one service of it), by its labels. */
export const logsOfSchema = z.union([
  z.strictObject({ containers: z.array(container).min(1).max(200) }),
  z.strictObject({ project: container, services: z.array(container).max(200).default([]) }),
]);
export type LogsOf = z.input<typeof logsOfSchema>;

/** Everything that can flow from the main process to the window for as long as it wants it. */
export const streamSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('logs'),
    of: logsOfSchema,
    /** Lines of each container before now; absent: all. */
    tail: z.int().min(0).max(100_000_000).optional(),
    since: time.optional(),
    until: time.optional(),
    follow: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('terminal'),
    container,
    /** A program with its arguments; absent: the best shell that the container has. */
    command: z.array(z.string().min(1).max(4000)).min(1).max(100).optional(),
    user: z.string().max(200).optional(),
    cols: size,
    rows: size,
  }),
  z.strictObject({ kind: z.literal('stats'), containers: z.array(container).min(1).max(100) }),
]);
export type StreamSpec = z.infer<typeof streamSpecSchema>;
export type StreamSpecInput = z.input<typeof streamSpecSchema>;
export type StreamKind = StreamSpec['kind'];
export type SpecOf<K extends StreamKind> = Extract<StreamSpec, { kind: K }>;

/** What the window may send into a stream. */
export const streamWriteSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('input'), data: z.string().max(1_000_000) }),
  z.strictObject({ type: z.literal('resize'), cols: size, rows: size }),
]);
export type StreamWrite = z.infer<typeof streamWriteSchema>;

/** One container whose output flows in a stream of logs; runs name it by its place among all that came. */
export interface LogSource {
  readonly id: string;
  readonly name: string;
  readonly service?: string;
  readonly number?: number;
}

/**
 * Whole lines of one container and one of its two outputs, each as the engine writes it with timestamps:
 * `2026-01-02T03:04:05.678901234Z text\n`.
 */
export interface LogRun {
  /** Index into the sources that came so far. */
  readonly source: number;
  readonly stderr: boolean;
  readonly text: string;
}

/** What a stream of each kind tells. */
export interface StreamData {
  readonly logs: { readonly sources?: readonly LogSource[]; readonly runs: readonly LogRun[] };
  readonly terminal: { readonly text: string };
  readonly stats: { readonly id: string; readonly sample: StatsSample };
}

/** How a stream of each kind ended, when nothing went wrong. */
export interface StreamResult {
  readonly logs: null;
  readonly terminal: { readonly exitCode: number | null };
  readonly stats: null;
}

/** What the main process tells of a stream. `seq` counts from 1; the window acknowledges it once it has taken it in. */
export type StreamEvent =
  | { readonly type: 'stream'; readonly id: string; readonly seq: number; readonly data: unknown }
  | {
      readonly type: 'stream-end';
      readonly id: string;
      readonly error?: ErrorInfo;
      readonly result?: unknown;
    };
