import { msg, raw, type Message } from '../../i18n/index';
import type { MessageArgs, MessageKey } from '../../i18n/index';
import { AppError } from '../../errors';
import type { Range } from '../node';
import type { Problem, ReadDeps, Reading } from '../source';
import { Places } from './places';

export type VariableUse = Reading['variables'][number];
export type EnvSource = 'environment' | 'env-file';

/** Variables with where each comes from. */
export type Environment = ReadonlyMap<string, { readonly value: string; readonly from: EnvSource }>;

/** What one reading gathers: files, problems, variables. Nothing here is shared between readings. */
export class Context {
  readonly problems: Problem[] = [];
  readonly variables: VariableUse[] = [];
  /** A file's syntax is broken. */
  broken = false;
  private readonly texts = new Map<string, { kind: 'compose' | 'env'; places: Places }>();
  private readonly told = new Set<string>();

  constructor(readonly deps: ReadDeps) {}

  /** A file's text with its places; undefined where there is none, which is the caller's to tell of. */
  open(path: string, kind: 'compose' | 'env', from: Range | undefined): Places | undefined {
    const known = this.texts.get(path);
    if (known !== undefined) return known.places;
    let text: string | undefined;
    try {
      text = this.deps.read(path);
    } catch (error) {
      const what = error instanceof AppError ? error.info.what : raw(String(error));
      this.error('compose.file-unreadable', from ?? nowhere(path), 'cread.file-unreadable', {
        file: path,
        why: what,
      });
      return new Places(path, '');
    }
    if (text === undefined) return undefined;
    const places = new Places(path, text);
    this.texts.set(path, { kind, places });
    return places;
  }

  files(): Reading['files'] {
    const all = [...this.texts].map(([path, { kind, places }]) => ({ path, kind, text: places.text }));
    return [...all.filter((each) => each.kind === 'compose'), ...all.filter((each) => each.kind === 'env')];
  }

  placesOf(path: string): Places | undefined {
    return this.texts.get(path)?.places;
  }

  add(problem: Problem): void {
    const key = `${problem.code} ${problem.at.file}:${problem.at.from.offset} ${JSON.stringify(problem.what)}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.problems.push(problem);
  }

  error<K extends MessageKey & `cread.${string}`>(
    code: string,
    at: Range,
    key: K,
    ...args: MessageArgs<K>
  ): void {
    this.tell('error', code, at, key, ...args);
  }

  warning<K extends MessageKey & `cread.${string}`>(
    code: string,
    at: Range,
    key: K,
    ...args: MessageArgs<K>
  ): void {
    this.tell('warning', code, at, key, ...args);
  }

  private tell<K extends MessageKey & `cread.${string}`>(
    level: Problem['level'],
    code: string,
    at: Range,
    key: K,
    ...args: MessageArgs<K>
  ): void {
    this.add({ level, code, what: msg(key, ...args), hint: hintOf(key), at, fixes: [] });
  }

  get failed(): boolean {
    return this.problems.some(({ level }) => level === 'error');
  }
}

/** Every message `cread.x` has its hint, `cread.x.hint`. */
const hintOf = (key: string): Message => ({ key: `${key}.hint` });

/** The beginning of a file that could not be read. */
export function nowhere(file: string): Range {
  const start = { line: 1, column: 1, offset: 0 };
  return { file, from: start, to: start };
}
