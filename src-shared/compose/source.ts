import { z } from 'zod';
import type { Message } from '../i18n/index';
import type { ComposeModel } from './model';
import type { MapNode, Path, Range } from './node';

const path = z.string().min(1).max(4096);

/** A compose project as it is named on a command line: `docker compose -f … -p … --env-file … --profile …`. */
export const projectRefSchema = z.strictObject({
  /** Absolute paths, in the order of `-f`. */
  files: z.array(path).min(1).max(50),
  /** `--project-directory`, absolute; default: the first file's folder. */
  directory: path.optional(),
  /** `-p`; default: COMPOSE_PROJECT_NAME, `name:`, the folder's name. */
  name: z.string().max(200).optional(),
  /** `--env-file`, absolute; default: `.env` in the project's folder, if there. */
  envFiles: z.array(path).max(50).optional(),
  profiles: z.array(z.string().max(200)).max(100).default([]),
});
export type ProjectRef = z.infer<typeof projectRefSchema>;

/** What reading needs of the computer; src-main gives it, tests give a made-up one. No I/O of its own. */
export interface ReadDeps {
  /** A file's text; undefined: there is none. An AppError says what else kept it from being read. */
  readonly read: (path: string) => string | undefined;
  /** Whether there is a file, a folder, or nothing. */
  readonly kindOf: (path: string) => 'file' | 'folder' | undefined;
  /** The process's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly home: string;
}

/** One change of a file's text, by offsets. */
export interface TextEdit {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A cure that the editor can carry out by itself. Edits do not overlap. */
export interface QuickFix {
  readonly title: Message;
  readonly edits: readonly TextEdit[];
}

/** Something about a compose file that its author should know. */
export interface Problem {
  readonly level: 'error' | 'warning' | 'info';
  /** Dotted, stable: `compose.unknown-key`. */
  readonly code: string;
  readonly what: Message;
  readonly hint: Message;
  readonly at: Range;
  /** Of the model, where it is about a part of it. */
  readonly path?: Path;
  /** Other places that it is about: the first of two equal names. */
  readonly related?: readonly Range[];
  readonly fixes: readonly QuickFix[];
}

/** A compose project as it was read. */
export interface Reading {
  /** The project's name, once known. */
  readonly name: string;
  /** The project's folder, absolute. */
  readonly directory: string;
  /** Every file that was read, in order, with its text: `-f` files, then those by `include` and `extends`, env files. */
  readonly files: readonly {
    readonly path: string;
    readonly kind: 'compose' | 'env';
    readonly text: string;
  }[];
  /** By place: file in the order of `files`, then line and column. */
  readonly problems: readonly Problem[];
  /** Everything merged, interpolated and resolved, with places; as far as it could be read. */
  readonly tree: MapNode;
  /** What `docker compose config --format json` prints; absent when a problem is an error. */
  readonly model?: ComposeModel;
  /** Variables that the files name: where, their default, and the value's source (never the value). */
  readonly variables: readonly {
    readonly name: string;
    readonly at: Range;
    readonly from: 'environment' | 'env-file' | 'default' | 'unset';
  }[];
  /** Names of all profiles that are mentioned. */
  readonly profiles: readonly string[];
  /** Services that are written, but whose profiles are off. */
  readonly inactive?: readonly string[];
}
