import { setTimeout as sleep } from 'node:timers/promises';
import { write } from '../integration/support';
import { cli, temporaryFolder } from '../support/world';
import { App, type Ending } from './app';
import { heal, strike, type Fault, type FaultKind } from './faults';
import { judge, type Verdict } from './judge';
import { nodesOf, settle, type Seen } from './nodes';
import { seeded, type Random } from './random';
import { Workload } from './workload';

/** What is done to whom while slots move. */
export interface Trouble {
  readonly victim: 'replica' | 'source' | 'target';
  readonly kind: FaultKind;
}

export interface Change {
  /** How many masters there shall be. */
  readonly masters: number;
  /** How often the app is killed meanwhile. */
  readonly killApp?: number;
  readonly trouble?: Trouble;
}

export interface Scenario {
  readonly cluster: string;
  /** The first of 16 ports in a row. */
  readonly port: number;
  readonly image: string;
  readonly changes: readonly Change[];
  readonly seed: number;
  readonly preload?: number;
  readonly log?: (line: string) => void;
  /** Done to the cluster when all is over, right before it is judged: to see that the judge sees. */
  readonly sabotage?: (cluster: string) => Promise<void>;
}

export interface Outcome extends Verdict {
  readonly faults: readonly Fault[];
  /** How often the app was killed and went on. */
  readonly appKills: number;
}

const moving = /^(move|slots)/;
const attempts = 6;

/**
 * A cluster that programs write to and read from while it grows and shrinks, and while the app and nodes are
 * killed. Ends when all is healed and quiet, with what was found of everything that had been acknowledged.
 */
export async function play(scenario: Scenario): Promise<Outcome> {
  const { cluster, port, image, changes, seed, log = () => undefined } = scenario;
  const random = seeded(seed);
  const home = temporaryFolder('chaos');
  const file = (masters: number): string =>
    write(`${cluster}.yaml`, [
      'kind: redis-cluster',
      `name: ${cluster}`,
      `image: ${image}`,
      `masters: ${masters}`,
      'replicasPerMaster: 1',
      'network: { mode: host, address: 127.0.0.1 }',
      `ports: { first: ${port} }`,
      "restart: 'no'",
      'nodeTimeout: 2000',
    ]);
  const built = await cli(['apply', file(3), '--yes', '--json'], { home });
  if (built.code !== 0)
    throw new Error(`the cluster was not built: ${built.stdout.slice(-1500)}${built.stderr}`);

  const load = new Workload({
    ports: [port, port + 1, port + 2],
    random: seeded(seed + 1),
    preload: scenario.preload ?? 20_000,
  });
  const faults: Fault[] = [];
  let appKills = 0;
  await load.start();
  try {
    for (const change of changes) {
      const stage = new Stage({ cluster, home, random, log }, change);
      await stage.carryOut(['apply', file(change.masters)]);
      faults.push(...stage.faults);
      appKills += stage.appKills;
      await settle(cluster, 60_000);
      const masters = (await nodesOf(cluster)).filter((node) => node.slots.size > 0).length;
      if (masters !== change.masters)
        throw new Error(`${masters} masters own slots, ${change.masters} were asked for`);
      log(
        `${change.masters} masters; the app was killed ${stage.appKills} times, nodes: ${stage.faults.map(named).join(', ') || 'none'}`,
      );
    }
    // A moment of quiet use at the end.
    await sleep(500);
  } catch (error) {
    await load.stop();
    throw error;
  }
  const report = await load.stop();
  await scenario.sabotage?.(cluster);
  return { ...(await judge(cluster, report, faults)), faults, appKills };
}

const named = (fault: Fault): string =>
  `${fault.role} ${fault.container} ${fault.kind === 'kill' ? 'killed' : 'paused'}`;

/** One change of the cluster with its troubles: the app goes on after each of its deaths. */
class Stage {
  readonly faults: Fault[] = [];
  appKills = 0;
  #struck: Promise<void> | undefined;

  constructor(
    private readonly world: {
      readonly cluster: string;
      readonly home: string;
      readonly random: Random;
      readonly log: (line: string) => void;
    },
    private readonly change: Change,
  ) {}

  async carryOut(begin: readonly string[]): Promise<void> {
    const { home, cluster, log } = this.world;
    let args = begin;
    let last: Ending | undefined;
    let failures = 0;
    for (;;) {
      const app = new App(args, home, (stepId, self) => this.#onStep(stepId, self));
      last = await app.ended;
      await this.#struck;
      await this.#healAll();
      if (last.ok) return;
      if (!last.killed && ++failures > attempts) throw new Error(`it did not get there: ${last.error}`);
      if (!last.killed) {
        log(`went wrong, and is tried again: ${last.error.slice(0, 600)}`);
        await settle(cluster, 60_000, (ailment) => /open slots/.test(ailment));
      }
      // Killed before the run was begun, there is nothing to resume.
      args = last.runId === undefined ? begin : ['resume', last.runId];
    }
  }

  #onStep(stepId: string, app: App): void {
    if (!moving.test(stepId)) return;
    const { random } = this.world;
    const { trouble, killApp = 0 } = this.change;
    if (trouble !== undefined && this.#struck === undefined) this.#struck = this.#strike(trouble);
    if (this.appKills < killApp) {
      this.appKills += 1;
      void sleep(random.between(20, 900)).then(() => app.kill());
    }
  }

  async #strike({ victim, kind }: Trouble): Promise<void> {
    const { cluster, random, log } = this.world;
    await sleep(random.between(50, 400));
    const nodes = await nodesOf(cluster);
    const chosen = choose(victim, nodes, random);
    log(`${kind}s ${victim} ${chosen.container}`);
    this.faults.push(await strike(cluster, chosen, kind));
    // Long enough that the others agree on its loss and vote.
    await sleep(random.between(4000, 6000));
    await this.#healAll();
  }

  async #healAll(): Promise<void> {
    for (const fault of this.faults) if (!Number.isFinite(fault.healedAt)) await heal(fault);
  }
}

/** The fullest master is a source when a cluster grows; the emptiest one with open slots, or none, the target. */
function choose(victim: Trouble['victim'], nodes: readonly Seen[], random: Random): Seen {
  const masters = nodes.filter((node) => node.role === 'master');
  const bySlots = [...masters].sort((a, b) => b.slots.size - a.slots.size);
  const replicated = (node: Seen): boolean => nodes.some((each) => each.masterId === node.id && each.linkUp);
  if (victim === 'replica') return random.pick(nodes.filter((node) => node.role === 'replica'));
  const wanted = victim === 'source' ? bySlots.filter(replicated) : bySlots.reverse().filter(replicated);
  const chosen = wanted[0];
  if (chosen === undefined) throw new Error('no master has a replica that could replace it');
  return chosen;
}
