import { msg, type Message } from '../i18n/index';
import { signalName, type Ending, type ExitFacts } from './exit-facts';
import { hintsIn } from './exit-lines';
import { plain, type Told } from './exit-told';

/** 128 + n: an end by signal n. */
export function bySignal({ lines }: ExitFacts, code: number, ending: Ending): Told {
  const number = code - 128;
  const signal = signalName(number);
  const own =
    ending.by === 'kill' && ending.signal === number
      ? msg('stacks.exit.signal.sent')
      : msg('stacks.exit.signal.own');
  const hints = hintsIn(lines);
  switch (number) {
    case 2:
      return plain('interrupted', 'muted', msg('stacks.exit.int.head'), msg('stacks.exit.int.what'), hints);
    case 6:
      return plain('aborted', 'bad', msg('stacks.exit.abort.head'), msg('stacks.exit.abort.what'), [
        ...hints,
        msg('stacks.exit.try.lines'),
      ]);
    case 11:
      return plain('segfault', 'bad', msg('stacks.exit.segv.head'), msg('stacks.exit.segv.what'), [
        ...hints,
        msg('stacks.exit.try.segv'),
      ]);
    case 15:
      return plain(
        'terminated',
        'muted',
        msg('stacks.exit.stopped.head'),
        msg('stacks.exit.stopped.whatUnseen', { signal }),
      );
    case 4:
    case 7:
    case 8:
      return plain(
        'fault',
        'bad',
        msg('stacks.exit.signal.head', { signal }),
        msg('stacks.exit.fault.what', { signal, code }),
        [...hints, msg('stacks.exit.try.platform')],
      );
    default:
      return plain(
        'signal',
        'bad',
        msg('stacks.exit.signal.head', { signal }),
        msg('stacks.exit.signal.what', { signal, number, code, own }),
        [...hints, msg('stacks.exit.try.lines')],
      );
  }
}

/** Codes that the program (or a shell in the container) gave by itself. */
export function byItself(facts: ExitFacts, code: number): Told {
  const hints = hintsIn(facts.lines);
  const lines = [...hints, msg('stacks.exit.try.lines')];
  switch (code) {
    case 1:
      return plain('app-error', 'bad', msg('stacks.exit.one.head'), msg('stacks.exit.one.what'), lines);
    case 2:
      return plain('app-error', 'bad', msg('stacks.exit.two.head'), msg('stacks.exit.two.what'), lines);
    case 125:
      return plain('app-error', 'bad', msg('stacks.exit.own125.head'), msg('stacks.exit.own125.what'), lines);
    case 126:
      return plain(
        'shell-not-executable',
        'bad',
        msg('stacks.exit.shell126.head'),
        msg('stacks.exit.shell126.what'),
        [msg('stacks.exit.try.chmod'), ...lines],
      );
    case 127:
      return plain(
        'shell-not-found',
        'bad',
        msg('stacks.exit.shell127.head'),
        msg('stacks.exit.shell127.what'),
        [msg('stacks.exit.try.spelling'), ...lines],
      );
    case 128:
      return plain('app-error', 'bad', msg('stacks.exit.own128.head'), msg('stacks.exit.own128.what'), lines);
    case 255:
      return plain('lost', 'bad', msg('stacks.exit.lost.head'), msg('stacks.exit.lost.what'), [
        ...lines,
        msg('stacks.exit.try.engineRestart'),
      ]);
    default:
      return plain(
        'app-error',
        'bad',
        msg('stacks.exit.app.head', { code }),
        msg('stacks.exit.app.what', { code }),
        lines,
      );
  }
}

/** Ends with 0 at once: most often a program that went to the background, or a shell that nobody types into. */
export function foreground({ command, tty, startedAt, finishedAt }: ExitFacts): readonly Message[] {
  const shell = /(^|\/)(ba|da|a|z)?sh$/.test(command.at(-1) ?? '');
  if (shell && !tty) return [msg('stacks.exit.try.shell')];
  const brief = startedAt !== undefined && finishedAt !== undefined && finishedAt - startedAt < 10_000;
  return brief ? [msg('stacks.exit.try.foreground')] : [];
}
