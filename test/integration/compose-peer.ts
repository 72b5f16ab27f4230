import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cliVariable } from '../../src-main/clients/compose-cli';
import { composeReleases } from '../support/compose-cli';

export const missing = 'there is no docker compose 2 here, and set-up could not get one.';

/** The path of docker compose 2.26.1 as set-up fetched it (FLOTILLA_DOCKER_COMPOSE names another). */
export function composeCli(): string | undefined {
  return process.env[cliVariable] ?? composeReleases[0]?.path;
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
