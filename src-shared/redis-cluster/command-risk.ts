import { msg, type Message } from '../i18n/index';

/** The longest that a command may wait for something, in seconds. */
export const longestBlockSeconds = 60;

/** What speaks against running a command line here. */
export type CommandRisk =
  /** It would take the connection over, or wait without end: it is not run. */
  | { readonly level: 'refused'; readonly why: Message }
  /** It destroys much, or stops the server: ask first. */
  | { readonly level: 'dangerous'; readonly why: Message }
  /** `seconds`: how long it may block; 0 where it does not. */
  | { readonly level: 'fine'; readonly seconds: number };

const takeover = new Set(['subscribe', 'psubscribe', 'ssubscribe', 'monitor', 'sync', 'psync', 'replconf']);
/** Where a blocking command has its timeout, in seconds: from the end, or by position. */
const timeoutAtEnd = new Set(['blpop', 'brpop', 'brpoplpush', 'blmove', 'bzpopmin', 'bzpopmax']);
const timeoutFirst = new Set(['blmpop', 'bzmpop']);
const together = new Set(['multi', 'exec', 'discard', 'watch', 'unwatch']);

/**
 * Judges a command by its words. `cluster`: it is not for one chosen node, so what belongs to one connection
 * would be spread over several.
 */
export function commandRisk(words: readonly string[], options: { cluster: boolean }): CommandRisk {
  const [name = '', second = ''] = words.map((word) => word.toLowerCase());
  const refused = (why: Message): CommandRisk => ({ level: 'refused', why });
  if (takeover.has(name)) return refused(msg('tools.command.takeover', { command: name.toUpperCase() }));
  if (name === 'hello' && second !== '' && second !== '2') return refused(msg('tools.command.hello'));
  if (name === 'client' && second === 'reply') return refused(msg('tools.command.reply'));
  if (options.cluster && together.has(name))
    return refused(msg('tools.command.together', { command: name.toUpperCase() }));
  const seconds = blockSeconds(name, words);
  if (seconds !== undefined && (seconds <= 0 || seconds > longestBlockSeconds || Number.isNaN(seconds)))
    return refused(
      msg('tools.command.blocks', { command: name.toUpperCase(), seconds: longestBlockSeconds }),
    );
  const harm = harmOf(name, second);
  if (harm !== undefined) return { level: 'dangerous', why: harm };
  return { level: 'fine', seconds: seconds ?? 0 };
}

/** How long a command waits at most, in seconds; 0: without end; undefined: it does not wait. */
function blockSeconds(name: string, words: readonly string[]): number | undefined {
  if (timeoutAtEnd.has(name)) return words.length < 3 ? undefined : Number(words.at(-1));
  if (timeoutFirst.has(name)) return words.length < 3 ? undefined : Number(words[1]);
  if (name === 'wait' || name === 'waitaof')
    return words.length < 3 ? undefined : Number(words.at(-1)) / 1000;
  if (name === 'xread' || name === 'xreadgroup') {
    const at = words.findIndex((word) => word.toLowerCase() === 'block');
    const streams = words.findIndex((word) => word.toLowerCase() === 'streams');
    return at < 0 || (streams >= 0 && streams < at) ? undefined : Number(words[at + 1]) / 1000;
  }
  return undefined;
}

function harmOf(name: string, second: string): Message | undefined {
  const command = `${name} ${second}`.trim().toUpperCase();
  if (name === 'flushall' || name === 'flushdb')
    return msg('tools.command.flush', { command: name.toUpperCase() });
  if (name === 'shutdown') return msg('tools.command.shutdown');
  if (
    name === 'debug' &&
    /^(segfault|panic|restart|crash-and-recover|oom|sleep|reload|loadaof)$/.test(second)
  )
    return msg('tools.command.debug', { command });
  if (
    name === 'cluster' &&
    /^(reset|flushslots|delslots|delslotsrange|forget|setslot|bumpepoch)$/.test(second)
  )
    return msg('tools.command.cluster', { command });
  if (name === 'keys') return msg('tools.command.keys');
  return undefined;
}
