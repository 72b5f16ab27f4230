import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { ProjectRef, ReadDeps } from '@shared/compose/source';
import { composePath, releases, whyNoCompose } from '../../scripts/lib/compose-cli.mjs';

/** A docker compose release to compare with; `path` is undefined where set-up could not fetch it, and `why` says so. */
export interface ComposeRelease {
  readonly version: string;
  readonly path: string | undefined;
  readonly why: string;
}

export const composeReleases: readonly ComposeRelease[] = releases.map(({ version }) => {
  const path = composePath(version);
  return { version, path: existsSync(path) ? path : undefined, why: whyNoCompose(version) };
});

export type ConfigResult =
  { readonly ok: true; readonly model: unknown } | { readonly ok: false; readonly why: string };

/** `docker compose … config --format json`, with that environment and no engine. */
export function composeConfig(
  path: string,
  ref: ProjectRef,
  env: Readonly<Record<string, string>>,
): ConfigResult {
  const args = [
    ...ref.files.flatMap((file) => ['-f', file]),
    ...(ref.directory === undefined ? [] : ['--project-directory', ref.directory]),
    ...(ref.name === undefined ? [] : ['-p', ref.name]),
    ...(ref.envFiles ?? []).flatMap((file) => ['--env-file', file]),
    ...ref.profiles.flatMap((profile) => ['--profile', profile]),
  ];
  const { status, stdout, stderr, error } = spawnSync(path, [...args, 'config', '--format', 'json'], {
    env: { ...env },
    encoding: 'utf8',
    timeout: 30_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status === 0) return { ok: true, model: JSON.parse(stdout) as unknown };
  return { ok: false, why: stderr.trim().split('\n').at(-1) ?? '' };
}

/** Reading's view of this computer, with an environment of the test's own. */
export function diskDeps(env: Readonly<Record<string, string>>): ReadDeps {
  return {
    env,
    home: env['HOME'] ?? '',
    read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    kindOf: (path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? undefined : found.isDirectory() ? 'folder' : 'file';
    },
  };
}
