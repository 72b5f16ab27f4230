import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli, clusterName, sweep, temporaryFolder } from '../support/world';
import { jsonLines, leftovers, site, specFile, type Site, type StatusJson } from './support';

/*
 * The app is killed (SIGKILL, by the runner's own test hook) after the steps of a 3+3 build in turn: after the first
 * and the last of each kind, or after every one with FLOTILLA_KILL_EVERY=1 (six nodes make six steps of a kind).
 * Each time a new process finds the run again: resume ends in an ok cluster, and undo leaves the engine as
 * it was found. Three builds go on at once, each with a name, ports and a subnet of its own.
 */
const together = 3;
const minutes = 60_000;
const name = clusterName('kill');
let sites: readonly Site[] = [];
/** Steps by number, from 1, after which the app is killed. */
let moments: readonly number[] = [];
let stepCount = 0;

beforeAll(async () => {
  await sweep(name);
  sites = [await site(), await site(), await site()].slice(0, together);
  const first = sites[0];
  if (first === undefined) throw new Error('no site');
  const { stdout, stderr } = await cli(['plan', specFile(name, first), '--json']);
  if (stdout === '') throw new Error(stderr);
  const ops = (JSON.parse(stdout) as { steps: { op: { kind: string } }[] }).steps.map(({ op }) => op.kind);
  stepCount = ops.length;
  moments = upTo(stepCount).filter(
    (n) =>
      process.env['FLOTILLA_KILL_EVERY'] === '1' ||
      ops.indexOf(ops[n - 1] ?? '') === n - 1 ||
      ops.lastIndexOf(ops[n - 1] ?? '') === n - 1,
  );
});
afterAll(() => sweep(name));

interface Killed {
  readonly home: string;
  readonly runId: string;
  readonly cluster: string;
}

/** Builds until the hook kills the process. */
async function killedBuild(place: Site, cluster: string, hook: Record<string, string>): Promise<Killed> {
  const home = temporaryFolder('killed');
  const build = await cli(['apply', specFile(cluster, place), '--yes', '--json'], { home, env: hook });
  if (!build.stderr.includes('[SIGKILL]'))
    throw new Error(`was not killed: ${build.stdout.slice(-500)}${build.stderr}`);
  const runs = JSON.parse((await cli(['runs', '--json'], { home })).stdout) as {
    id: string;
    status: string;
  }[];
  expect(runs.map((run) => run.status)).toEqual(['interrupted']);
  return { home, runId: runs[0]?.id ?? '', cluster };
}

async function go(action: 'resume' | 'undo', { home, runId }: Killed, env: Record<string, string> = {}) {
  const result = await cli([action, runId, '--yes', '--json'], { home, env });
  const outcome = jsonLines(result.stdout).at(-1);
  if (result.code !== 0) throw new Error(`${action}: ${JSON.stringify(outcome)} ${result.stderr}`);
  return outcome;
}

async function expectOk({ home, cluster }: Killed): Promise<void> {
  const { stdout, stderr } = await cli(['status', 'redis-cluster', cluster, '--json'], { home });
  if (stdout === '') throw new Error(stderr);
  const status = JSON.parse(stdout) as StatusJson;
  expect(status).toMatchObject({ state: 'ok', slotsCovered: 16384, problems: [] });
  expect(status.nodes.map((node) => node.role).sort()).toEqual([...three('master'), ...three('replica')]);
}

const three = (role: string): string[] => [role, role, role];

/**
 * Does one piece of work for each number, one after another at each site, each with a cluster's name of its
 * own; gives what went wrong, by number.
 */
async function atEverySite(
  letter: string,
  numbers: readonly number[],
  work: (n: number, place: Site, cluster: string) => Promise<void>,
): Promise<string[]> {
  const queue = [...numbers];
  const wrong: string[] = [];
  await Promise.all(
    sites.map(async (place) => {
      for (let n = queue.shift(); n !== undefined; n = queue.shift()) {
        const cluster = `${name}-${letter}${n}${letter}`;
        try {
          await work(n, place, cluster);
        } catch (error) {
          wrong.push(`${n}: ${String(error).slice(0, 2000)}`);
          // The next one at this site is not to suffer for it.
          await sweep(cluster).catch(() => sweep(cluster));
        }
      }
    }),
  );
  return wrong;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);

it(
  'killed after any step, a resumed build ends in an ok cluster, and undo then leaves nothing',
  async () => {
    const wrong = await atEverySite('r', moments, async (n, place, cluster) => {
      const killed = await killedBuild(place, cluster, { FLOTILLA_CRASH_AFTER: String(n) });
      expect(await go('resume', killed)).toMatchObject({ ok: true, status: 'succeeded' });
      await expectOk(killed);
      expect(await go('undo', killed)).toMatchObject({ ok: true, status: 'undone' });
      expect(await leftovers(cluster)).toEqual([]);
    });
    expect(stepCount).toBeGreaterThan(20);
    expect(moments.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  },
  30 * minutes,
);

it(
  'killed after any step, undo leaves the engine as it was found',
  async () => {
    const wrong = await atEverySite('u', moments, async (n, place, cluster) => {
      const killed = await killedBuild(place, cluster, { FLOTILLA_CRASH_AFTER: String(n) });
      expect(await go('undo', killed)).toMatchObject({ ok: true, status: 'undone' });
      expect(await leftovers(cluster)).toEqual([]);
    });
    expect(wrong).toEqual([]);
  },
  30 * minutes,
);

it(
  'killed in the middle of a step, or of the undo itself, it is found and ended all the same',
  async () => {
    const sample = upTo(stepCount).filter((n) => n % 9 === 4);
    const wrong = await atEverySite('d', sample, async (n, place, cluster) => {
      const killed = await killedBuild(place, cluster, { FLOTILLA_CRASH_DURING: String(n) });
      const undo = await cli(['undo', killed.runId, '--yes'], {
        home: killed.home,
        env: { FLOTILLA_CRASH_UNDO: '2' },
      });
      const [run] = JSON.parse((await cli(['runs', '--json'], { home: killed.home })).stdout) as {
        status: string;
      }[];
      // Where few steps had begun, the undo was over, or as good as over.
      if (undo.stderr.includes('[SIGKILL]') && run?.status !== 'undone') await go('undo', killed);
      expect(await leftovers(cluster)).toEqual([]);
    });
    expect(sample.length).toBeGreaterThan(3);
    expect(wrong).toEqual([]);
  },
  20 * minutes,
);
