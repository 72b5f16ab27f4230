import { nearest } from '../../nearest';
import { msg } from '../../i18n/index';
import type { Note } from './draft';
import { shortFlags, switchFlags, valueFlags } from './run-flags';
import type { ShellWord } from './shell-words';

/** One flag of a command line with its value. */
export interface Flag {
  readonly name: string;
  readonly value: string;
  readonly plain: string;
  readonly line: number;
  readonly computed: boolean;
}

export interface RunArgs {
  readonly flags: readonly Flag[];
  /** What follows the flags: the image and its command. */
  readonly rest: readonly ShellWord[];
  readonly notes: readonly Note[];
}

/**
 * Reads `docker run`'s flags as docker does: up to the first word that is none, in long and short forms, joined
 * (`-dp 80:80`, `-p80:80`, `--name=x`) or apart. A flag that docker does not know is noted, with the one probably meant.
 */
export function runArgs(words: readonly ShellWord[]): RunArgs {
  const flags: Flag[] = [];
  const notes: Note[] = [];
  let i = 0;
  for (; i < words.length; i++) {
    const word = words[i] as ShellWord;
    if (word.plain === '--') return { flags, rest: words.slice(i + 1), notes };
    if (!word.plain.startsWith('-') || word.plain === '-') break;
    const take = (name: string, value: string, plain: string, { computed } = word): void =>
      void flags.push({ name, value, plain, line: word.line, computed });
    const next = (name: string): void => {
      const value = words[++i];
      if (value === undefined)
        notes.push({
          level: 'error',
          code: 'docker-run.no-value',
          what: msg('cwizard.run.noValue', { flag: name }),
          line: word.line,
        });
      else take(name, value.value, value.plain, value);
    };
    if (word.plain.startsWith('--')) {
      const [name = '', ...parts] = word.plain.split('=');
      const value = word.value.split('=').slice(1).join('=');
      if (Object.hasOwn(switchFlags, name)) {
        if (!/^(?:false|f|0)$/i.test(value)) take(name, 'true', 'true');
      } else if (!Object.hasOwn(valueFlags, name)) notes.push(unknown(name, word.line));
      else if (parts.length > 0) take(name, value, parts.join('='));
      else next(name);
      continue;
    }
    for (let at = 1; at < word.plain.length; at++) {
      const letter = word.plain.charAt(at);
      const name = Object.hasOwn(shortFlags, letter) ? (shortFlags[letter] ?? '') : '';
      if (name === '') {
        notes.push(unknown(`-${letter}`, word.line));
        break;
      }
      if (Object.hasOwn(switchFlags, name)) {
        const end = /^=(\w+)$/.exec(word.plain.slice(at + 1));
        if (end === null || !/^(?:false|f|0)$/i.test(end[1] ?? '')) take(name, 'true', 'true');
        if (end !== null) break;
        continue;
      }
      const joined = word.plain.slice(at + 1).replace(/^=/, '');
      if (joined === '') next(name);
      else take(name, word.value.slice(at + 1).replace(/^=/, ''), joined);
      break;
    }
  }
  return { flags, rest: words.slice(i), notes };
}

function unknown(flag: string, line: number): Note {
  const meant = nearest(flag, [...Object.keys(valueFlags), ...Object.keys(switchFlags)]);
  const what =
    meant === undefined
      ? msg('cwizard.run.unknownFlag', { flag })
      : msg('cwizard.run.unknownFlagMeant', { flag, meant });
  return { level: 'error', code: 'docker-run.unknown-flag', what, line };
}
