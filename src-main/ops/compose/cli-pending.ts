import { setTimeout as sleep } from 'node:timers/promises';
import type { OpArgs } from '@shared/ops';
import type { Docker } from '../../clients/docker';
import { ifThere } from '../docker-deps';

type Kind = 'Container' | 'Network' | 'Volume';

/** How long the engine may take to make what it was asked for, and between two looks. Milliseconds. */
const [lateMs, lookMs] = [5000, 100];
/** What was asked for in the CLI's last moment, before a word of it was written, comes within that. Milliseconds. */
const quietMs = 700;

type Makes = OpArgs<'compose.cli'>['makes'];

/** What the CLI asked the engine to make and has not told the end of, read from the lines that it writes. */
export class Pending {
  private readonly open = new Map<string, readonly [Kind, string]>();

  /** ` Network shop_default  Creating`, ` Volume "shop_data"  Created`, ` Container shop-db-1  Error …` */
  hear(line: string): void {
    const [, kind, name = '', state = ''] =
      /^\s*(Container|Network|Volume) "?([^\s"]+)"?\s+(\w+)/.exec(line) ?? [];
    if (kind === undefined) return;
    if (state === 'Creating') this.open.set(`${kind} ${name}`, [kind as Kind, name]);
    else this.open.delete(`${kind} ${name}`);
  }

  /**
   * Waits until all of it is there, and nothing more of what it was to make comes. A CLI that is broken off leaves the
   * engine at work, which finishes what it was asked for a moment later: an undo that came before would find nothing
   * and leave it behind.
   */
  async settle(docker: Docker, makes: Makes): Promise<void> {
    const end = performance.now() + lateMs;
    const told = [...this.open.values()];
    const made = [
      ...makes.containers.map((name) => ['Container', name] as const),
      ...makes.networks.map((name) => ['Network', name] as const),
      ...makes.volumes.map((name) => ['Volume', name] as const),
    ];
    let left = [...told, ...made.filter((each) => !this.open.has(each.join(' ')))];
    let since = performance.now();
    for (;;) {
      const there = await Promise.all(left.map((each) => isThere(docker, each)));
      const missing = left.filter((_, i) => there[i] !== true);
      const now = performance.now();
      if (missing.length < left.length) since = now;
      left = missing;
      const isQuiet = now - since >= quietMs && !left.some((each) => told.includes(each));
      if (left.length === 0 || isQuiet || now > end) return;
      await sleep(lookMs);
    }
  }
}

async function isThere(docker: Docker, [kind, name]: readonly [Kind, string]): Promise<boolean> {
  const found =
    kind === 'Container'
      ? ifThere(docker.containers.inspect(name), 'container.gone')
      : kind === 'Network'
        ? ifThere(docker.networks.inspect(name), 'network.missing')
        : ifThere(docker.volumes.inspect(name), 'volume.missing');
  return (await found) !== undefined;
}
