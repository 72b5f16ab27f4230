import { homedir } from 'node:os';
import { AppError, CancelledError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { configHash } from '@shared/compose/plan/hash';
import { withPlace } from '@shared/compose/plan/where';
import type { ProjectRef } from '@shared/compose/source';
import type { OpArgs } from '@shared/ops';
import { cliEnvironment, runProgram } from '../../clients/compose-cli';
import type { OpHandler } from '../../runner/types';
import { goOn } from '../docker-deps';
import { clearHalves } from './cli-half';
import { cliError } from './cli-error';
import { Pending } from './cli-pending';
import { undoCli } from './cli-undo';
import { engineStays } from './engine-stays';
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
const lastLines = 40;

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
      // Resumed after a crash: docker compose may still be at work, or have left something half-made.
      await clearHalves(docker, stack, makes.replaced, context);
      goOn(context);
      const startedAt = Date.now();
      const last: string[] = [];
      const pending = new Pending();
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
          // It reads the files as we do: as in a shell that stands in their folder.
          env: { ...cliEnvironment(places, { endpoint: docker.endpoint }), PWD: reading.directory },
          cwd: reading.directory,
          signal: context.signal,
          line: (text) => {
            context.log(text);
            last.push(text);
            pending.hear(text);
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
      if (context.signal.aborted) {
        // An engine that is gone makes nothing more either.
        await pending.settle(docker, makes).catch(() => undefined);
        throw new CancelledError('cancelled');
      }
      if (ended.code === 0) return { startedAt };
      const { info, service } = cliError({ doing, endpoint: docker.endpoint, last, code: ended.code, model });
      await engineStays(docker, new AppError(info), context);
      throw new AppError(service === undefined ? info : withPlace(reading, ['services', service], info));
    },
    undo: ({ stack, makes }, _output, context) => undoCli(docker, stack, makes, context),
  };
}
