/**
 * `npm run soak [-- HOURS [SEED]]`: hours of a hundred containers that restart, are renamed and vanish, of an engine that
 * is away and of clocks that are set, in minutes: the app's own collecting and its history on disk, by a clock that is
 * moved by hand. Memory and disk must stay flat, and the history must be true.
 */
import { main, SetupError } from './lib/log.mjs';
import { at, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { setUp } from './setup.mjs';

const [hours = '36', seed = '1'] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));

await main(async () => {
  for (const given of [hours, seed]) {
    if (/^[1-9]\d{0,5}$/.test(given)) continue;
    throw new SetupError({
      doing: 'reading the options',
      message: `${given} is not a whole number above 0.`,
      hint: 'npm run soak -- 36 1    (simulated hours, seed)',
    });
  }
  await setUp({ purpose: 'check', yes: true });
  const vitest = at('node_modules', 'vitest', 'vitest.mjs');
  const { code } = await run(process.execPath, [vitest, 'run', '--project', 'soak', '--reporter=verbose'], {
    cwd: root,
    show: true,
    env: { FLOTILLA_SOAK_HOURS: hours, FLOTILLA_SOAK_SEED: seed },
  });
  return code;
});
