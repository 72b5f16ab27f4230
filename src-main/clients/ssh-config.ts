import { execFile } from 'node:child_process';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

/** What is known of the way to a computer before it is asked. */
export interface SshWay {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Private keys that are tried, in this order. */
  readonly keys: readonly string[];
  readonly knownHosts: readonly string[];
  /** The agent's socket or pipe; undefined: there is none. */
  readonly agent: string | undefined;
  /** Another computer that leads there, which we do not follow. */
  readonly jump: string | undefined;
}

const usualKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa'];
const home = (path: string): string => path.replace(/^~(?=[\\/])/, homedir());

/**
 * The way to a computer as ~/.ssh/config has it, by asking ssh itself (`ssh -G`); where there is no ssh, the
 * usual places. What is given goes before what is configured.
 */
export async function wayTo(given: { host: string; port?: number; user?: string }): Promise<SshWay> {
  const said = await configured(given);
  const one = (name: string): string | undefined => said.get(name)?.[0];
  const folder = join(homedir(), '.ssh');
  const none = (value: string | undefined): string | undefined => (value === 'none' ? undefined : value);
  const listed = (name: string): string[] => (said.get(name) ?? []).flatMap((line) => line.split(/\s+/));
  const keys = said.get('identityfile') ?? usualKeys.map((name) => join(folder, name));
  const hosts = [...listed('userknownhostsfile'), ...listed('globalknownhostsfile')];
  const identityAgent = none(one('identityagent'));
  return {
    host: one('hostname') ?? given.host.replace(/^\[|\]$/g, ''),
    port: given.port ?? Number(one('port') ?? 22),
    user: given.user ?? one('user') ?? userInfo().username,
    keys: keys.map(home),
    knownHosts: (hosts.length > 0 ? hosts : [join(folder, 'known_hosts'), '/etc/ssh/ssh_known_hosts']).map(
      home,
    ),
    agent:
      identityAgent !== undefined && identityAgent !== 'SSH_AUTH_SOCK'
        ? home(identityAgent)
        : process.env['SSH_AUTH_SOCK'] ||
          (process.platform === 'win32' ? '\\\\.\\pipe\\openssh-ssh-agent' : undefined),
    jump: none(one('proxyjump')) ?? none(one('proxycommand')),
  };
}

function configured(given: { host: string; port?: number; user?: string }): Promise<Map<string, string[]>> {
  const options = [
    ...(given.port === undefined ? [] : ['-p', String(given.port)]),
    ...(given.user === undefined ? [] : ['-l', given.user]),
  ];
  return new Promise((resolve) => {
    const name = given.host.replace(/^\[|\]$/g, '');
    execFile('ssh', ['-G', ...options, '--', name], { timeout: 5000 }, (error, stdout) => {
      const found = new Map<string, string[]>();
      // Without ssh, or with a configuration that it refuses, the usual places have to do.
      for (const line of error === null ? stdout.split(/\r?\n/) : []) {
        const at = line.indexOf(' ');
        const key = line.slice(0, at);
        if (at > 0) found.set(key, [...(found.get(key) ?? []), line.slice(at + 1)]);
      }
      resolve(found);
    });
  });
}
