import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { Duplex } from 'node:stream';
import type { AnyAuthMethod, Client, ClientChannel, ServerHostKeyAlgorithm, utils as SshUtils } from 'ssh2';
import { errorText } from '@shared/errors';
import { wayTo, type SshWay } from './ssh-config';
import { badKey, changedHost, needsJump, noSocket, sshError, unknownHost } from './ssh-errors';
import { fingerprintOf, judge, knownTypes, lineOf } from './ssh-known-hosts';

/** An engine's socket on a computer that is reached over SSH. */
export interface SshTarget {
  readonly host: string;
  /** Absent: as ~/.ssh/config has it. */
  readonly port?: number;
  readonly user?: string;
  /** The engine's socket over there. */
  readonly socket: string;
  readonly auth:
    | { readonly kind: 'agent' }
    | { readonly kind: 'key'; readonly file: string; readonly passphrase?: () => Promise<string> }
    | { readonly kind: 'password'; readonly password: () => Promise<string> };
  /** The host key that a person agreed to, as known_hosts has it. */
  readonly hostKey?: string;
  /** The files to look it up in; absent: those that ssh uses. */
  readonly knownHosts?: readonly string[];
}

/** One SSH connection, opened when it is needed and closed when nobody uses it, with a stream for each socket. */
export interface SshLine {
  /** A stream to the engine's socket. Throws AppError `engine.ssh-*`, or the system's error. */
  open(): Promise<Duplex>;
  close(): void;
}

/** Milliseconds without a stream after which the connection is let go. */
const idleMs = 60_000;

export function createSshLine(target: SshTarget, endpoint: string): SshLine {
  let client: Promise<Client> | undefined;
  let streams = 0;
  let idle: NodeJS.Timeout | undefined;
  let throughCommand = false;

  const drop = (gone: Promise<Client>): void => {
    if (client === gone) client = undefined;
  };

  const connect = (): Promise<Client> => {
    if (client !== undefined) return client;
    const made: Promise<Client> = dial(target, endpoint, () => drop(made));
    client = made;
    made.catch(() => drop(made));
    return made;
  };

  const end = (): void => {
    clearTimeout(idle);
    void client?.then(
      (open) => open.end(),
      () => undefined,
    );
    client = undefined;
  };

  const counted = (stream: ClientChannel): Duplex => {
    streams++;
    stream.once('close', () => {
      streams--;
      if (streams === 0) idle = setTimeout(end, idleMs).unref();
    });
    return asSocket(stream);
  };

  return {
    async open() {
      clearTimeout(idle);
      const open = await connect();
      if (throughCommand) return counted(await dialStdio(open, endpoint, target.socket));
      try {
        return counted(await forward(open, target.socket));
      } catch (refused) {
        // The server forbids it, or the engine's socket is elsewhere: docker over there knows where.
        const stream = await dialStdio(open, endpoint, target.socket, refused);
        throughCommand = true;
        return counted(stream);
      }
    },
    close: end,
  };
}

async function dial(target: SshTarget, endpoint: string, gone: () => void): Promise<Client> {
  const way = await wayTo(target);
  const { default: ssh2 } = await import('ssh2/lib/index.js');
  const [texts, methods] = await Promise.all([
    readAll(target.knownHosts ?? way.knownHosts),
    methodsFor(target, way, endpoint, ssh2),
  ]);
  const shownPort = way.port;
  const known = [
    ...(target.hostKey === undefined ? [] : [target.hostKey.split(' ')[0] ?? '']),
    ...knownTypes(texts, way.host, shownPort),
  ];
  const client = new ssh2.Client();
  let refused: Error | undefined;
  const trusted = (key: Buffer): boolean => {
    const verdict = judge(texts, way.host, shownPort, key);
    const name = shownPort === 22 ? way.host : `[${way.host}]:${String(shownPort)}`;
    const fingerprint = fingerprintOf(key);
    // What a person agreed to counts, unless another key is known since then.
    const agreed = target.hostKey === undefined ? undefined : target.hostKey === lineOf(key);
    if (verdict === 'revoked' || verdict === 'changed' || agreed === false)
      refused = changedHost(endpoint, name, fingerprint);
    else if (verdict === 'unknown' && agreed !== true)
      refused = unknownHost(endpoint, name, { key: lineOf(key), fingerprint });
    return refused === undefined;
  };
  return new Promise((resolve, reject) => {
    client.on('ready', () => resolve(client));
    client.on('error', (error) => {
      reject(refused ?? sshError(endpoint, way.user, error));
      client.end();
      gone();
    });
    client.on('close', () => {
      reject(refused ?? Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
      gone();
    });
    client.connect({
      host: way.host,
      port: way.port,
      username: way.user,
      ...(way.jump !== undefined && { sock: jump(way, endpoint) }),
      authHandler: methods,
      hostVerifier: trusted,
      readyTimeout: 15_000,
      keepaliveInterval: 10_000,
      keepaliveCountMax: 2,
      ...(known.length > 0 && { algorithms: { serverHostKey: knownFirst(known) } }),
    });
  });
}

/** The computer is asked for the kinds of key first by which it is known. */
function knownFirst(types: readonly string[]): ServerHostKeyAlgorithm[] {
  const all = [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
    'ssh-rsa',
  ] as const;
  const isKnown = (name: string): boolean =>
    types.includes(name) || (name.startsWith('rsa-') && types.includes('ssh-rsa'));
  return [...all.filter(isKnown), ...all.filter((name) => !isKnown(name))];
}

async function methodsFor(
  { auth }: SshTarget,
  way: SshWay,
  endpoint: string,
  { utils }: { readonly utils: typeof SshUtils },
): Promise<AnyAuthMethod[]> {
  const username = way.user;
  if (auth.kind === 'password') {
    const password = await auth.password();
    return [
      { type: 'password', username, password },
      {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, _text, _language, prompts, answer) => answer(prompts.map(() => password)),
      },
    ];
  }
  if (auth.kind === 'key') {
    const data = await readFile(auth.file).catch((error: unknown) => {
      throw badKey(endpoint, auth.file, errorText(error));
    });
    const passphrase = await auth.passphrase?.();
    const parsed = utils.parseKey(data, passphrase);
    if (parsed instanceof Error) throw badKey(endpoint, auth.file, parsed.message);
    return [{ type: 'publickey', username, key: data, ...(passphrase !== undefined && { passphrase }) }];
  }
  const keys = await Promise.all(way.keys.map((file) => readFile(file).catch(() => undefined)));
  return [
    ...(way.agent === undefined ? [] : [{ type: 'agent' as const, username, agent: way.agent }]),
    ...keys
      // One with a passphrase is the agent's business.
      .filter((key) => key !== undefined && !(utils.parseKey(key) instanceof Error))
      .map((key) => ({ type: 'publickey' as const, username, key: key as Buffer })),
  ];
}

/** Through another computer, by ssh itself. */
function jump(way: SshWay, endpoint: string): Duplex {
  const hops = (way.jump ?? '').split(',');
  const last = hops.pop() ?? '';
  // A command of the person's own is not ours to interpret.
  if (/\s/.test(last)) throw needsJump(endpoint, way.jump ?? '');
  const before = hops.length > 0 ? ['-J', hops.join(',')] : [];
  const child = spawn('ssh', [
    ...['-o', 'BatchMode=yes', ...before, '-W', `[${way.host}]:${String(way.port)}`],
    ...['--', last],
  ]);
  child.on('error', (error) => stream.destroy(error));
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.on('close', () => child.kill());
  return stream;
}

const forward = (client: Client, socket: string): Promise<ClientChannel> =>
  new Promise((resolve, reject) => {
    client.openssh_forwardOutStreamLocal(socket, (error, stream) => {
      if (error !== undefined) reject(error);
      else resolve(stream);
    });
  });

/** As `docker -H ssh://…` does it. That the command failed is told to whoever uses the stream. */
const dialStdio = (
  client: Client,
  endpoint: string,
  socket: string,
  before?: unknown,
): Promise<ClientChannel> =>
  new Promise((resolve, reject) => {
    client.exec('docker system dial-stdio', (error, stream) => {
      if (error !== undefined) {
        reject(error);
        return;
      }
      let said = '';
      stream.stderr.on('data', (chunk: Buffer) => {
        if (said.length < 2000) said += chunk.toString();
      });
      stream.once('exit', (code: number | null) => {
        if (code === 0) return;
        const words = said.trim().split('\n')[0] ?? '';
        stream.emit('error', noSocket(endpoint, socket, words === '' ? errorText(before) : words));
      });
      resolve(stream);
    });
  });

/** What http expects of a socket beyond a stream's own. */
function asSocket(stream: ClientChannel): Duplex {
  const same = (): ClientChannel => stream;
  return Object.assign(stream, {
    setKeepAlive: same,
    setNoDelay: same,
    setTimeout: same,
    ref: same,
    unref: same,
  });
}

async function readAll(files: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.filter((text) => text !== '');
}
