import { call, toError } from '../lib/api';
import { CommandLine, type ConsoleSource } from './console.svelte';

/** One command line a cluster, for as long as the window lives. */
export class CommandLines {
  readonly #made = new Map<string, CommandLine>();
  readonly #source: (cluster: string) => ConsoleSource;

  constructor(source: (cluster: string) => ConsoleSource) {
    this.#source = source;
  }

  of(cluster: string): CommandLine {
    const found = this.#made.get(cluster) ?? new CommandLine(this.#source(cluster));
    this.#made.set(cluster, found);
    return found;
  }
}

export const consoles = new CommandLines((name) => ({
  command: (line, node) => call('redisCluster.command', { name, line, ...(node !== undefined && { node }) }),
  toError,
}));
