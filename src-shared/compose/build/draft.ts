import type { Message } from '../../i18n/index';

/** A value of a compose file as it is written: `$NAME` is a variable, `$$` a dollar sign. */
export type Value = string | number | boolean | null | readonly Value[] | ValueMap;
export interface ValueMap {
  readonly [key: string]: Value;
}

/** What is said above a key, by the key's path in its part (`ports`, `environment.TZ`, `volumes.0`); '' is the part itself. */
export type Comments = Readonly<Record<string, string>>;

/** A service, network, volume, secret or config of a stack that is being written. */
export interface DraftPart {
  /** Keys and values as people write them: short forms where they say all. Without any: `name:` alone. */
  readonly fields: ValueMap;
  readonly comments: Comments;
}

/** A variable that the compose file uses and `.env` holds. */
export interface EnvLine {
  readonly name: string;
  /** As it is; the writer quotes it. */
  readonly value: string;
  readonly comment?: string;
  /** Not to be shown on a screen, nor to be put under version control. */
  readonly secret: boolean;
}

/** A file that the stack needs beside its compose file. */
export interface DraftFile {
  /** Below the stack's folder: `conf/nginx.conf`. */
  readonly path: string;
  readonly text: string;
}

/** A stack that is being written; `writeStack` makes its files. */
export interface StackDraft {
  /** `name:` of the file; absent: the folder names it. */
  readonly name?: string;
  /** At the head of the file, one line each. */
  readonly head: readonly string[];
  readonly services: Readonly<Record<string, DraftPart>>;
  readonly networks: Readonly<Record<string, DraftPart>>;
  readonly volumes: Readonly<Record<string, DraftPart>>;
  readonly secrets: Readonly<Record<string, DraftPart>>;
  readonly configs: Readonly<Record<string, DraftPart>>;
  readonly env: readonly EnvLine[];
  readonly files: readonly DraftFile[];
}

/** Something that one should know about what was taken over: what could not be, what changed its meaning. */
export interface Note {
  readonly level: 'error' | 'warning' | 'info';
  /** Dotted, stable: `docker-run.unknown-flag`. */
  readonly code: string;
  readonly what: Message;
  /** Line of the source (pasted commands, a Dockerfile), from 1. */
  readonly line?: number;
  /** The service that it is about. */
  readonly service?: string;
}

/** What a source (commands, a folder, containers, a catalogue entry) gives. */
export interface Drafted {
  readonly draft: StackDraft;
  readonly notes: readonly Note[];
}

export const emptyDraft: StackDraft = {
  head: [],
  services: {},
  networks: {},
  volumes: {},
  secrets: {},
  configs: {},
  env: [],
  files: [],
};

export const part = (fields: ValueMap = {}, comments: Comments = {}): DraftPart => ({ fields, comments });

/** Text that must mean itself in a compose file: its dollar signs are no variables. */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

export const isValueMap = (value: Value | undefined): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `Array.isArray` takes no readonly list out of a union. */
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** A name that compose takes for a service: others' letters become `-`. */
export function serviceName(text: string): string {
  const name = text.replace(/[^a-zA-Z0-9._-]+/g, '-').replace(/^[^a-zA-Z0-9]+|[^a-zA-Z0-9]+$/g, '');
  return name === '' ? 'app' : name;
}

/** A name that is not taken yet: `web`, `web-2`, … */
export function freeName(wanted: string, taken: (name: string) => boolean): string {
  if (!taken(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken(`${wanted}-${String(n)}`)) return `${wanted}-${String(n)}`;
}
