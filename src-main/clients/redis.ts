import { Redis } from 'ioredis';
import { CancelledError, errorText } from '@shared/errors';
import type { RedisNode, SlotRange } from '@shared/ops';
import type { SecretRef } from '@shared/secrets';
import { RedisFailure, toRedisFailure } from './redis-errors';
import {
  parseClusterInfo,
  parseClusterNodes,
  parseInfo,
  parseRedirect,
  type ClusterInfo,
  type NodeLine,
  type Redirect,
} from './redis-replies';

/** How long to wait for one answer, and what ends the wait early. */
export interface Limits {
  readonly signal?: AbortSignal;
  /** Milliseconds for one command, connecting included. Default 3000. */
  readonly timeoutMs?: number;
}

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
  call(args: readonly string[], limits?: Limits): Promise<unknown>;
  close(): void;
}

export interface RedisPool {
  /** The connection to a node; the same one for the same address and login until it is closed. */
  node(node: RedisNode): NodeConnection;
  close(): void;
}

export interface RedisPoolOptions {
  /** Gives a secret's value. It is asked once a connection. */
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
}

const defaultTimeoutMs = 3000;
/** How many slots one ADDSLOTS of an old server takes: keeps a command under 32 kB. */
const slotsPerCommand = 4000;

export function createRedisPool(options: RedisPoolOptions): RedisPool {
  const connections = new Map<string, Connection>();
  return {
    node(node) {
      const key = JSON.stringify([node.host, node.port, node.auth, node.name]);
      const known = connections.get(key);
      if (known !== undefined) return known;
      const fresh = new Connection(node, options.resolveSecret, () => connections.delete(key));
      connections.set(key, fresh);
      return fresh;
    },
    close() {
      for (const connection of [...connections.values()]) connection.close();
    },
  };
}

class Connection implements NodeConnection {
  #client: Redis | undefined;
  #opening: Promise<Redis> | undefined;

  constructor(
    readonly node: RedisNode,
    private readonly resolveSecret: RedisPoolOptions['resolveSecret'],
    private readonly forget: () => void,
  ) {}

  async call(args: readonly string[], limits: Limits = {}): Promise<unknown> {
    const [command = '', ...rest] = args;
    const work = this.#open().then((client) => client.call(command, ...rest));
    try {
      return await this.#within(work, limits);
    } catch (error) {
      throw toRedisFailure(error, this.node);
    }
  }

  async #text(args: readonly string[], limits?: Limits): Promise<string> {
    return String(await this.call(args, limits));
  }

  async #key(args: readonly string[], limits?: Limits): Promise<KeyReply> {
    try {
      const value = await this.call(args, limits);
      return { value: typeof value === 'string' || typeof value === 'number' ? String(value) : null };
    } catch (error) {
      const redirect = error instanceof RedisFailure ? parseRedirect(error.text) : undefined;
      if (redirect === undefined) throw error;
      return { redirect };
    }
  }

  async ping(limits?: Limits): Promise<void> {
    await this.call(['PING'], limits);
  }

  async info(section?: string, limits?: Limits): Promise<Record<string, string>> {
    return parseInfo(await this.#text(section === undefined ? ['INFO'] : ['INFO', section], limits));
  }

  async clusterInfo(limits?: Limits): Promise<ClusterInfo> {
    return parseClusterInfo(await this.#text(['CLUSTER', 'INFO'], limits));
  }

  async clusterNodes(limits?: Limits): Promise<{ raw: string; lines: readonly NodeLine[] }> {
    const reply = await this.#text(['CLUSTER', 'NODES'], limits);
    return { raw: reply, lines: parseClusterNodes(reply) };
  }

  myId(limits?: Limits): Promise<string> {
    return this.#text(['CLUSTER', 'MYID'], limits);
  }

  async meet(to: RedisNode['announce'], limits?: Limits): Promise<void> {
    await this.call(['CLUSTER', 'MEET', to.address, String(to.port), String(to.busPort)], limits);
  }

  async addSlots(ranges: readonly SlotRange[], limits?: Limits): Promise<void> {
    if (ranges.length === 0) return;
    try {
      await this.call(['CLUSTER', 'ADDSLOTSRANGE', ...ranges.flat().map(String)], limits);
    } catch (error) {
      // Before 7.0 there was no ADDSLOTSRANGE: "ERR Unknown subcommand or wrong number of arguments".
      if (!(error instanceof RedisFailure) || !/unknown subcommand/i.test(error.text)) throw error;
      const slots = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
      for (let at = 0; at < slots.length; at += slotsPerCommand) {
        const piece = slots.slice(at, at + slotsPerCommand).map(String);
        await this.call(['CLUSTER', 'ADDSLOTS', ...piece], limits);
      }
    }
  }

  async setConfigEpoch(epoch: number, limits?: Limits): Promise<void> {
    await this.call(['CLUSTER', 'SET-CONFIG-EPOCH', String(epoch)], limits);
  }

  async replicate(masterId: string, limits?: Limits): Promise<void> {
    await this.call(['CLUSTER', 'REPLICATE', masterId], limits);
  }

  async configGet(name: string, limits?: Limits): Promise<string | undefined> {
    const reply = await this.call(['CONFIG', 'GET', name], limits);
    return Array.isArray(reply) && reply.length >= 2 ? String(reply[1]) : undefined;
  }

  async configSet(settings: Readonly<Record<string, string>>, limits?: Limits): Promise<void> {
    // One by one: before 7.0 CONFIG SET took a single setting.
    for (const [name, value] of Object.entries(settings)) {
      await this.call(['CONFIG', 'SET', name, value], limits);
    }
  }

  get(key: string, limits?: Limits): Promise<KeyReply> {
    return this.#key(['GET', key], limits);
  }

  set(key: string, value: string, ttlSeconds: number, limits?: Limits): Promise<KeyReply> {
    return this.#key(['SET', key, value, 'EX', String(ttlSeconds)], limits);
  }

  del(key: string, limits?: Limits): Promise<KeyReply> {
    return this.#key(['DEL', key], limits);
  }

  close(): void {
    this.forget();
    this.#drop();
  }

  /** Ends the connection; the next command opens a new one. */
  #drop(): void {
    this.#client?.disconnect();
    this.#client = undefined;
    this.#opening = undefined;
  }

  #open(): Promise<Redis> {
    if (this.#opening !== undefined) return this.#opening;
    const opening = this.#connect();
    this.#opening = opening;
    opening.catch(() => {
      if (this.#opening === opening) this.#drop();
    });
    return opening;
  }

  async #connect(): Promise<Redis> {
    const { auth, host, port } = this.node;
    const password = auth === undefined ? undefined : await this.resolveSecret(auth.password);
    const client = new Redis({
      host,
      port,
      lazyConnect: true,
      // No retries, no queue, no handshake of the driver's own: every failure shall reach the caller at once.
      retryStrategy: null,
      maxRetriesPerRequest: 0,
      enableReadyCheck: false,
      disableClientInfo: true,
      protocol: 2,
      connectTimeout: defaultTimeoutMs,
    });
    this.#client?.disconnect();
    this.#client = client;
    // The driver rejects with "Connection is closed"; the event before it holds the true reason.
    let reason: unknown;
    client.on('error', (error) => (reason = error));
    client.on('end', () => {
      if (this.#client === client) this.#drop();
    });
    await client.connect().catch((error: unknown) => {
      throw reason ?? error;
    });
    // Given up and opened anew meanwhile: nobody would ever close this one.
    if (this.#client !== client) {
      client.disconnect();
      throw new RedisFailure('redis.silent', this.node, 'no answer in time');
    }
    if (auth !== undefined && password !== undefined) await login(client, auth.username, password);
    return client;
  }

  /** Waits for `work`, no longer than the limits say. A silent connection is dropped: its replies would be late. */
  #within<T>(work: Promise<T>, limits: Limits): Promise<T> {
    const { signal, timeoutMs = defaultTimeoutMs } = limits;
    return new Promise<T>((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        act();
      };
      const abort = (): void => settle(() => reject(new CancelledError('cancelled')));
      const timer = setTimeout(() => {
        this.#drop();
        settle(() => reject(new RedisFailure('redis.silent', this.node, 'no answer in time')));
      }, timeoutMs);
      signal?.addEventListener('abort', abort, { once: true });
      work.then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
      );
      if (signal?.aborted === true) abort();
    });
  }
}

/** AUTH, done by hand: the driver's own would print warnings, and hide a server that asks for no password. */
async function login(client: Redis, username: string | undefined, password: string): Promise<void> {
  try {
    await client.call('AUTH', ...(username === undefined ? [password] : [username, password]));
  } catch (error) {
    // "ERR AUTH <password> called without any password configured": nothing to log in to.
    if (/without any password configured|no password is set/.test(String(error))) return;
    // A server that knows no AUTH (a renamed command, something else on the port) repeats what it was sent, and
    // the driver's error holds the command: neither may go on to a journal, a page or a log.
    const text = errorText(error).replaceAll(password, '…');
    throw Object.assign(new Error(text), { name: error instanceof Error ? error.name : 'Error' });
  }
}
