import { AppError, CancelledError, errorText, toErrorInfo, type ErrorInfo } from '@shared/errors';
import { msg, raw, type Locale } from '@shared/i18n/index';
import type { Flotilla, FlotillaOptions } from '../wiring';
import { dataDir } from '../store/data-dir';
import { commandNamed, readArguments, type Arguments, type CommandName } from './args';
import { helpLines } from './help';
import { exit, type Command, type ExitCode, type Session } from './session';
import { isGroup } from './syntax';
import { createTerminal, errorLines, type Terminal } from './terminal';

export interface MainOptions {
  readonly version: string;
  /** Makes the services; loaded only when a command needs them. */
  readonly open: (options: FlotillaOptions) => Promise<Flotilla>;
}

/** Each command is loaded when it is called: `--version` and a mistyped word cost next to nothing. */
const loaders: Readonly<Record<Exclude<CommandName, 'help'>, () => Promise<Command>>> = {
  plan: async () => (await import('./commands/plans')).plan,
  apply: async () => (await import('./commands/plans')).apply,
  run: async () => (await import('./commands/run')).run,
  script: async () => (await import('./commands/plans')).script,
  remove: async () => (await import('./commands/plans')).remove,
  status: async () => (await import('./commands/clusters')).status,
  list: async () => (await import('./commands/clusters')).list,
  'redis check': async () => (await import('./commands/redis-look')).check,
  'redis keys': async () => (await import('./commands/redis-look')).keys,
  'redis call': async () => (await import('./commands/redis-look')).call,
  'redis adopt': async () => (await import('./commands/redis-adopt')).adopt,
  'redis forget': async () => (await import('./commands/redis-adopt')).forget,
  'redis fix': async () => (await import('./commands/redis')).fix,
  'redis reshard': async () => (await import('./commands/redis')).reshard,
  'redis rebalance': async () => (await import('./commands/redis')).rebalance,
  'redis failover': async () => (await import('./commands/redis')).failover,
  'redis add-node': async () => (await import('./commands/redis')).addNode,
  'redis del-node': async () => (await import('./commands/redis')).delNode,
  'redis drill': async () => (await import('./commands/redis')).drill,
  'redis backup': async () => (await import('./commands/redis')).backup,
  'redis import': async () => (await import('./commands/redis')).importKeys,
  'compose config': async () => (await import('./commands/compose-config')).config,
  'compose lint': async () => (await import('./commands/compose-lint')).lint,
  'compose logs': async () => (await import('./commands/compose-logs')).logs,
  'compose up': async () => (await import('./commands/compose')).up,
  'compose down': async () => (await import('./commands/compose')).down,
  'compose start': async () => (await import('./commands/compose')).start,
  'compose stop': async () => (await import('./commands/compose')).stop,
  'compose restart': async () => (await import('./commands/compose')).restart,
  'compose ps': async () => (await import('./commands/compose')).ps,
  'metrics query': async () => (await import('./commands/metrics')).query,
  'metrics sources': async () => (await import('./commands/metrics')).sources,
  diagnose: async () => (await import('./commands/diagnose')).diagnose,
  runs: async () => (await import('./commands/runs')).runs,
  resume: async () => (await import('./commands/runs')).resume,
  undo: async () => (await import('./commands/runs')).undo,
};

/** The `flotilla` command. Gives the exit code; the caller leaves with it. */
export async function main(argv: readonly string[], { version, open }: MainOptions): Promise<ExitCode> {
  let args: Arguments;
  let t = createTerminal(environmentLocale());
  try {
    args = readArguments(argv);
  } catch (error) {
    return fail(t, error, undefined);
  }
  t = createTerminal(args.lang ?? environmentLocale());
  if (args.version) {
    t.out(version);
    return exit.done;
  }
  if (args.help || args.command === 'help') {
    const [first, second] = args.words;
    const about =
      args.command !== 'help'
        ? (args.command ?? args.group)
        : first === undefined || (isGroup(first) && second === undefined)
          ? first
          : commandNamed(first, second);
    helpLines(t, about).forEach((line) => t.out(line));
    return exit.done;
  }
  if (args.command === undefined) {
    helpLines(t).forEach((line) => t.err(line));
    return exit.badInput;
  }

  let opened: Promise<Flotilla> | undefined;
  const flotilla = (): Promise<Flotilla> => {
    const engine = args.engine ?? environmentEngine(process.env);
    opened ??= open({
      dataDir: dataDir(),
      version,
      ...(engine !== undefined && { engine }),
      log: (error) => t.err(errorText(error)),
    });
    return opened;
  };
  const withEngine = async (): Promise<Flotilla> => {
    const services = await flotilla();
    const state = await services.engines.start();
    if (state.state === 'none' || state.state === 'unreachable') throw new AppError(state.error);
    return services;
  };
  const session: Session = { args, t, flotilla, withEngine };
  try {
    const command = await loaders[args.command]();
    return await command(session);
  } catch (error) {
    return fail(t, error, args);
  } finally {
    await opened?.then((services) => services.close()).catch(() => undefined);
  }
}

function fail(t: Terminal, error: unknown, args: Arguments | undefined): ExitCode {
  const info = describe(error, args?.command);
  errorLines(t, info, msg('cli.error')).forEach((line) => t.err(line));
  const code = exitCodeOf(error, info);
  if (args?.json === true && args.yes) {
    t.out(JSON.stringify({ type: 'outcome', ok: false, exitCode: code, error: info }));
  }
  return code;
}

function describe(error: unknown, command: CommandName | undefined): ErrorInfo {
  return toErrorInfo(error, {
    code: 'cli.unexpected',
    doing: msg('cli.unexpected.doing', { command: command ?? raw('') }),
    hint: msg('cli.unexpected.hint'),
  });
}

function exitCodeOf(error: unknown, { code }: ErrorInfo): ExitCode {
  if (error instanceof CancelledError) return exit.cancelled;
  return /^(cli\.args|spec\.|engine\.unknown$)/.test(code) ? exit.badInput : exit.failed;
}

/**
 * The engine that the environment names: meant for this very call, so it comes before what the app's settings say.
 * DOCKER_CONTEXT goes before DOCKER_HOST, but for `default`, which stands for it; so it is with docker.
 */
export function environmentEngine(env: NodeJS.ProcessEnv): string | undefined {
  const context = env['DOCKER_CONTEXT'] ?? '';
  if (context !== '' && context !== 'default') return `context:${context}`;
  return env['DOCKER_HOST'] ? 'env' : undefined;
}

/** The language that the environment asks for, by POSIX's order of variables. */
function environmentLocale(): Locale {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh-CN' : 'en';
}
