import type { Message } from '../i18n/index';
import type { Problem, Reading } from './source';

/** What `up` would do with one part of a stack, and why. */
export interface DiffEntry {
  readonly part: 'service' | 'network' | 'volume' | 'orphan';
  /** The service's, network's or volume's key in the file; an orphan's service name. */
  readonly key: string;
  readonly what: 'create' | 'recreate' | 'start' | 'leave' | 'remove';
  /** Names on the engine that it is about: containers, the network, the volume. */
  readonly names: readonly string[];
  readonly why: Message;
}

/** What `up` would do, by the files as they are now (unsaved texts included). Services first, each by key. */
export interface ComposeDiff {
  /** The project's name. */
  readonly name: string;
  readonly entries: readonly DiffEntry[];
  /** Of the reading and of the engine: a port in use, a missing external network. */
  readonly problems: readonly Problem[];
}

/** Whether a reading can be brought up: a model, and no error. */
export function canUp(reading: Pick<Reading, 'model' | 'problems'>): boolean {
  return reading.model !== undefined && !reading.problems.some(({ level }) => level === 'error');
}
