/**
 * `npm run chaos [-- ROUNDS [SEED]]`: the long form of the loss test. Clusters grow and shrink under load while
 * the app, replicas and masters are killed and paused; then every acknowledged write is looked for.
 */
import { ensureBuild } from './lib/build.mjs';
import { main, SetupError } from './lib/log.mjs';
import { at, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { setUp } from './setup.mjs';

const [rounds = '6', seed = '1'] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));

await main(async () => {
  for (const given of [rounds, seed]) {
    if (/^[1-9]\d{0,5}$/.test(given)) continue;
    throw new SetupError({
      doing: 'reading the options',
      message: `${given} is not a whole number above 0.`,
      hint: 'npm run chaos -- 6 1    (rounds, first seed)',
    });
  }
  await setUp({ purpose: 'test', yes: true });
  await ensureBuild();
  const vitest = at('node_modules', 'vitest', 'vitest.mjs');
  const { code } = await run(process.execPath, [vitest, 'run', '--project', 'chaos', '--reporter=verbose'], {
    cwd: root,
    show: true,
    env: { FLOTILLA_CHAOS_ROUNDS: rounds, FLOTILLA_CHAOS_SEED: seed },
  });
  return code;
});
