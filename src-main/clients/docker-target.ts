import { Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import type Dockerode from 'dockerode';
import { usualSocket } from '@shared/engine';
import { DockerSchemeError } from './docker-errors';
import { createSshLine, type SshLine, type SshTarget } from './ssh';

/** Where an engine listens, and what proves us to it. */
export interface DockerTarget {
  /** `unix:///…`, `npipe:////./pipe/…`, `tcp://host:port`, `http://…`, `https://…` or `ssh://user@host`. */
  readonly endpoint: string;
  /** Whether the engine runs on this computer. */
  readonly local: boolean;
  readonly tls?: {
    readonly ca?: Buffer;
    readonly cert?: Buffer;
    readonly key?: Buffer;
    readonly rejectUnauthorized?: boolean;
  };
  /** How an `ssh://` endpoint is reached; absent: by the agent and the usual keys. */
  readonly ssh?: SshTarget;
}

type Abortable = 'info' | 'ping' | 'version';
/** dockerode's client, with the options that its types leave out. */
export type Engine = Omit<Dockerode, Abortable> &
  Record<Abortable, (options: { abortSignal: AbortSignal }) => Promise<unknown>>;

/** An engine's connections, kept and used again by all its dockerode clients. */
export interface Connections {
  /** A dockerode client; `version` as `1.41`, or none to ask for it. Loads dockerode at its first use. */
  client(version?: string): Promise<Engine>;
  close(): void;
}

/** @throws DockerSchemeError for an endpoint that is no socket, pipe or HTTP address */
export function connectionsTo(target: DockerTarget): Connections {
  const { prefix, ...place } = placeOf(target);
  const line = target.endpoint.startsWith('ssh://')
    ? createSshLine(target.ssh ?? sshOf(target.endpoint), target.endpoint)
    : undefined;
  const agent = fitted(
    line !== undefined
      ? overLine(line)
      : place.protocol === 'https'
        ? new HttpsAgent({ keepAlive: true, ...target.tls })
        : new HttpAgent({ keepAlive: true }),
  );
  return {
    client: async (version) => {
      const { default: Client } = await import('dockerode');
      const path = [prefix, ...(version === undefined ? [] : [`v${version}`])].filter((part) => part !== '');
      const options = { ...place, agent, ...(path.length > 0 && { version: path.join('/') }) };
      return withoutDockerHost(() => new Client(options) as unknown as Engine);
    },
    close: () => {
      agent.destroy();
      line?.close();
    },
  };
}

/** An agent whose sockets are streams of one SSH connection. */
function overLine(line: SshLine): HttpAgent {
  const agent = new HttpAgent({ keepAlive: true });
  agent.createConnection = (_options, done) => {
    line.open().then(
      (stream) => done?.(null, stream),
      (error: unknown) => done?.(error instanceof Error ? error : new Error(String(error)), new Duplex()),
    );
    return undefined;
  };
  return agent;
}

/** What an `ssh://user@host:port/socket` address says. Throws DockerSchemeError where it is none. */
export function sshOf(endpoint: string): SshTarget {
  const match = /^ssh:\/\/(?:([^@/:]+)(?::[^@/]*)?@)?(\[[^\]]+\]|[^:/@]+)(?::(\d+))?(\/.+)?$/.exec(endpoint);
  const [, user, host, port, socket] = match ?? [];
  if (host === undefined || host.startsWith('-')) throw new DockerSchemeError('ssh');
  return {
    host,
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port: Number(port) }),
    socket: socket ?? usualSocket,
    auth: { kind: 'agent' },
  };
}

/**
 * docker-modem reads DOCKER_HOST (and its certificates) whenever a client is made: it throws where they
 * are wrong, and mixes them into what it was given. Which engine is meant has been decided before this.
 */
function withoutDockerHost<T>(make: () => T): T {
  const host = process.env['DOCKER_HOST'];
  delete process.env['DOCKER_HOST'];
  try {
    return make();
  } finally {
    if (host !== undefined) process.env['DOCKER_HOST'] = host;
  }
}

type Addable = HttpAgent & { addRequest(request: ClientRequest, ...rest: unknown[]): void };

/**
 * An agent as docker-modem needs it. It never settles a call whose answer breaks off in its middle: the
 * request is told instead. And for a debug line that is never shown, it prints every option of every call,
 * an agent with all its sockets among them: this one prints as a word.
 */
function fitted(agent: HttpAgent): HttpAgent {
  const inner = Object.assign(agent as Addable, { [inspect.custom]: () => 'Agent' });
  const add = inner.addRequest.bind(inner);
  inner.addRequest = (request, ...rest) => {
    request.once('response', (answer: IncomingMessage) =>
      answer.once('error', (error) => request.emit('error', error)),
    );
    add(request, ...rest);
  };
  return agent;
}

type Place = Pick<Dockerode.DockerOptions, 'socketPath' | 'host' | 'port' | 'ca' | 'cert' | 'key'> & {
  protocol: 'http' | 'https';
  /** A path before the version's, without slashes at its ends: an engine behind a proxy. */
  prefix: string;
};

function placeOf({ endpoint, tls }: DockerTarget): Place {
  const match = /^(\w+):\/\/(.*)$/.exec(endpoint);
  const scheme = match?.[1] ?? '';
  const rest = match?.[2] ?? '';
  if (scheme === 'unix') return { socketPath: rest, protocol: 'http', prefix: '' };
  if (scheme === 'npipe') return { socketPath: rest.replaceAll('/', '\\'), protocol: 'http', prefix: '' };
  // The agent knows the way: the name only fills a header.
  if (scheme === 'ssh') return { host: 'docker', protocol: 'http', prefix: '' };
  if (!['tcp', 'http', 'https'].includes(scheme)) throw new DockerSchemeError(scheme);
  const url = new URL(`http://${rest}`);
  const secure = scheme === 'https' || tls !== undefined;
  return {
    protocol: secure ? 'https' : 'http',
    host: url.hostname,
    // An address's own 80 is dropped by URL, which knows it for http's usual port.
    port: url.port || (/:80(\/|$)/.test(rest) ? 80 : secure ? 2376 : 2375),
    prefix: url.pathname.replace(/^\/+|\/+$/g, ''),
    ...(tls && { ca: tls.ca, cert: tls.cert, key: tls.key }),
  };
}
