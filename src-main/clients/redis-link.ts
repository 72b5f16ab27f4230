import { Redis } from 'ioredis';
import { CancelledError, errorText } from '@shared/errors';
import type { RedisNode } from '@shared/ops';
import type { SecretRef } from '@shared/secrets';
import type { BatchLimits, BatchReply, Limits, Words } from './redis';
import { commandOf } from './redis-encode';
import { RedisFailure, toRedisFailure } from './redis-errors';
import { tlsOptionsOf } from './redis-tls';

const defaultTimeoutMs = 3000;

/** One plain (or TLS) connection to one node: it opens at the first command and again after it broke. */
export class RedisLink {
  #client: Redis | undefined;
  #opening: Promise<Redis> | undefined;

  constructor(
    readonly node: RedisNode,
    private readonly resolveSecret: (ref: SecretRef) => Promise<string>,
  ) {}

  async call(words: Words, limits: Limits = {}): Promise<unknown> {
    const work = this.#open().then((client) => client.sendCommand(commandOf(words, 'utf8')));
    try {
      return await this.#within(work, limits);
    } catch (error) {
      throw toRedisFailure(withoutWords(error), this.node);
    }
  }

  async batch(commands: readonly Words[], limits: BatchLimits = {}): Promise<BatchReply[]> {
    const encoding = limits.buffers === true ? null : 'utf8';
    const work = this.#open().then((client) => this.#send(client, commands, encoding));
    try {
      return await this.#within(work, limits);
    } catch (error) {
      throw toRedisFailure(error, this.node);
    }
  }

  /** Corked: the socket gets them all in one piece. */
  #send(client: Redis, commands: readonly Words[], encoding: 'utf8' | null): Promise<BatchReply[]> {
    const { stream } = client as { readonly stream?: { cork(): void; uncork(): void } };
    stream?.cork();
    const replies = commands.map((words) =>
      Promise.resolve(client.sendCommand(commandOf(words, encoding))).then(
        (value): BatchReply => ({ ok: true, value }),
        (error: unknown): BatchReply => ({ ok: false, error: this.#failure(error) }),
      ),
    );
    stream?.uncork();
    return Promise.all(replies);
  }

  #failure(error: unknown): RedisFailure {
    const failure = toRedisFailure(withoutWords(error), this.node);
    if (failure instanceof RedisFailure) return failure;
    return new RedisFailure('redis.unreachable', this.node, errorText(failure), failure);
  }

  /** Ends the connection; the next command opens a new one. */
  drop(): void {
    this.#client?.disconnect();
    this.#client = undefined;
    this.#opening = undefined;
  }

  #open(): Promise<Redis> {
    if (this.#opening !== undefined) return this.#opening;
    const opening = this.#connect();
    this.#opening = opening;
    opening.catch(() => {
      if (this.#opening === opening) this.drop();
    });
    return opening;
  }

  async #connect(): Promise<Redis> {
    const { auth, host, port } = this.node;
    const [password, tls] = await Promise.all([
      auth === undefined ? undefined : this.resolveSecret(auth.password),
      tlsOptionsOf(this.node),
    ]);
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
      ...(tls === undefined ? {} : { tls }),
    });
    this.#client?.disconnect();
    this.#client = client;
    // The driver rejects with "Connection is closed"; the event before it holds the true reason.
    let reason: unknown;
    client.on('error', (error) => (reason = error));
    client.on('end', () => {
      if (this.#client === client) this.drop();
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
        this.drop();
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

/** The driver hangs what it sent on its errors; a MIGRATE holds a password. */
function withoutWords(error: unknown): unknown {
  if (error instanceof Error && 'command' in error) delete error.command;
  return error;
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
