import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { EngineInfo } from '@shared/engine';
import type { DockerTarget } from './docker-target';

/** Where engines are looked for. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Where the system's sockets lie: `/` but in tests. */
  readonly root?: string;
  /** Those that a person added. */
  readonly added?: () => readonly Found[];
}

/** An engine that was found, and how to reach it. */
export interface FoundEngine {
  readonly info: EngineInfo;
  readonly target: DockerTarget;
  /**
   * `meant`: the person's environment names it, so no other is taken instead. `usual`: taken when it
   * answers. `listed`: only when it is chosen (a context that is not the current one).
   */
  readonly use: 'meant' | 'usual' | 'listed';
}

/**
 * Every engine that this computer knows of, the likeliest first: what DOCKER_CONTEXT or DOCKER_HOST
 * names (in that order, as docker has it), the current context, the usual sockets, the other contexts.
 * Two ways to one socket are one engine.
 */
export function findEngines(around: Surroundings): FoundEngine[] {
  const contexts = readContexts(around);
  const config = configFolder(around);
  // The context `default` stands for DOCKER_HOST or the usual socket.
  const wanted = (around.env['DOCKER_CONTEXT'] ?? '').replace(/^default$/, '');
  const host = around.env['DOCKER_HOST'] ?? '';
  const current = wanted !== '' ? wanted : host !== '' ? '' : currentContext(config);
  const named = contexts.filter((each) => each.info.name === current);
  const first = named.length === 0 && wanted !== '' ? [brokenContext(wanted)] : named;
  const others = contexts.filter((each) => each.info.name !== current);
  const all: FoundEngine[] = [
    ...first.map((each) => ({ ...each, use: wanted === '' ? ('usual' as const) : ('meant' as const) })),
    ...(host === '' ? [] : [fromEnv(around, host, wanted === '' ? 'meant' : 'listed')]),
    ...sockets(around),
    ...others.map((each) => ({
      ...each,
      // Colima's and Docker Desktop's contexts are as good as their sockets; one elsewhere is not taken unasked.
      use:
        each.info.endpoint.startsWith('unix:') || each.info.endpoint.startsWith('npipe:')
          ? ('usual' as const)
          : ('listed' as const),
    })),
  ];
  const added = (around.added?.() ?? []).map((each) => ({ ...each, use: 'listed' as const }));
  const seen = new Set<string>();
  const found = all.filter(({ info }) => {
    const place = samePlace(info.endpoint);
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
  // What a person added is listed under the name that they gave it, whatever else leads there.
  return [...found, ...added];
}

/**
 * The engine with an id or a name, where there is one; also one that findEngines() leaves out because
 * another way leads to it, or whose socket is not there at the moment.
 */
export function engineById(around: Surroundings, id: string): FoundEngine | undefined {
  const everything = [
    ...findEngines(around),
    ...readContexts(around).map((each) => ({ ...each, use: 'listed' as const })),
  ];
  const found =
    everything.find(({ info }) => info.id === id) ?? everything.find(({ info }) => info.name === id);
  if (found !== undefined || !/^socket:\/|^socket:\\\\/.test(id)) return found;
  return { ...socketEngine(id.slice('socket:'.length), around), use: 'listed' };
}

/** An engine, whoever knows of it. */
export type Found = Omit<FoundEngine, 'use'>;

function fromEnv({ env }: Surroundings, host: string, use: FoundEngine['use']): FoundEngine {
  // docker reads a bare host:port as tcp.
  const endpoint = host.includes('://') ? host : `tcp://${host}`;
  const folder = env['DOCKER_CERT_PATH'];
  const verify = (env['DOCKER_TLS_VERIFY'] ?? '') !== '';
  const tls =
    endpoint.startsWith('tcp://') && (verify || (env['DOCKER_TLS'] ?? '') !== '')
      ? { ...(folder !== undefined && pem(folder)), rejectUnauthorized: verify }
      : undefined;
  const target = { endpoint, local: isLocal(endpoint), ...(tls && { tls }) };
  return {
    info: { id: 'env', name: 'DOCKER_HOST', source: 'env', ...describe(target) },
    target,
    use,
  };
}

const metaSchema = z.object({
  Name: z.string(),
  Endpoints: z.object({
    docker: z.object({ Host: z.string(), SkipTLSVerify: z.boolean().optional() }),
  }),
});

function readContexts(around: Surroundings): Found[] {
  const folder = join(configFolder(around), 'contexts');
  return namesIn(join(folder, 'meta')).flatMap((id): Found[] => {
    try {
      const meta = metaSchema.parse(JSON.parse(readFileSync(join(folder, 'meta', id, 'meta.json'), 'utf8')));
      const { Host: endpoint, SkipTLSVerify: skip } = meta.Endpoints.docker;
      const certificates = pem(join(folder, 'tls', id, 'docker'));
      const tls =
        /^(tcp|https):/.test(endpoint) && Object.keys(certificates).length > 0
          ? { ...certificates, rejectUnauthorized: skip !== true }
          : undefined;
      const target = { endpoint, local: isLocal(endpoint), ...(tls && { tls }) };
      const info = {
        id: `context:${meta.Name}`,
        name: meta.Name,
        source: 'context' as const,
        ...describe(target),
      };
      return [{ info, target }];
    } catch {
      // A context of another kind (no docker endpoint), or a broken one: docker itself cannot use it either.
      return [];
    }
  });
}

/** A context that is asked for and cannot be read: every call to it says so. */
function brokenContext(name: string): Found {
  const target = { endpoint: `context://${name}`, local: false };
  return { info: { id: `context:${name}`, name, source: 'context', ...describe(target) }, target };
}

function sockets(around: Surroundings): FoundEngine[] {
  return usualSockets(around)
    .filter((path) => existsSync(path))
    .map((path) => ({ ...socketEngine(path, around), use: 'usual' as const }));
}

function socketEngine(path: string, { root = '/' }: Surroundings): Found {
  const windows = path.startsWith('\\\\');
  const endpoint = windows ? `npipe://${path.replaceAll('\\', '/')}` : `unix://${path}`;
  const target = { endpoint, local: true };
  const shown =
    root !== '/' && path.startsWith(root) ? path.slice(root.length - (root.endsWith('/') ? 1 : 0)) : path;
  return {
    info: { id: `socket:${path}`, name: socketName(shown), source: 'socket', ...describe(target) },
    target,
  };
}

/** The places where engines put their sockets, the likeliest first. */
function usualSockets({ env, home, platform, root = '/' }: Surroundings): string[] {
  if (platform === 'win32')
    return ['docker_engine', 'dockerDesktopLinuxEngine', 'podman-machine-default'].map(
      (name) => `\\\\.\\pipe\\${name}`,
    );
  // Unset outside of a session, as for a service.
  const runtime = env['XDG_RUNTIME_DIR'] || join(root, 'run/user', String(process.getuid?.() ?? 0));
  return [
    join(root, 'var/run/docker.sock'),
    join(runtime, 'docker.sock'),
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
    ...namesIn(join(home, '.colima')).map((profile) => join(home, '.colima', profile, 'docker.sock')),
    join(home, '.orbstack/run/docker.sock'),
    join(home, '.rd/docker.sock'),
    join(runtime, 'podman/podman.sock'),
    join(root, 'run/podman/podman.sock'),
    join(home, '.local/share/containers/podman/machine/podman.sock'),
  ];
}

/** What an address tells of an engine by itself. */
export function describe({
  endpoint,
  local,
  tls,
}: DockerTarget): Pick<EngineInfo, 'endpoint' | 'product' | 'local' | 'open'> {
  const open = /^(tcp|http):/.test(endpoint) && tls === undefined;
  return {
    endpoint: withoutCredentials(endpoint),
    product: productOf(endpoint),
    local,
    ...(open && { open }),
  };
}

/** What an endpoint's place tells; what the engine says of itself comes later. */
function productOf(endpoint: string): EngineInfo['product'] {
  if (endpoint.includes('/.colima/')) return 'colima';
  if (endpoint.includes('podman')) return 'podman';
  if (/\/\.docker\/(run|desktop)\/|dockerDesktop/.test(endpoint)) return 'docker-desktop';
  if (/\/run\/user\/\d+\/docker\.sock$/.test(endpoint)) return 'rootless';
  if (/\/\.(orbstack|rd)\//.test(endpoint)) return 'other';
  return 'docker-engine';
}

function socketName(path: string): string {
  const colima = /\/\.colima\/([^/]+)\//.exec(path)?.[1];
  if (colima !== undefined) return colima === 'default' ? 'Colima' : `Colima (${colima})`;
  if (path.includes('podman')) return 'Podman';
  if (/\/\.docker\/(run|desktop)\/|dockerDesktop/.test(path)) return 'Docker Desktop';
  if (path.includes('/.orbstack/')) return 'OrbStack';
  if (path.includes('/.rd/')) return 'Rancher Desktop';
  if (/\/run\/user\/\d+\//.test(path)) return 'Docker (rootless)';
  return 'Docker';
}

/** Whether an endpoint is on this computer: a socket, or one of our own addresses. */
export function isLocal(endpoint: string): boolean {
  const match = /^(\w+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/.exec(endpoint);
  if (match?.[1] === 'unix' || match?.[1] === 'npipe') return true;
  if (match?.[1] === 'ssh') return false;
  const host = (match?.[2] ?? '').replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host.startsWith('127.') || host === '::1') return true;
  return Object.values(networkInterfaces()).some(
    (all) => all?.some(({ address }) => address === host) ?? false,
  );
}

function withoutCredentials(endpoint: string): string {
  return endpoint.replace(/^(\w+:\/\/)[^@/]*@/, '$1');
}

/** Symbolic links followed: Docker Desktop links /var/run/docker.sock to its own. */
function samePlace(endpoint: string): string {
  if (!endpoint.startsWith('unix://')) return endpoint;
  try {
    return realpathSync(endpoint.slice('unix://'.length));
  } catch {
    return endpoint;
  }
}

function configFolder({ env, home }: Surroundings): string {
  const folder = env['DOCKER_CONFIG'];
  return folder === undefined || folder === '' ? join(home, '.docker') : folder;
}

function currentContext(folder: string): string {
  try {
    const config = z
      .object({ currentContext: z.string().optional() })
      .parse(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')));
    return config.currentContext ?? '';
  } catch {
    return '';
  }
}

/** The certificates of a folder, as docker names them; those that are not there are left out. */
export function pem(folder: string): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  return Object.fromEntries(
    (['ca', 'cert', 'key'] as const).flatMap((name) => {
      try {
        return [[name, readFileSync(join(folder, `${name}.pem`))]];
      } catch {
        return [];
      }
    }),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
