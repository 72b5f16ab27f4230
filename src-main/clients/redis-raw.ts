import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { CancelledError } from '@shared/errors';
import type { RedisNode } from '@shared/ops';
import type { Reply } from '@shared/redis-cluster/reply-text';
import type { SecretRef } from '@shared/secrets';
import type { Words } from './redis';
import { RedisFailure, toRedisFailure } from './redis-errors';
import { tlsOptionsOf } from './redis-tls';
import { encodeCommand, ReplyReader } from './resp';

const connectMs = 3000;

export interface RawOptions {
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  readonly signal?: AbortSignal;
}

/**
 * A connection that nobody shares, with replies as the protocol tells them apart: for a
 * console, whose commands may change the connection, and for a replica's talk. Throws RedisFailure.
 */
export interface RawConnection {
  readonly node: RedisNode;
  /** An error reply is a reply. `timeoutMs`: the connection is closed then. */
  call(words: Words, timeoutMs: number): Promise<Reply>;
  /** Several commands in one go; a reply each, in their order. */
  batch(commands: readonly Words[], timeoutMs: number): Promise<Reply[]>;
  readonly closed: boolean;
  /** The socket and what it has sent beyond the last reply: whoever takes it reads all the rest. */
  takeOver(): { readonly socket: Socket; readonly rest: Buffer };
  close(): void;
}

/** Connects and logs in. Throws RedisFailure, CancelledError. */
export async function openRaw(
  node: RedisNode,
  { resolveSecret, signal }: RawOptions,
): Promise<RawConnection> {
  const password = node.auth === undefined ? undefined : await resolveSecret(node.auth.password);
  const socket = await openSocket(node, signal).catch((error: unknown) => {
    throw toRedisFailure(error, node);
  });
  const connection = new Raw(node, socket);
  if (password === undefined) return connection;
  const { username } = node.auth ?? {};
  const words = username === undefined ? ['AUTH', password] : ['AUTH', username, password];
  try {
    const reply = await connection.call(words, connectMs);
    if (reply.kind !== 'error' || /without any password configured|no password is set/.test(reply.text))
      return connection;
    // What a server repeats of what it was sent may not go on to a journal, a page or a log.
    throw toRedisFailure(Object.assign(new Error(reply.text.replaceAll(password, '…')), replyError), node);
  } catch (error) {
    connection.close();
    throw error;
  }
}

const replyError = { name: 'ReplyError' };

async function openSocket(node: RedisNode, signal?: AbortSignal): Promise<Socket> {
  const { host, port } = node;
  const secure = await tlsOptionsOf(node);
  return new Promise((resolve, reject) => {
    const socket =
      secure === undefined ? connectPlain({ host, port }) : connectTls({ host, port, ...secure });
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.removeListener('error', fail);
      act();
    };
    const fail = (error: Error): void => {
      socket.destroy();
      settle(() => reject(error));
    };
    const abort = (): void => fail(new CancelledError('cancelled'));
    const timer = setTimeout(() => fail(new Error('ETIMEDOUT')), connectMs);
    socket.once('error', fail);
    socket.once(secure === undefined ? 'connect' : 'secureConnect', () =>
      settle(() => {
        socket.setNoDelay(true);
        resolve(socket);
      }),
    );
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
  });
}

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

class Raw implements RawConnection {
  readonly #reader = new ReplyReader();
  readonly #waiting: Waiting[] = [];
  #broken: Error | undefined;

  constructor(
    readonly node: RedisNode,
    private readonly socket: Socket,
  ) {
    socket.on('data', this.#hear);
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the server closed the connection')));
  }

  get closed(): boolean {
    return this.#broken !== undefined;
  }

  async call(words: Words, timeoutMs: number): Promise<Reply> {
    const reply = this.#expect(timeoutMs);
    this.socket.write(encodeCommand(words));
    return reply;
  }

  async batch(commands: readonly Words[], timeoutMs: number): Promise<Reply[]> {
    const replies = commands.map(() => this.#expect(timeoutMs));
    this.socket.write(Buffer.concat(commands.map((words) => encodeCommand(words))));
    return Promise.all(replies);
  }

  #expect(timeoutMs: number): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#broken !== undefined) {
        reject(toRedisFailure(this.#broken, this.node));
        return;
      }
      const timer = setTimeout(
        () => this.#end(new RedisFailure('redis.silent', this.node, 'no answer in time')),
        timeoutMs,
      );
      this.#waiting.push({
        resolve: (reply) => {
          clearTimeout(timer);
          resolve(reply);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(toRedisFailure(error, this.node));
        },
      });
    });
  }

  takeOver(): { socket: Socket; rest: Buffer } {
    this.socket.removeListener('data', this.#hear);
    this.socket.pause();
    return { socket: this.socket, rest: this.#reader.rest() };
  }

  close(): void {
    this.#end(new Error('the connection was closed'));
  }

  #hear = (chunk: Buffer): void => {
    this.#reader.push(chunk);
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        const reply = this.#reader.take();
        if (reply === undefined) return;
        this.#waiting.shift();
        next.resolve(reply);
      }
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
  };

  #end(error: Error): void {
    if (this.#broken !== undefined) return;
    this.#broken = error;
    this.socket.destroy();
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/** Raw connections kept open between uses. */
export interface RawPool {
  /** The connection to a node; a new one where the last has ended. Throws RedisFailure. */
  to(node: RedisNode): Promise<RawConnection>;
  close(): void;
}

/** Connections that were not used for `idleMs` are closed. */
export function createRawPool(options: Pick<RawOptions, 'resolveSecret'>, idleMs = 300_000): RawPool {
  const open = new Map<string, { made: Promise<RawConnection>; usedAt: number }>();
  const drop = (key: string): void => {
    const known = open.get(key);
    open.delete(key);
    known?.made.then((connection) => connection.close()).catch(() => undefined);
  };
  const sweep = setInterval(() => {
    for (const [key, { usedAt }] of open) if (Date.now() - usedAt > idleMs) drop(key);
  }, 30_000).unref();
  return {
    async to(node) {
      const key = JSON.stringify([node.host, node.port, node.auth, node.tls, node.name]);
      const known = open.get(key);
      if (known !== undefined) {
        known.usedAt = Date.now();
        const connection = await known.made.catch(() => undefined);
        if (connection?.closed === false) return connection;
      }
      const made = openRaw(node, options);
      open.set(key, { made, usedAt: Date.now() });
      return made;
    },
    close() {
      clearInterval(sweep);
      for (const key of [...open.keys()]) drop(key);
    },
  };
}
