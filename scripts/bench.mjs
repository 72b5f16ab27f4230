/**
 * `npm run bench -- NAME [--runs N] [--json]`: measures one thing against a peer. The last line printed is one
 * JSON object: {name, unit, better, ours, peer, peerName, ratio, runs, detail}. With `--json` it is the only
 * one on standard output. Without a NAME, lists the benches.
 *
 * A bench is test/bench/NAME.ts: its default export is called with {runs, log, electron}, from the
 * checkout's top folder; `export const needsDisplay = true` gives it a virtual display where there is none.
 */
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureBuild } from './lib/build.mjs';
import { ensureDisplay } from './lib/display.mjs';
import { electronPath } from './lib/electron.mjs';
import { main, SetupError } from './lib/log.mjs';
import { at, root } from './lib/paths.mjs';
import { setUp } from './setup.mjs';

const args = process.argv.slice(2);
const runsAt = args.indexOf('--runs');
const name = args.find((arg, index) => !arg.startsWith('--') && (runsAt < 0 || index !== runsAt + 1));
const json = args.includes('--json');

const benches = () =>
  readdirSync(at('test', 'bench'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort();

/** Bundles a bench, as the app itself is bundled, and imports it. */
async function load(bench) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    resolve: { alias: { '@shared': at('src-shared') } },
    build: {
      ssr: at('test', 'bench', `${bench}.ts`),
      target: 'node20.18',
      outDir: at('out', 'bench'),
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: `${bench}.mjs` } },
    },
  });
  return import(pathToFileURL(at('out', 'bench', `${bench}.mjs`)).href);
}

await main(async () => {
  if (!name || !benches().includes(name)) {
    console.log(`Benches: ${benches().join(', ') || 'none'}\nnpm run bench -- NAME [--runs N] [--json]`);
    return name ? 1 : 0;
  }
  const runs = runsAt < 0 ? 5 : Number(args[runsAt + 1]);
  if (!Number.isInteger(runs) || runs < 1) {
    throw new SetupError({
      doing: 'reading the options',
      message: `--runs ${args[runsAt + 1] ?? ''} is not a whole number above 0.`,
      hint: 'npm run bench -- NAME --runs 5',
    });
  }
  process.chdir(root);
  // What set-up and the bench say goes to standard error with --json.
  const print = console.log;
  if (json) console.log = console.error;
  await setUp({ purpose: 'test', yes: true });
  await ensureBuild();
  const bench = await load(name);
  const stop = bench.needsDisplay ? await ensureDisplay() : () => undefined;
  try {
    const result = await bench.default({ runs, log: console.log, electron: electronPath() });
    print(JSON.stringify(result));
  } finally {
    stop();
  }
  // A bench may leave a connection open: its result is out, so this is the end.
  process.exit(0);
});
