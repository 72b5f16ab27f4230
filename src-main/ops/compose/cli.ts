import { homedir } from 'node:os';
import { AppError, CancelledError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { composeLabel } from '@shared/compose/stack';
import { configHash } from '@shared/compose/plan/hash';
import type { ProjectRef } from '@shared/compose/source';
import type { OpArgs } from '@shared/ops';
import { cliEnvironment, runProgram } from '../../clients/compose-cli';
import { refusal } from '../../clients/docker-refusals';
import type { OpHandler } from '../../runner/types';
import { goOn, ifThere } from '../docker-deps';
import { changed, modelNow, type ComposeOpsDeps } from './deps';

/** `docker compose`'s own words before a command: the project as it was named. */
export function projectArguments(project: ProjectRef, stack: string): string[] {
  return [
    ...project.files.flatMap((file) => ['--file', file]),
    ...(project.directory === undefined ? [] : ['--project-directory', project.directory]),
    ...['--project-name', stack],
    ...(project.envFiles ?? []).flatMap((file) => ['--env-file', file]),
    ...project.profiles.flatMap((profile) => ['--profile', profile]),
  ];
}

/** How many lines are kept for an error. */
const lastLines = 20;

export function cliOp(deps: ComposeOpsDeps): OpHandler<OpArgs<'compose.cli'>, { startedAt: number }> {
  const { docker } = deps;
  return {
    async run({ project, stack, args, hashes, makes }, context) {
      const doing = msg('cops.doing.cli', { name: stack });
      const cli = await deps.cli();
      if (cli === undefined)
        throw new AppError({
          code: 'compose.no-cli',
          doing,
          what: msg('cops.cli.none'),
          hint: msg('cops.cli.none.hint'),
        });
      const { model, reading } = await modelNow(deps, project, stack);
      for (const [service, hash] of Object.entries(hashes)) {
        const found = model.services[service];
        if (found === undefined || configHash(found) !== hash) throw changed(stack, service);
      }
      goOn(context);
      const startedAt = Date.now();
      const last: string[] = [];
      // Each container is created and started, each network and volume created.
      const all = Math.max(1, makes.containers.length * 2 + makes.networks.length + makes.volumes.length);
      let done = 0;
      const places = { env: process.env, home: homedir(), platform: process.platform };
      const ended = await runProgram(
        cli.path,
        [
          ...cli.before,
          '--ansi',
          'never',
          '--progress',
          'plain',
          ...projectArguments(project, stack),
          ...args,
        ],
        {
          env: cliEnvironment(places, { endpoint: docker.endpoint }),
          cwd: reading.directory,
          signal: context.signal,
          line: (text) => {
            context.log(text);
            last.push(text);
            if (last.length > lastLines) last.shift();
            if (/ (?:Created|Started)\s*$/.test(text))
              context.progress({ fraction: Math.min(++done / all, 1) });
          },
        },
      ).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new AppError({
          code: 'compose.no-cli',
          doing,
          what: msg('cops.cli.start', { path: cli.path, reason }),
          hint: msg('cops.cli.none.hint'),
        });
      });
      if (context.signal.aborted) throw new CancelledError('cancelled');
      if (ended.code === 0) return { startedAt };
      throw cliError(doing, docker.endpoint, last, ended.code);
    },
    async undo({ stack, makes }, _output, context) {
      // None of these was there when the plan was agreed to; what another project's label has is not touched.
      const ours = (labels: Readonly<Record<string, string>>): boolean =>
        labels[composeLabel.project] === stack;
      for (const name of makes.containers) {
        const found = await ifThere(docker.containers.inspect(name), 'container.gone');
        if (found === undefined || !ours(found.Config.Labels)) continue;
        context.log(`${name}: removing`);
        await ifThere(docker.containers.remove(found.Id, { force: true, anonymous: true }), 'container.gone');
      }
      for (const name of makes.networks) {
        const found = await ifThere(docker.networks.inspect(name), 'network.missing');
        if (found !== undefined && ours(found.Labels))
          await ifThere(docker.networks.remove(found.Id), 'network.missing', 'network.in-use');
      }
      for (const name of makes.volumes) {
        const found = await ifThere(docker.volumes.inspect(name), 'volume.missing');
        if (found !== undefined && ours(found.Labels))
          await ifThere(docker.volumes.remove(name), 'volume.missing', 'volume.in-use');
      }
    },
  };
}

/** What the CLI said at its end, in the words that the engine's own answers get. */
function cliError(
  doing: ReturnType<typeof msg>,
  endpoint: string,
  last: readonly string[],
  code: number | null,
): AppError {
  const details = last.map((text) => raw(text));
  const said =
    last.findLast((text) =>
      /error response from daemon|^error|^failed|unhealthy|exited \(/i.test(text.trim()),
    ) ??
    last.at(-1) ??
    '';
  const words = said.trim().replace(/^.*?Error response from daemon: /i, '');
  const container = /container (\S+) is unhealthy/i.exec(words)?.[1];
  if (container !== undefined)
    return new AppError({
      code: 'service.unhealthy',
      doing,
      what: msg('cops.wait.unhealthy', { container }),
      hint: msg('cops.wait.hint', { container }),
      details,
    });
  const exited =
    /container (\S+) exited \((\d+)\)|service "([^"]+)" didn't complete successfully: exit (\d+)/i.exec(
      words,
    );
  if (exited !== null) {
    const name = exited[1] ?? exited[3] ?? '';
    return new AppError({
      code: 'service.exited',
      doing,
      what: msg('cops.wait.exited', { container: name, code: Number(exited[2] ?? exited[4]) }),
      hint: msg('cops.wait.hint', { container: name }),
      details,
    });
  }
  const image = /pull access denied for ([^\s,]+)/.exec(words)?.[1] ?? '';
  const meant = refusal(words, { doing, endpoint, image });
  if (meant.code !== 'engine.refused') return new AppError({ ...meant, doing, details });
  return new AppError({
    code: 'compose.cli-failed',
    doing,
    what: msg('cops.cli.failed', { code: code ?? -1, words }),
    hint: msg('cops.cli.failed.hint'),
    details,
  });
}
