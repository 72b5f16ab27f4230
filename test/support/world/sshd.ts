import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from './paths';
import { ports } from './reserve';

export interface Sshd {
  readonly port: number;
  /** A private key that it lets in, one with the passphrase `open sesame`, and one that it does not. */
  readonly keys: { readonly good: string; readonly locked: string; readonly wrong: string };
  /** The public host key, as `ssh-ed25519 AAAA…`. */
  hostKey(): string;
  /** A known_hosts file that knows it, with hashed names. */
  readonly knownHosts: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Another host key from now on. */
  renewHostKey(): void;
}

const sshdPath = '/usr/sbin/sshd';

/** Why an SSH server cannot be had here, or undefined: the reason for `ctx.skip(…)`. */
export function noSshd(): string | undefined {
  if (process.platform !== 'linux') return 'a second sshd needs Linux';
  if (process.getuid?.() !== 0) return 'a second sshd needs root';
  if (!existsSync(sshdPath)) return 'openssh-server is not installed here';
  return undefined;
}

function must(command: string, ...words: string[]): void {
  const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stderr}`);
}

/** An sshd of the test's own on 127.0.0.1, with keys of its own: it touches no file of the system's. */
export async function startSshd(options: { forwarding?: boolean } = {}): Promise<Sshd> {
  const folder = temporaryFolder('sshd');
  const file = (name: string): string => join(folder, name);
  const port = await ports(1);
  const keygen = (name: string, passphrase = ''): string => {
    must('ssh-keygen', '-q', '-t', 'ed25519', '-N', passphrase, '-C', 'flt', '-f', file(name));
    return file(name);
  };
  const keys = { good: keygen('good'), locked: keygen('locked', 'open sesame'), wrong: keygen('wrong') };
  keygen('host');
  const hostKey = (): string => readFileSync(file('host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
  writeFileSync(file('known_hosts'), `[127.0.0.1]:${String(port)} ${hostKey()}\n`);
  must('ssh-keygen', '-q', '-H', '-f', file('known_hosts'));
  writeFileSync(
    file('authorized'),
    readFileSync(`${keys.good}.pub`, 'utf8') + readFileSync(`${keys.locked}.pub`, 'utf8'),
  );
  writeFileSync(
    file('config'),
    [
      `Port ${String(port)}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('authorized')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      `AllowStreamLocalForwarding ${options.forwarding === false ? 'no' : 'yes'}`,
      '',
    ].join('\n'),
  );
  mkdirSync('/run/sshd', { recursive: true });
  let child: ChildProcess | undefined;
  let log = '';

  const start = async (): Promise<void> => {
    child = spawn('setpriv', ['--pdeathsig', 'KILL', sshdPath, '-D', '-e', '-f', file('config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const until = Date.now() + 10_000;
    while (!(await answers(port))) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`sshd did not start:\n${log}`);
      await sleep(50);
    }
  };
  const stop = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (running?.pid === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    // Its sessions are processes of their own: with them gone, the connections break.
    const sessions = spawnSync('ps', ['-o', 'pid=', '--ppid', String(running.pid)], { encoding: 'utf8' });
    running.kill('SIGKILL');
    for (const pid of sessions.stdout.split(/\s+/).filter((each) => each !== ''))
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    await ended;
  };
  const renewHostKey = (): void => {
    must('rm', file('host'), file('host.pub'));
    keygen('host');
  };
  await start();
  return { port, keys, hostKey, knownHosts: file('known_hosts'), stop, start, renewHostKey };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
