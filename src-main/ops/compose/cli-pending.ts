import { setTimeout as sleep } from 'node:timers/promises';
import type { Docker } from '../../clients/docker';
import { ifThere } from '../docker-deps';

type Kind = 'Container' | 'Network' | 'Volume';

/** How long the engine may take to make what it was asked for, and between two looks. Milliseconds. */
const [lateMs, lookMs] = [5000, 100];

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
   * Waits until all of it is there. A CLI that is broken off leaves the engine at work, which finishes what it was
   * asked for a moment later: an undo that came before would find nothing and leave it behind.
   */
  async settle(docker: Docker): Promise<void> {
    const end = performance.now() + lateMs;
    let left = [...this.open.values()];
    for (;;) {
      const there = await Promise.all(left.map((each) => isThere(docker, each)));
      left = left.filter((_, i) => there[i] !== true);
      if (left.length === 0 || performance.now() > end) return;
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
