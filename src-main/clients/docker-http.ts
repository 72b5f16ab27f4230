import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { CancelledError } from '@shared/errors';

/** Where an engine listens, and what proves us to it. */
export interface DockerTarget {
  /** `unix:///…`, `npipe:////./pipe/…`, `tcp://host:port`, `http://…` or `https://…`. */
  readonly endpoint: string;
  /** Whether the engine runs on this computer. */
  readonly local: boolean;
  readonly tls?: {
    readonly ca?: Buffer;
    readonly cert?: Buffer;
    readonly key?: Buffer;
    readonly rejectUnauthorized?: boolean;
  };
}

export interface Call {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Without the version prefix. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON, or as it is when it is a Buffer (a tar archive). */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte from the engine after which the call is given up. 0: never. */
  readonly idleMs: number;
}

/** The engine answered with a status of 400 or above. */
export class DockerStatusError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The engine took the connection and then said nothing for too long. */
export class DockerTimeoutError extends Error {}

/** The engine cannot be spoken to in this way (`ssh://`). */
export class DockerSchemeError extends Error {}

/** One engine's HTTP connections. Paths get no version prefix here. */
export interface Transport {
  /** Resolves when the headers are there and the status is below 400. */
  open(call: Call): Promise<IncomingMessage>;
  /** The whole answer, as bytes. */
  bytes(call: Call): Promise<{ status: number; body: Buffer }>;
  /** Takes the connection over after a 101: what `exec` does. */
  hijack(call: Call): Promise<Duplex>;
  close(): void;
}

/**
 * Speaks HTTP with an engine over a Unix socket, a named pipe or TCP. Connections are kept and used again.
 * Our own few lines: see docs/decisions/0007-own-engine-client.md.
 *
 * @throws DockerSchemeError for an endpoint of another kind
 */
export function createTransport(target: DockerTarget): Transport {
  const where = address(target);
  const secure = where.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });

  const send = <T>(call: Call, headers: Record<string, string>, settle: Settle<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (call.signal?.aborted === true) {
        reject(new CancelledError('cancelled'));
        return;
      }
      const body = payload(call.body);
      const request = (secure ? httpsRequest : httpRequest)({
        ...where,
        agent: headers['Upgrade'] === undefined ? agent : false,
        method: call.method,
        path: `${where.path ?? ''}${call.path}${queryString(call.query)}`,
        headers: { ...headers, ...body.headers },
      });
      // Once there is a response, it is the one whose reader has to see the reason.
      let answer: IncomingMessage | undefined;
      const stop = (reason: Error): unknown => (answer ?? request).destroy(reason);
      const abort = (): unknown => stop(new CancelledError('cancelled'));
      const timer =
        call.idleMs === 0
          ? undefined
          : setTimeout(() => stop(new DockerTimeoutError('no answer in time')), call.idleMs);
      request.on('response', (response) => (answer = response));
      call.signal?.addEventListener('abort', abort, { once: true });
      request.on('close', () => {
        clearTimeout(timer);
        call.signal?.removeEventListener('abort', abort);
      });
      request.on('error', reject);
      settle(request, resolve, reject, () => timer?.refresh());
      request.end(body.data);
    });

  const open = (call: Call): Promise<IncomingMessage> =>
    send<IncomingMessage>(call, {}, (request, resolve, reject, alive) =>
      request.on('response', (response) => {
        // The listener alone would start the flow: the stream is paused until somebody reads it.
        response.on('data', alive).pause();
        if ((response.statusCode ?? 500) < 400) resolve(response);
        else void failure(response).then(reject, reject);
      }),
    );

  return {
    open,
    async bytes(call) {
      const response = await open(call);
      return { status: response.statusCode ?? 0, body: await collect(response) };
    },
    hijack: (call) =>
      send<Duplex>(call, { Connection: 'Upgrade', Upgrade: 'tcp' }, (request, resolve, reject) =>
        request
          .on('upgrade', (_response, socket: Duplex, head: Buffer) => {
            if (head.length > 0) socket.unshift(head);
            resolve(socket);
          })
          .on('response', (response) => void failure(response).then(reject, reject)),
      ),
    close: () => agent.destroy(),
  };
}

type Settle<T> = (
  request: ReturnType<typeof httpRequest>,
  resolve: (value: T) => void,
  reject: (error: Error) => void,
  alive: () => void,
) => unknown;

/** All of a stream. */
export async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function failure(response: IncomingMessage): Promise<DockerStatusError> {
  const text = (await collect(response)).toString('utf8');
  let message = text.trim();
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'message' in parsed)
      message = String(parsed.message);
  } catch {
    // A proxy before the engine answers in its own words.
  }
  const status = response.statusCode ?? 500;
  return new DockerStatusError(status, message === '' ? `HTTP ${status}` : message);
}

function payload(body: unknown): { data?: Buffer; headers: Record<string, string> } {
  if (body === undefined) return { headers: {} };
  const data = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const type = Buffer.isBuffer(body) ? 'application/x-tar' : 'application/json';
  return { data, headers: { 'Content-Type': type, 'Content-Length': String(data.length) } };
}

function queryString(query: Call['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

function address({ endpoint, tls }: DockerTarget): RequestOptions {
  const match = /^(\w+):\/\/(.*)$/.exec(endpoint);
  const scheme = match?.[1] ?? '';
  const rest = match?.[2] ?? '';
  if (scheme === 'unix') return { socketPath: rest, host: 'localhost' };
  if (scheme === 'npipe') return { socketPath: rest.replaceAll('/', '\\'), host: 'localhost' };
  if (!['tcp', 'http', 'https'].includes(scheme)) throw new DockerSchemeError(scheme);
  const url = new URL(`http://${rest}`);
  const secure = scheme === 'https' || tls !== undefined;
  return {
    protocol: secure ? 'https:' : 'http:',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || (secure ? 2376 : 2375),
    path: url.pathname.replace(/\/$/, ''),
    ...tls,
  };
}
