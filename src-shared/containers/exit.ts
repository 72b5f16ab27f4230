import { msg, raw, type Message } from '../i18n/index';
import { endingOf, ranOutOfMemory, signalName, type Ending, type ExitFacts } from './exit-facts';
import { bySignal, byItself, foreground } from './exit-codes';
import { hintsIn } from './exit-lines';
import { nextOf } from './exit-next';
import { failedStart } from './exit-start';
import { plain, type Told } from './exit-told';

export type { EngineMoment, ExitFacts } from './exit-facts';

/** Why a container stopped, restarts or is unhealthy. */
export interface ExitStory extends Told {
  /** What its restart policy does with it next. */
  readonly next: Message;
  /** The last exit code; absent: it has not ended. */
  readonly code?: number;
}

/**
 * Explains a container in plain words. Pure. What codes mean was tried on Docker 20.10; 128+n is how a shell and the engine
 * name an end by signal n. 125 never comes from the engine: it is what the `docker run` command itself ends with.
 * 137 is SIGKILL, and an out-of-memory kill only where the engine says so (`OOMKilled`, or its `oom` event).
 */
export function explainExit(facts: ExitFacts): ExitStory {
  const ending = endingOf(facts);
  const stands = facts.state === 'running' || facts.state === 'paused';
  const failed = facts.error !== '' && !stands;
  const code = codeOf(facts);
  const told = failed
    ? failedStart(facts)
    : facts.state === 'created'
      ? plain('created', 'muted', msg('stacks.exit.created.head'), msg('stacks.exit.created.what'))
      : stands
        ? standing(facts, code, ending)
        : ended(facts, facts.exitCode, ending);
  // A program that ends well again and again was meant to stay.
  const tone = facts.state === 'restarting' && told.tone === 'muted' ? 'warn' : told.tone;
  return { ...told, tone, next: nextOf(facts, ending, failed), ...(code !== undefined && { code }) };
}

/** The engine says 0 of one that runs: the code of its last end is in the events, where they reach so far. */
function codeOf({ state, exitCode, error, events, startedAt }: ExitFacts): number | undefined {
  if (state === 'running' || state === 'paused')
    return events.findLast(({ what }) => what === 'die')?.exitCode;
  if (state === 'created' && error === '') return undefined;
  return startedAt === undefined && error === '' ? undefined : exitCode;
}

function standing(facts: ExitFacts, code: number | undefined, ending: Ending): Told {
  const { state, health, restartCount } = facts;
  if (state === 'paused')
    return plain('paused', 'muted', msg('stacks.exit.paused.head'), msg('stacks.exit.paused.what'));
  if (health?.status === 'unhealthy') return unhealthy(facts, health);
  if (health?.status === 'starting')
    return plain('starting', 'muted', msg('stacks.exit.starting.head'), msg('stacks.exit.starting.what'));
  if (restartCount > 0) {
    const head = msg('stacks.exit.restarted.head', { n: restartCount });
    if (code === undefined)
      return plain('restarted', 'warn', head, msg('stacks.exit.restarted.what'), hintsIn(facts.lines));
    const before = ended(facts, code, ending);
    return { ...before, cause: 'restarted', tone: 'warn', headline: head };
  }
  return plain('running', 'muted', msg('stacks.exit.running.head'), msg('stacks.exit.running.what'));
}

function unhealthy(facts: ExitFacts, health: NonNullable<ExitFacts['health']>): Told {
  const output = (health.output ?? '').trim();
  const missing = health.exitCode === 127 || /not found/.test(output);
  const timeout = health.exitCode === -1 || /exceeded timeout/i.test(output);
  const said = output === '' ? msg('stacks.exit.unhealthy.silent') : raw(`“${output.slice(-400)}”`);
  return {
    cause: 'unhealthy',
    tone: 'bad',
    headline: msg('stacks.exit.unhealthy.head', { n: health.failingStreak }),
    what: msg('stacks.exit.unhealthy.what', { code: health.exitCode ?? 1, said }),
    tries: missing
      ? [msg('stacks.exit.try.checkTool')]
      : timeout
        ? [msg('stacks.exit.try.checkTimeout')]
        : [...hintsIn([output]), msg('stacks.exit.try.check')],
  };
}

function ended(facts: ExitFacts, code: number, ending: Ending): Told {
  if (ranOutOfMemory(facts)) return outOfMemory(facts, code);
  if (facts.state === 'dead')
    return plain('dead', 'bad', msg('stacks.exit.dead.head'), msg('stacks.exit.dead.what'), [
      msg('stacks.exit.try.remove'),
    ]);
  if (code === 137) return killed(facts, ending);
  const asked = ending.by === 'stop' || (ending.by === 'kill' && ending.signal === facts.stopSignal);
  if (code === 128 + facts.stopSignal || (asked && code <= 128)) return stopped(facts, code, asked);
  if (code === 0)
    return plain(
      'done',
      'muted',
      msg('stacks.exit.done.head'),
      msg('stacks.exit.done.what'),
      foreground(facts),
    );
  if (code > 128 && code <= 128 + 64) return bySignal(facts, code, ending);
  return byItself(facts, code);
}

function outOfMemory({ memoryLimit, lines }: ExitFacts, code: number): Told {
  const limit = memoryLimit > 0 ? raw(mebibytes(memoryLimit)) : undefined;
  const what = limit === undefined ? msg('stacks.exit.oom.whatHost') : msg('stacks.exit.oom.what', { limit });
  const tries = [
    limit === undefined ? msg('stacks.exit.try.hostMemory') : msg('stacks.exit.try.memory', { limit }),
    msg('stacks.exit.try.heap'),
  ];
  if (code === 137) return plain('oom', 'bad', msg('stacks.exit.oom.head'), what, tries);
  const child = msg('stacks.exit.oomChild.what', { code });
  return plain('oom-child', 'bad', msg('stacks.exit.oomChild.head'), child, [...tries, ...hintsIn(lines)]);
}

function killed(facts: ExitFacts, ending: Ending): Told {
  const ignored = [
    ...(facts.init ? [] : [msg('stacks.exit.try.init')]),
    msg('stacks.exit.try.execForm'),
    msg('stacks.exit.try.grace'),
  ];
  switch (ending.by) {
    case 'stop-timeout': {
      const seconds = Math.max(1, Math.round(ending.waitedMs / 1000));
      const what = msg('stacks.exit.stopTimeout.what', { signal: signalName(facts.stopSignal), n: seconds });
      return plain('stop-timeout', 'warn', msg('stacks.exit.stopTimeout.head'), what, ignored);
    }
    case 'kill':
      return plain('killed', 'warn', msg('stacks.exit.killed.head'), msg('stacks.exit.killed.what'), [
        msg('stacks.exit.try.killed'),
      ]);
    case 'itself':
      return plain(
        'killed-outside',
        'bad',
        msg('stacks.exit.killedOutside.head'),
        msg('stacks.exit.killedOutside.what'),
        [...missedOom(facts), msg('stacks.exit.try.engineRestart'), msg('stacks.exit.try.kernelLog')],
      );
    default:
      return plain(
        'killed-unknown',
        'warn',
        msg('stacks.exit.killedUnknown.head'),
        msg('stacks.exit.killedUnknown.what', { seconds: facts.stopSeconds }),
        ignored,
      );
  }
}

/** The engine begins to watch for it a moment after the start (seen on 20.10: an end within 30 ms was missed). */
function missedOom({ memoryLimit, startedAt, finishedAt }: ExitFacts): readonly Message[] {
  const brief = startedAt !== undefined && finishedAt !== undefined && finishedAt - startedAt < 1000;
  if (!brief || memoryLimit === 0) return [];
  return [msg('stacks.exit.try.missedOom', { limit: raw(mebibytes(memoryLimit)) })];
}

function stopped({ stopSignal }: ExitFacts, code: number, asked: boolean): Told {
  const signal = signalName(stopSignal);
  if (!asked)
    return plain(
      'stopped',
      'muted',
      msg('stacks.exit.stopped.head'),
      msg('stacks.exit.stopped.whatUnseen', { signal }),
    );
  if (code === 0 || code === 128 + stopSignal)
    return plain(
      'stopped',
      'muted',
      msg('stacks.exit.stopped.head'),
      msg('stacks.exit.stopped.what', { signal }),
    );
  const what = msg('stacks.exit.stopped.whatCode', { signal, code });
  return plain('stopped', 'muted', msg('stacks.exit.stopped.head'), what);
}

function mebibytes(bytes: number): string {
  const mib = bytes / 1024 ** 2;
  return mib >= 1024
    ? `${String(Math.round((mib / 1024) * 10) / 10)} GiB`
    : `${String(Math.round(mib * 10) / 10)} MiB`;
}
