import { join } from 'node:path';
import { paired, type BenchOptions, type BenchResult } from './lib/stats';
import { openWindow } from './lib/window';

/** Run under a display; `npm run bench` starts Xvfb where there is none. */
export const needsDisplay = true;

/**
 * Milliseconds from spawn until the page has painted and its script is at work. The page's own clock
 * tells it afterwards (timeOrigin + paint and User Timing entries), so that attaching costs nothing.
 */
async function coldStart(electron: string, app: string, mark: string | undefined): Promise<number> {
  const window = await openWindow(electron, app);
  try {
    const ready = await window.with((page) =>
      page.evaluate(
        (name) =>
          new Promise<number>((resolve) => {
            const look = (): void => {
              const paint = performance.getEntriesByName('first-contentful-paint')[0];
              const own = name === undefined ? paint : performance.getEntriesByName(name)[0];
              if (paint === undefined || own === undefined) setTimeout(look, 20);
              else resolve(performance.timeOrigin + Math.max(paint.startTime, own.startTime));
            };
            look();
          }),
        mark,
      ),
    );
    return ready - window.spawned;
  } finally {
    await window.close();
  }
}

/** Cold start to an interactive window, against a bare Electron window of the same runtime. */
export default async function startup(options: BenchOptions & { electron: string }): Promise<BenchResult> {
  return paired(options, {
    name: 'startup',
    unit: 'ms',
    better: 'lower',
    peerName: 'a bare Electron window of the same runtime',
    warmUp: 1,
    digits: 0,
    // The renderer sets this mark when the first page is mounted and answers to input.
    ours: () => coldStart(options.electron, process.cwd(), 'flotilla:interactive'),
    peer: () => coldStart(options.electron, join(process.cwd(), 'test/bench/bare-app'), undefined),
  });
}
