import type { RedisNode, SlotRange } from '@shared/ops';
import type { SecretRef } from '@shared/secrets';
import type { RedisFailure } from './redis-errors';
import { RedisLink } from './redis-link';
import { NodeCommands } from './redis-commands';
import type { ClusterInfo, NodeLine, Redirect } from './redis-replies';

/** How long to wait for one answer, and what ends the wait early. */
export interface Limits {
  readonly signal?: AbortSignal;
  /** Milliseconds for one command, connecting included. Default 3000. */
  readonly timeoutMs?: number;
}

export interface BatchLimits extends Limits {
  /** Strings in replies come as Buffers: keys are bytes. Default false. */
  readonly buffers?: boolean;
}

/** A command's words; bytes where a key or value may be anything. */
export type Words = readonly (string | Uint8Array)[];

/**
 * What became of one command of a batch: the reply as the driver gives it (all strings as Buffers where `buffers`
 * was asked for), or the failure.
 */
export type BatchReply =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: RedisFailure };

/** An answer, or where the client is sent for it. */
export type KeyReply = { readonly value: string | null } | { readonly redirect: Redirect };

/**
 * One plain connection to one node. It opens at the first command and again after it broke; commands run
 * side by side over it. Every method throws RedisFailure (an AppError) or CancelledError.
 */
export interface NodeConnection {
  readonly node: RedisNode;
  ping(limits?: Limits): Promise<void>;
  /** INFO's fields; a section's name narrows them. */
  info(section?: string, limits?: Limits): Promise<Record<string, string>>;
  clusterInfo(limits?: Limits): Promise<ClusterInfo>;
  clusterNodes(limits?: Limits): Promise<{ readonly raw: string; readonly lines: readonly NodeLine[] }>;
  /** The node's own id, 40 hex digits. */
  myId(limits?: Limits): Promise<string>;
  meet(to: RedisNode['announce'], limits?: Limits): Promise<void>;
  /** ADDSLOTSRANGE, or ADDSLOTS in pieces where the server is older than 7.0. */
  addSlots(ranges: readonly SlotRange[], limits?: Limits): Promise<void>;
  setConfigEpoch(epoch: number, limits?: Limits): Promise<void>;
  replicate(masterId: string, limits?: Limits): Promise<void>;
  configGet(name: string, limits?: Limits): Promise<string | undefined>;
  configSet(settings: Readonly<Record<string, string>>, limits?: Limits): Promise<void>;
  get(key: string, limits?: Limits): Promise<KeyReply>;
  /** `ttlSeconds`: the key goes by itself after that. */
  set(key: string, value: string, ttlSeconds: number, limits?: Limits): Promise<KeyReply>;
  del(key: string, limits?: Limits): Promise<KeyReply>;
  /** Any command; its reply as the driver gives it. */
  call(args: Words, limits?: Limits): Promise<unknown>;
  /**
   * Many commands in one write; the server does them one after another. Each has its own outcome: an error reply
   * spoils no other. Rejects only where nothing is known of any: no connection, no answer in time (for the whole
   * batch), cancelled.
   */
  batch(commands: readonly Words[], limits?: BatchLimits): Promise<BatchReply[]>;
  close(): void;
}

export interface RedisPool {
  /**
   * The connection to a node; the same one for the same address and login until it is closed. A `lane` is a further
   * connection: a command that takes long holds up all behind it, and one that is late ends the connection.
   */
  node(node: RedisNode, lane?: string): NodeConnection;
  close(): void;
}

export interface RedisPoolOptions {
  /** Gives a secret's value. It is asked once a connection. */
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
}

export function createRedisPool(options: RedisPoolOptions): RedisPool {
  const connections = new Map<string, NodeConnection>();
  return {
    node(node, lane = '') {
      const key = JSON.stringify([node.host, node.port, node.auth, node.tls, node.name, lane]);
      const known = connections.get(key);
      if (known !== undefined) return known;
      const link = new RedisLink(node, options.resolveSecret);
      const fresh = new NodeCommands(link, () => connections.delete(key));
      connections.set(key, fresh);
      return fresh;
    },
    close() {
      for (const connection of [...connections.values()]) connection.close();
    },
  };
}
