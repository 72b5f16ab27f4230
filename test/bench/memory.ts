import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { idleContainers } from './lib/containers';
import { median, paired, type BenchOptions, type BenchResult } from './lib/stats';
import { cpuOf, memoryOf, openWindow } from './lib/window';

/** Run under a display; `npm run bench` starts Xvfb where there is none. */
export const needsDisplay = true;

const containers = 100;
const mib = 2 ** 20;
/** Until each container was sampled some times, and the page has come to rest. */
const settleMs = 25_000;
/** For which the CPU is counted. */
const watchMs = 10_000;

interface Seen {
  readonly memory: Readonly<Record<string, number>>;
  readonly cpu: number;
}

/**
 * Memory (PSS, so that what processes share counts once) of all processes of the app while 100 containers are measured and
 * kept in the history, against a bare Electron window of the same runtime. In `detail`: the same by process, with all
 * charts of the containers on show, and the CPU that either takes.
 */
export default async function memory(options: BenchOptions & { electron: string }): Promise<BenchResult> {
  options.log(`starting ${String(containers)} containers`);
  const idle = await idleContainers(containers);
  const ours: Seen[] = [];
  const charts: Seen[] = [];
  const bare: Seen[] = [];
  const total = ({ memory: by }: Seen): number =>
    Object.values(by).reduce((sum, size) => sum + size, 0) / mib;
  const look = async (pid: number): Promise<Seen> => {
    const [before, began] = [await cpuOf(pid), performance.now()];
    await sleep(watchMs);
    const cpu = ((await cpuOf(pid)) - before) / ((performance.now() - began) / 1000);
    return { memory: await memoryOf(pid), cpu: cpu * 100 };
  };
  try {
    const result = await paired(options, {
      ...{ name: 'memory', unit: 'MiB', better: 'lower', warmUp: 0, digits: 1 },
      peerName: 'a bare Electron window of the same runtime',
      ours: async () => {
        const window = await openWindow(options.electron, process.cwd());
        try {
          await window.with((page) => page.getByRole('heading', { level: 1 }).waitFor());
          await sleep(settleMs);
          const seen = await look(window.pid);
          ours.push(seen);
          await window.with(async (page) => {
            await page.getByRole('navigation').getByRole('button', { name: 'Monitor' }).click();
            await page.getByRole('table').first().waitFor();
          });
          await sleep(settleMs);
          charts.push(await look(window.pid));
          return total(seen);
        } finally {
          await window.close();
        }
      },
      peer: async () => {
        const window = await openWindow(options.electron, join(process.cwd(), 'test/bench/bare-app'));
        try {
          await window.with((page) => page.locator('body').waitFor());
          await sleep(5000);
          const seen = await look(window.pid);
          bare.push(seen);
          return total(seen);
        } finally {
          await window.close();
        }
      },
    });
    const told = (all: readonly Seen[]): Record<string, number> => {
      const types = [...new Set(all.flatMap(({ memory: by }) => Object.keys(by)))].sort();
      const middle = (pick: (seen: Seen) => number): number => Number(median(all.map(pick)).toFixed(1));
      return {
        total: middle(total),
        ...Object.fromEntries(
          types.map((type) => [type, middle(({ memory: by }) => (by[type] ?? 0) / mib)] as const),
        ),
        'CPU, % of a core': middle(({ cpu }) => cpu),
      };
    };
    const [all, peer] = [told(charts), told(bare)];
    return {
      ...result,
      detail: {
        ...result.detail,
        containers,
        ...{ 'first page, MiB': told(ours), 'bare window, MiB': peer, 'charts on show, MiB': all },
        'charts on show, ratio': Number(((all['total'] ?? NaN) / (peer['total'] ?? NaN)).toFixed(3)),
      },
    };
  } finally {
    await idle.remove();
  }
}
