import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The docker compose CLI on this computer. */
export interface ComposeCli {
  /** What is called, and with which words before compose's own: `docker` needs `compose`, the plugin none. */
  readonly path: string;
  readonly before: readonly string[];
  /** `2.26.1`. */
  readonly version: string;
}

export interface CliPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** Names the compose plugin itself, or `docker-compose`, where it lies elsewhere; `none`: there is none. */
export const cliVariable = 'FLOTILLA_DOCKER_COMPOSE';

/**
 * Folders where programs lie that a shell would find: a window that was opened from a launcher has not the shell's
 * PATH (on macOS not even /usr/local/bin).
 */
export function programFolders({ env, home, platform }: CliPlaces): string[] {
  const given = (env['PATH'] ?? env['Path'] ?? '').split(delimiter);
  const usual =
    platform === 'win32'
      ? [join(env['ProgramFiles'] ?? 'C:\\Program Files', 'Docker', 'Docker', 'resources', 'bin')]
      : [
          ...['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin', '/snap/bin'],
          ...['.docker/bin', '.orbstack/bin', '.rd/bin', 'bin', '.local/bin'].map((each) => join(home, each)),
          '/Applications/Docker.app/Contents/Resources/bin',
        ];
  return [...new Set([...given, ...usual])].filter((each) => each !== '');
}

/** Folders of docker's plugins, as the Docker CLI looks for them. */
function pluginFolders({ env, home, platform }: CliPlaces): string[] {
  const config = env['DOCKER_CONFIG'] ?? join(home, '.docker');
  const own = join(config, 'cli-plugins');
  if (platform === 'win32')
    return [
      own,
      join(env['ProgramData'] ?? 'C:\\ProgramData', 'Docker', 'cli-plugins'),
      join(env['ProgramFiles'] ?? 'C:\\Program Files', 'Docker', 'cli-plugins'),
    ];
  return [
    own,
    '/usr/local/lib/docker/cli-plugins',
    '/usr/local/libexec/docker/cli-plugins',
    '/usr/lib/docker/cli-plugins',
    '/usr/libexec/docker/cli-plugins',
    '/opt/homebrew/lib/docker/cli-plugins',
    '/Applications/Docker.app/Contents/Resources/cli-plugins',
  ];
}

/** Finds compose 2 or later: the plugin first, then `docker-compose`. undefined: there is none. */
export async function findComposeCli(places: CliPlaces): Promise<ComposeCli | undefined> {
  const named = places.env[cliVariable];
  if (named === 'none') return undefined;
  const suffix = places.platform === 'win32' ? '.exe' : '';
  const candidates =
    named !== undefined && named !== ''
      ? [named]
      : [...pluginFolders(places), ...programFolders(places)].map((each) =>
          join(each, `docker-compose${suffix}`),
        );
  for (const path of candidates) {
    if (!(await isProgram(path))) continue;
    const version = await versionOf(path, places);
    // 1.x is another program: it knows none of what follows.
    if (version !== undefined && Number(version.split('.')[0]) >= 2) return { path, before: [], version };
  }
  return undefined;
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function versionOf(path: string, places: CliPlaces): Promise<string | undefined> {
  let said = '';
  try {
    const ended = await runProgram(path, ['version', '--short'], {
      env: cliEnvironment(places, undefined),
      cwd: undefined,
      signal: AbortSignal.timeout(10_000),
      line: (text) => (said += `${text}\n`),
    });
    return ended.code === 0 ? /(\d+\.\d+\.\d+)/.exec(said)?.[1] : undefined;
  } catch {
    return undefined;
  }
}

/** Where the CLI finds the engine; `endpoint` undefined: as it would by itself. */
export interface CliEngine {
  readonly endpoint: string;
}

/** The process's environment with a PATH as a shell's, and the engine that is meant. */
export function cliEnvironment(places: CliPlaces, engine: CliEngine | undefined): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(places.env)) if (value !== undefined) env[name] = value;
  env['PATH'] = programFolders(places).join(delimiter);
  if (engine === undefined) return env;
  // A context would beat DOCKER_HOST's place in some versions, and its TLS belongs to another engine.
  delete env['DOCKER_CONTEXT'];
  if (env['DOCKER_HOST'] !== engine.endpoint) {
    delete env['DOCKER_TLS_VERIFY'];
    delete env['DOCKER_CERT_PATH'];
  }
  env['DOCKER_HOST'] = engine.endpoint.replace(/^https?:/, 'tcp:');
  return env;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long a program has to end after it was asked to. */
const graceMs = 15_000;

/**
 * Runs a program without a shell; `line` hears each line of both its outputs. Aborted: it gets SIGINT, and SIGKILL
 * when it has not ended after 15 s. Rejects when it cannot be started.
 */
export function runProgram(
  path: string,
  args: readonly string[],
  {
    env,
    cwd,
    signal,
    line,
  }: {
    env: Readonly<Record<string, string>>;
    cwd: string | undefined;
    signal: AbortSignal;
    line: (text: string) => void;
  },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, [...args], {
      env: { ...env },
      ...(cwd !== undefined && { cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill('SIGINT');
      timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      let rest = '';
      stream.on('data', (chunk: string) => {
        const lines = (rest + chunk).split(/\r?\n|\r/);
        rest = lines.pop() ?? '';
        for (const each of lines) if (each.trim() !== '') line(each);
      });
      stream.on('end', () => {
        if (rest.trim() !== '') line(rest);
      });
    }
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    child.once('error', (error) => {
      over();
      reject(error);
    });
    child.once('close', (code, ended) => {
      over();
      resolve({ code, signal: ended });
    });
  });
}
