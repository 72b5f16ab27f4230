import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { promisify } from 'node:util';
import { findComposeCli } from '../../src-main/clients/compose-cli';

export const missing = 'there is no docker compose 2 here, and set-up could not get one.';

/** The path of docker compose 2 on this computer (FLOTILLA_DOCKER_COMPOSE names one that lies elsewhere). */
export async function composeCli(): Promise<string | undefined> {
  const found = await findComposeCli({ env: process.env, home: homedir(), platform: process.platform });
  return found?.path;
}

const run = promisify(execFile);

/** What docker compose writes to its standard output and to its standard error; its failure is an error. */
export async function compose(
  cli: string,
  args: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  return run(cli, ['--ansi', 'never', ...args], {
    env: { ...process.env, DOCKER_HOST: process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock' },
  });
}
