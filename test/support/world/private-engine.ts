import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { docker, testLabels } from './docker';
import { subnet } from './reserve';

export interface PrivateEngine {
  /** The path of its socket: DOCKER_HOST is `unix://` + this. */
  readonly socket: string;
  readonly docker: Docker;
  /** Stops the engine and all that runs in it; the socket stops to answer. */
  stop(): Promise<void>;
  /** Starts it again with what it held. */
  start(): Promise<void>;
  /** Stops it and removes all of it. */
  destroy(): Promise<void>;
}

/** Why a private engine cannot be had here, or undefined: the reason for `ctx.skip(…)`. */
export function noPrivateEngine(): string | undefined {
  if (process.platform !== 'linux') return 'a second dockerd needs Linux';
  if (process.getuid?.() !== 0) return 'a second dockerd needs root';
  if (spawnSync('dockerd', ['--version']).status !== 0) return 'dockerd is not installed here';
  return undefined;
}

/**
 * A second engine for tests in which "Docker stops and starts again". All that it has lies in a folder of its
 * own; it has a bridge of its own and leaves iptables alone, so the main engine does not notice it. `load` copies
 * images into it. Containers run in it with network mode `host` or `none`, or on a network made in it: there
 * their published ports work, but they do not reach each other (the main engine's firewall drops it). `dataRoot`:
 * a folder for what it holds, on a disk of the test's own. `args`: more words for dockerd.
 */
export async function startPrivateEngine(
  options: { load?: readonly string[]; dataRoot?: string; args?: readonly string[] } = {},
): Promise<PrivateEngine> {
  const problem = noPrivateEngine();
  if (problem !== undefined) throw new Error(problem);
  // Short: a socket's path has at most 107 characters.
  const folder = mkdtempSync(join(tmpdir(), 'flt-engine-'));
  const socket = join(folder, 'docker.sock');
  const client = new Docker({ socketPath: socket });
  let child: ChildProcess | undefined;
  const bridge = await lendBridge();

  const start = async (): Promise<void> => {
    if (child) return;
    const log = openSync(join(folder, 'dockerd.log'), 'a');
    // The signal on the parent's death: a killed test run leaves no engine behind.
    child = spawn(
      'setpriv',
      [
        ...['--pdeathsig', 'TERM', 'dockerd', '--host', `unix://${socket}`],
        ...['--data-root', options.dataRoot ?? join(folder, 'data'), '--exec-root', join(folder, 'exec')],
        ...[
          '--pidfile',
          join(folder, 'dockerd.pid'),
          '--bridge',
          bridge.name,
          '--iptables=false',
          '--ip6tables=false',
        ],
        // Where a containerd serves the whole system, names of its own keep the engines apart.
        ...[
          '--containerd-namespace',
          'flotilla-test',
          '--containerd-plugins-namespace',
          'flotilla-test-plugins',
        ],
        ...(options.args ?? []),
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    const until = Date.now() + 30_000;
    for (;;) {
      const answer = await client.ping().then(
        () => true,
        () => false,
      );
      if (answer) return;
      if (child.exitCode !== null || Date.now() > until) {
        const tail = readFileSync(join(folder, 'dockerd.log'), 'utf8').split('\n').slice(-8).join('\n');
        throw new Error(`The private engine did not start:\n${tail}`);
      }
      await sleep(100);
    }
  };

  const stop = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise<'ended'>((resolve) => running.once('exit', () => resolve('ended')));
    running.kill('SIGTERM');
    const first = await Promise.race([ended, sleep(20_000, 'late' as const, { ref: false })]);
    if (first === 'late') running.kill('SIGKILL');
    await ended;
  };

  const destroy = async (): Promise<void> => {
    // The bridges of its networks are the host's: without this they would outlive it.
    if (child) await emptyOut(client).catch(() => undefined);
    await stop();
    await bridge.giveBack();
    // Containers in host mode leave a mount behind.
    spawnSync('umount', ['-l', join(folder, 'exec', 'netns', 'default')]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };

  try {
    await start();
    for (const image of options.load ?? []) {
      await client.loadImage(await docker().getImage(image).get());
    }
  } catch (error) {
    await destroy();
    throw error;
  }
  return { socket, docker: client, stop, start, destroy };
}

const lent = 'private-engine ';

/**
 * A bridge for the second engine, made by the main one: with `--bridge none` a dockerd that starts deletes
 * docker0, which is the main engine's; and by itself it makes no bridge of another name.
 */
async function lendBridge(): Promise<{ name: string; giveBack: () => Promise<void> }> {
  // Those of test runs that were killed.
  for (const { Id, Labels } of await docker().listNetworks()) {
    const holder = Object.values(Labels ?? {}).find((value) => value.startsWith(lent));
    if (holder !== undefined && !isAlive(Number(holder.slice(lent.length))))
      await docker().getNetwork(Id).remove();
  }
  const name = `flte${randomBytes(4).toString('hex')}`;
  const network = await docker().createNetwork({
    Name: name,
    Labels: testLabels(`${lent}${process.pid}`),
    IPAM: { Driver: 'default', Config: [{ Subnet: (await subnet()).cidr }] },
    Options: { 'com.docker.network.bridge.name': name },
  });
  return { name, giveBack: () => network.remove() as Promise<void> };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function emptyOut(client: Docker): Promise<void> {
  for (const each of await client.listContainers({ all: true })) {
    await client.getContainer(each.Id).remove({ force: true, v: true });
  }
  await client.pruneNetworks();
}
