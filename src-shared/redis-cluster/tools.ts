import { z } from 'zod';
import type { Message } from '../i18n/index';
import { tlsSchema } from '../ops';
import type { Finding } from '../plan';
import type { PlanRequestInput } from '../requests';
import { secretRefSchema } from '../secrets';

/** A key's name: binary-safe. `text` is what is shown; `base64` is the name where it is no valid UTF-8. */
export const keyNameSchema = z.strictObject({
  text: z.string().max(100_000),
  base64: z.string().max(200_000).optional(),
});
export type KeyName = z.infer<typeof keyNameSchema>;

export const keySearchSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** A glob as SCAN takes it; empty: all. */
  match: z.string().max(1000).default(''),
  type: z.enum(['string', 'list', 'set', 'zset', 'hash', 'stream']).optional(),
  /** Where the last page ended; absent: from the start. Opaque. */
  cursor: z.string().max(20_000).optional(),
  /** How many keys a page has, about. */
  limit: z.int().min(1).max(1000).default(100),
});
export type KeySearch = z.infer<typeof keySearchSchema>;

export interface KeyLine {
  readonly key: KeyName;
  readonly type: string;
  /** Milliseconds until it goes; null: never. */
  readonly ttlMs: number | null;
  /** MEMORY USAGE, sampled; null where the server does not tell (a replica, a right that is missing). */
  readonly bytes: number | null;
  readonly slot: number;
  readonly node: string;
}

/** A page may hold few keys or none and yet not be the last: a search goes on until there is no cursor. */
export interface KeyPage {
  readonly keys: readonly KeyLine[];
  /** Absent: that was all. */
  readonly cursor?: string;
  /** Keys looked at so far in this search, and how many there are. */
  readonly scanned: number;
  readonly total: number;
}

/** A value, or its beginning. */
export interface KeyPreview extends KeyLine {
  readonly encoding?: string;
  /** How many elements, fields, or bytes (of a string). */
  readonly length: number;
  readonly value:
    | { readonly kind: 'text'; readonly text: string; readonly binary: boolean }
    | {
        readonly kind: 'rows';
        readonly columns: readonly string[];
        readonly rows: readonly (readonly string[])[];
      };
  /** Not all of it is here. */
  readonly cut: boolean;
}

/** A command line's answer. */
export interface CommandReply {
  /** As redis-cli prints it. */
  readonly lines: readonly string[];
  /** How many more lines there were. */
  readonly linesLeftOut?: number;
  readonly failed: boolean;
  /** The node that answered. */
  readonly node: string;
  /** The slot of a redirect that was followed. */
  readonly redirectedSlot?: number;
  readonly ms: number;
}

/** Something that is not as it should be, why it matters, and what repairs it. */
export interface CheckFinding extends Finding {
  readonly cause: Message;
  readonly risk: Message;
  /** What would repair it, as a plan; absent: nothing that the app can do. */
  readonly fix?: PlanRequestInput;
  readonly nodes: readonly string[];
}

export interface CheckReport {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether keys in wrong nodes were looked for as well. */
  readonly deep: boolean;
  readonly findings: readonly CheckFinding[];
  /** What was looked at and found in order. */
  readonly passed: readonly { readonly code: string; readonly what: Message }[];
}

export const remoteSchema = z.strictObject({
  /** Under which it is kept. */
  name: z.string().min(1).max(40),
  host: z.string().min(1).max(255),
  port: z.int().min(1).max(65535),
  username: z.string().max(200).optional(),
  password: secretRefSchema.optional(),
  tls: tlsSchema.optional(),
  /** Announced `address:port` -> where this computer reaches it, for those that are not found by themselves. */
  map: z.record(z.string(), z.string()).optional(),
});
export type Remote = z.infer<typeof remoteSchema>;
