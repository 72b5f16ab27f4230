import type { Pace, RedisNode, SlotRange } from '@shared/ops';
import { splitSlots } from '@shared/redis-cluster/slots';
import { moveSlots } from '../../src-main/ops/slots/move';
import type { OpContext } from '../../src-main/runner/types';
import { serveLoad, startLoad, type LoadResult } from './lib/load';
import { fill, startCluster, type BenchCluster } from './lib/redis-world';
import { median, paired, type BenchOptions, type BenchResult } from './lib/stats';

serveLoad();

const keys = 1_000_000;
const perSecond = 1000;
/** As redis-cli takes 4096 slots from three masters: the one with most slots first, lowest slots first. */
const moved: readonly SlotRange[] = [
  [0, 1364],
  [5461, 6826],
  [10_923, 12_287],
];
const owners = splitSlots(3);

const parts = ['fast', 'pipeline', 'gentle', 'empty', 'atomic'] as const;
type Part = (typeof parts)[number];

/** `--only=fast,gentle`: only these parts. */
function chosen(): readonly Part[] {
  const only = process.argv.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);
  if (only === undefined) return parts;
  const names = only.split(',');
  const picked = parts.filter((part) => names.includes(part));
  if (picked.length === 0) throw new Error(`--only takes some of ${parts.join(', ')}`);
  return picked;
}

/** One reshard and its way back, by the op and by redis-cli. */
class Reshard {
  constructor(
    readonly cluster: BenchCluster,
    private readonly log: (line: string) => void,
  ) {}

  #node(index: number): RedisNode {
    const node = this.cluster.masters[index];
    if (node === undefined) throw new Error('no such master');
    return node;
  }

  #context(): OpContext {
    return {
      runId: 'bench',
      stepId: 'reshard',
      signal: new AbortController().signal,
      results: new Map(),
      progress: () => undefined,
      log: () => undefined,
    };
  }

  /** Seconds for 4096 slots to the fourth master. */
  async ours(pace: Pace): Promise<number> {
    const handler = moveSlots({ pool: this.cluster.pool, resolveSecret: () => Promise.resolve('') });
    const start = performance.now();
    await handler.run(
      {
        to: this.#node(3),
        from: moved.map((range, index) => ({ node: this.#node(index), ranges: [[range[0], range[1]]] })),
        masters: [...this.cluster.masters],
        pace,
      },
      this.#context(),
    );
    return (performance.now() - start) / 1000;
  }

  async redisCli(more: readonly string[] = []): Promise<number> {
    const start = performance.now();
    const [a = '', b = '', c = '', to = ''] = this.cluster.ids;
    await this.cluster.cli([
      ...[
        '--cluster',
        'reshard',
        `127.0.0.1:${String(this.#node(0).port)}`,
        '--cluster-from',
        `${a},${b},${c}`,
      ],
      ...['--cluster-to', to, '--cluster-slots', '4096', '--cluster-yes', ...more],
    ]);
    return (performance.now() - start) / 1000;
  }

  /** Every slot where it was; gives how many keys had gone over. */
  async back(): Promise<number> {
    const there = Number(await this.cluster.pool.node(this.#node(3)).call(['DBSIZE']));
    const handler = moveSlots({ pool: this.cluster.pool, resolveSecret: () => Promise.resolve('') });
    for (const [index, [from, to]] of moved.entries()) {
      await handler.run(
        {
          to: this.#node(index),
          from: [{ node: this.#node(3), ranges: [[from, to]] }],
          masters: [...this.cluster.masters],
          pace: 'fast',
        },
        this.#context(),
      );
    }
    const left = Number(await this.cluster.pool.node(this.#node(3)).call(['DBSIZE']));
    if (left !== 0) throw new Error(`${String(left)} keys stayed behind`);
    return there;
  }

  async underLoad(work: () => Promise<number>): Promise<{ seconds: number; load: LoadResult }> {
    const ports = this.cluster.masters.map(({ port }) => port);
    const load = await startLoad(import.meta.url, { ports, keys, perSecond });
    const seconds = await work();
    return { seconds, load: await load.stop() };
  }

  /** Pairs of runs, the order swapped each time; the medians of seconds, and of ours against the peer's speed. */
  async pairs(
    runs: number,
    name: string,
    ours: () => Promise<number>,
    peer: () => Promise<number>,
  ): Promise<{ ours: number; peer: number; ratio: number }> {
    const took: { ours: number; peer: number }[] = [];
    for (let run = 0; run < runs; run++) {
      const pair = { ours: 0, peer: 0 };
      for (const side of run % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
        pair[side] = await (side === 'ours' ? ours() : peer());
        await this.back();
      }
      this.log(
        `${name} ${String(run + 1)}/${String(runs)}: ours ${pair.ours.toFixed(2)} s, redis-cli ${pair.peer.toFixed(2)} s`,
      );
      took.push(pair);
    }
    return {
      ours: Number(median(took.map((pair) => pair.ours)).toFixed(3)),
      peer: Number(median(took.map((pair) => pair.peer)).toFixed(3)),
      ratio: Number(median(took.map((pair) => pair.peer / pair.ours)).toFixed(2)),
    };
  }
}

async function start(name: string, image: string, firstPort: number, filled: boolean): Promise<BenchCluster> {
  const cluster = await startCluster({ name, image, firstPort, owners: 3, empty: 1 });
  const slots = cluster.masters
    .slice(0, 3)
    .map((node, index) => ({ node, slots: owners.slice(index, index + 1) }));
  if (filled) await fill(slots, keys);
  return cluster;
}

/** Gentle against redis-cli, both under the same clients. */
async function gentle(reshard: Reshard, runs: number): Promise<Record<string, unknown>> {
  const loads: { ours: LoadResult[]; peer: LoadResult[] } = { ours: [], peer: [] };
  const idle = await reshard.underLoad(() => new Promise((resolve) => setTimeout(() => resolve(4), 4000)));
  const loaded = (side: 'ours' | 'peer', work: () => Promise<number>) => async (): Promise<number> => {
    const { seconds, load } = await reshard.underLoad(work);
    loads[side].push(load);
    return seconds;
  };
  const speed = await reshard.pairs(
    runs,
    'gentle',
    loaded('ours', () => reshard.ours('gentle')),
    loaded('peer', () => reshard.redisCli()),
  );
  const of = (side: 'ours' | 'peer'): Record<string, number> => ({
    p50: median(loads[side].map((load) => load.p50)),
    p99: median(loads[side].map((load) => load.p99)),
    max: median(loads[side].map((load) => load.max)),
    errors: loads[side].reduce((sum, load) => sum + load.errors, 0),
  });
  return { ...speed, idle: idle.load, clientsOurs: of('ours'), clientsPeer: of('peer') };
}

/**
 * 4096 slots with a quarter of a million keys (64-256 B) from three masters to a new one: the op against
 * `redis-cli --cluster reshard`, on the same cluster with the same data. In `detail`, seconds: `gentle` under a load of
 * 1000 operations a second, empty slots, redis-cli with a pipeline of 1000 as a second peer, and Valkey's atomic
 * migration. `--only=fast,pipeline,gentle,empty,atomic` runs only some parts.
 */
export default async function bench(options: BenchOptions): Promise<BenchResult> {
  const wanted = chosen();
  const { log, runs } = options;
  const detail: Record<string, unknown> = { keys, slots: 4096 };
  let result: BenchResult | undefined;
  const withCluster = async (
    port: number,
    image: string,
    filled: boolean,
    work: (reshard: Reshard) => Promise<void>,
  ): Promise<void> => {
    log(`a cluster of ${image}${filled ? ` with ${String(keys)} keys` : ''}`);
    const cluster = await start(`flt-bench-reshard-${String(port)}`, image, port, filled);
    try {
      await work(new Reshard(cluster, log));
    } finally {
      await cluster.remove();
    }
  };
  if (wanted.some((part) => part === 'fast' || part === 'pipeline' || part === 'gentle')) {
    await withCluster(17_601, 'redis:7.0', true, async (reshard) => {
      if (wanted.includes('fast')) result = await fast(reshard, options);
      if (wanted.includes('pipeline')) {
        const pipelined = ['--cluster-pipeline', '1000'];
        detail['pipeline1000'] = await reshard.pairs(
          Math.min(runs, 3),
          'pipeline 1000',
          () => reshard.ours('fast'),
          () => reshard.redisCli(pipelined),
        );
      }
      if (wanted.includes('gentle')) detail['gentle'] = await gentle(reshard, runs);
    });
  }
  if (wanted.includes('empty')) {
    await withCluster(17_611, 'redis:7.0', false, async (reshard) => {
      detail['empty'] = await reshard.pairs(
        runs,
        'empty',
        () => reshard.ours('fast'),
        () => reshard.redisCli(),
      );
    });
  }
  if (wanted.includes('atomic')) {
    await withCluster(17_621, 'valkey/valkey:9.1', true, async (reshard) => {
      detail['atomic'] = await reshard.pairs(
        runs,
        'atomic',
        () => reshard.ours('fast'),
        () => reshard.redisCli(),
      );
    });
  }
  const empty = { ours: NaN, peer: NaN, ratio: NaN, runs: 0, detail: {} };
  const whole = result ?? { name: 'reshard', unit: 'keys/s', better: 'higher', peerName: 'none', ...empty };
  return { ...whole, detail: { ...whole.detail, ...detail } };
}

/** The figure itself: keys a second. */
function fast(reshard: Reshard, options: BenchOptions): Promise<BenchResult> {
  const rate = async (work: () => Promise<number>): Promise<number> => {
    const seconds = await work();
    return (await reshard.back()) / seconds;
  };
  return paired(options, {
    name: 'reshard',
    unit: 'keys/s',
    better: 'higher',
    peerName: 'redis-cli --cluster reshard',
    warmUp: 1,
    digits: 0,
    ours: () => rate(() => reshard.ours('fast')),
    peer: () => rate(() => reshard.redisCli()),
  });
}
