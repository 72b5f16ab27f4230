/** Finds a Docker engine; on Debian and Ubuntu as root, installs and starts one where there is none. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensurePackages } from './apt.mjs';
import { probe } from './engine-api.mjs';
import { doing, ok, SetupError } from './log.mjs';
import { cachePath, readIf } from './paths.mjs';
import { which } from './run.mjs';
import { canInstall, systemName } from './system.mjs';

/** Where an engine of this system listens. */
export const defaultAddress = 'unix:///var/run/docker.sock';

/** The address that the docker command would use by its current context, or undefined. */
function contextAddress() {
  const home = process.env.DOCKER_CONFIG || join(homedir(), '.docker');
  try {
    const name =
      process.env.DOCKER_CONTEXT || JSON.parse(readIf(join(home, 'config.json')) ?? '{}').currentContext;
    if (!name || name === 'default') return undefined;
    const id = createHash('sha256').update(name).digest('hex');
    return JSON.parse(readIf(join(home, 'contexts', 'meta', id, 'meta.json')) ?? '{}').Endpoints?.docker
      ?.Host;
  } catch {
    return undefined;
  }
}

/** Every address worth trying, the likeliest first. DOCKER_HOST is meant: then no other is tried. */
export function engineAddresses() {
  if (process.env.DOCKER_HOST) return [process.env.DOCKER_HOST];
  const context = contextAddress();
  const usual =
    process.platform === 'win32'
      ? ['npipe:////./pipe/docker_engine', 'npipe:////./pipe/dockerDesktopLinuxEngine']
      : [
          defaultAddress,
          process.env.XDG_RUNTIME_DIR && `unix://${process.env.XDG_RUNTIME_DIR}/docker.sock`,
          ...['.docker/run', '.docker/desktop', '.colima/default', '.orbstack/run', '.rd'].map(
            (folder) => `unix://${join(homedir(), folder, 'docker.sock')}`,
          ),
        ];
  return [context, ...usual].filter((each, index, all) => each && all.indexOf(each) === index);
}

/**
 * The first engine that answers.
 * @returns {Promise<{address: string, version: string, os: string} | {problems: string[]}>}
 */
export async function findEngine() {
  const problems = [];
  for (const address of engineAddresses()) {
    const path = address.startsWith('unix://') ? address.slice('unix://'.length) : undefined;
    if (path && !existsSync(path)) {
      problems.push(`${address}: not there`);
      continue;
    }
    const answer = await probe(address);
    if ('version' in answer) return { address, ...answer };
    problems.push(`${address}: ${answer.problem}`);
  }
  return { problems };
}

/** How a person gets an engine on this system. */
function howToGetOne() {
  if (process.platform !== 'linux')
    return `Install Docker Desktop for ${systemName}, start it, and run this again.`;
  return (
    'Start the engine if it is installed (`systemctl start docker`), or install it: `apt-get install docker.io` on\n' +
    'Debian and Ubuntu, the docker package elsewhere. Your user must be allowed to use its socket (group docker).\n' +
    'An engine elsewhere is used through DOCKER_HOST.'
  );
}

/**
 * A Docker engine that answers; one is installed and started where that is allowed.
 * @param {{yes?: boolean}} [options]
 */
export async function ensureEngine({ yes } = {}) {
  let engine = await findEngine();
  if ('problems' in engine && canInstall && !process.env.DOCKER_HOST) {
    if (!which('dockerd')) {
      await ensurePackages({
        what: 'Docker engine',
        why: 'Flotilla',
        packages: ['docker.io', 'iptables'],
        // From Debian 13 on the docker command is a package of its own.
        optional: ['docker-cli'],
        yes,
      });
    }
    await startEngine();
    engine = await findEngine();
  }
  if ('problems' in engine) {
    throw new SetupError({
      doing: 'looking for a Docker engine',
      message: `none answers.\n  ${engine.problems.join('\n  ')}`,
      hint: howToGetOne(),
    });
  }
  ok(`Docker engine ${engine.version} (${engine.address})`);
  return engine;
}

/** Starts dockerd apart from this process, so that it outlives it, and waits until it answers. */
async function startEngine() {
  // The package's own service may be starting it already.
  if (await answers(defaultAddress, existsSync('/run/systemd/system') ? 10_000 : 500)) return;
  const log = process.env.FLOTILLA_DOCKERD_LOG || cachePath('dockerd.log');
  doing(`starting dockerd (log: ${log})`);
  mkdirSync(dirname(log), { recursive: true });
  const out = openSync(log, 'a');
  const child = spawn('dockerd', [], { detached: true, stdio: ['ignore', out, out] });
  let ended = false;
  child.on('error', () => (ended = true)).on('exit', () => (ended = true));
  child.unref();
  if (await answers(defaultAddress, 60_000, () => ended)) return;
  const tail = (readIf(log) ?? '').trim().split('\n').slice(-8).join('\n');
  throw new SetupError({
    doing: 'starting the Docker engine',
    message: `dockerd ${ended ? 'ended at once' : 'did not answer within 60 s'}.\n${tail}`,
    hint: `Read ${log}; try \`dockerd\` by hand; or set DOCKER_HOST to another engine.`,
  });
}

/** Polls an address until an engine answers there. */
async function answers(address, ms, stop = () => false) {
  const end = Date.now() + ms;
  do {
    if ('version' in (await probe(address))) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  } while (Date.now() < end && !stop());
  return false;
}
