import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { RedisPool } from '../../clients/redis';
import { isNotReady } from '../../clients/redis-errors';
import { parseClusterNodes, type NodeLine } from '../../clients/redis-replies';
import type { OpContext } from '../../runner/types';
import { pause } from '../redis-wait';
import { fleetOf, type Fleet, type Member } from './fleet';

/** Milliseconds for one look at a node: it may be in the middle of moving a key. */
const lookMs = 5000;
const againMs = 250;

/**
 * Keeps track of some masters while they may fail over. A master that is gone or has become a replica is stood in for
 * by the one that took over from it, found in the views of the others.
 */
export class Muster {
  /** By the node that the op names: where it is now, its id, and who replicated it when it was last seen. */
  readonly #known = new Map<string, { node: RedisNode; id: string; replicas: ReadonlySet<string> }>();

  /** The ids of those that were stood in for. */
  readonly #superseded = new Set<string>();
  readonly #nodes: readonly RedisNode[];

  constructor(
    private readonly pool: RedisPool,
    nodes: readonly RedisNode[],
    private readonly lane: string,
    private readonly context: Pick<OpContext, 'signal' | 'progress' | 'log'>,
  ) {
    // An op names a node more than once.
    this.#nodes = [...new Map(nodes.map((node) => [placeOf(node), node])).values()];
  }

  /** All nodes that this op has a connection to. */
  get connected(): readonly RedisNode[] {
    return [...new Set([...this.#nodes, ...[...this.#known.values()].map(({ node }) => node)])];
  }

  /** Who stands for a node that the op names: itself or its successor. Empty where it was never found. */
  idOf(node: RedisNode): string {
    return this.#known.get(placeOf(node))?.id ?? '';
  }

  /**
   * Looks until all masters that are `needed` answer as masters, or are stood in for. Others that are missing are left
   * out and said so.
   *
   * @param patienceMs how long a lost master is waited for
   * @throws AppError `redis.slots.master-lost`; whatever is no matter of reaching a node
   */
  async find(needed: readonly RedisNode[], patienceMs: number): Promise<Fleet> {
    const deadline = Date.now() + patienceMs;
    const places = new Set(needed.map(placeOf));
    for (;;) {
      const { fleet, missing } = await this.#look();
      const lost = missing.filter(({ node }) => places.has(placeOf(node)));
      const [first] = lost;
      if (first === undefined) {
        for (const { node } of missing) this.context.log(`${node.name}: no answer; the others tell it later`);
        return fleet;
      }
      if (Date.now() >= deadline) throw lostError(first.node, first.reason);
      this.context.progress({ note: msg('ops.slots.note.lost', { node: first.node.name }) });
      await pause(againMs, this.context.signal);
    }
  }

  async #look(): Promise<{ fleet: Fleet; missing: readonly { node: RedisNode; reason: unknown }[] }> {
    const seen = await Promise.all(
      this.#nodes.map((node) => this.#ask(this.#known.get(placeOf(node))?.node ?? node)),
    );
    const masters: Member[] = [];
    const absent: { node: RedisNode; masterId?: string; reason: unknown }[] = [];
    for (const [index, answer] of seen.entries()) {
      const node = this.#nodes[index];
      if (node === undefined) continue;
      if ('reason' in answer) absent.push({ node, reason: answer.reason });
      else if (answer.self.role === 'master') masters.push(this.#keep(node, answer.member));
      else absent.push({ node, reason: undefined, masterId: answer.self.masterId ?? '' });
    }
    const lines = masters.flatMap((member) => member.lines);
    const missing: { node: RedisNode; reason: unknown }[] = [];
    for (const { node, masterId, reason } of absent) {
      const known = masters.find(({ id }) => id === masterId);
      // A master that gave all its slots away may have become a replica of the one that has them.
      if (known !== undefined) {
        this.#known.set(placeOf(node), { node: known.node, id: known.id, replicas: new Set() });
        continue;
      }
      const standIn = await this.#standIn(node, masterId, lines, masters, absent.length);
      if (standIn === undefined) missing.push({ node, reason });
      else masters.push(standIn);
    }
    return { fleet: fleetOf(unique(masters), this.#superseded), missing };
  }

  async #ask(node: RedisNode): Promise<{ member: Member; self: NodeLine } | { reason: unknown }> {
    const connection = this.pool.node(node, this.lane);
    try {
      const reply = await connection.call(['CLUSTER', 'NODES'], {
        timeoutMs: lookMs,
        signal: this.context.signal,
      });
      const lines = parseClusterNodes(String(reply));
      const self = lines.find((line) => line.myself);
      if (self === undefined) return { reason: undefined };
      return { member: { node, id: self.id, connection, lines }, self };
    } catch (error) {
      if (isNotReady(error)) return { reason: error };
      throw error;
    }
  }

  #keep(named: RedisNode, member: Member): Member {
    const replicas = member.lines.filter((line) => line.masterId === member.id).map(({ id }) => id);
    this.#known.set(placeOf(named), { node: member.node, id: member.id, replicas: new Set(replicas) });
    return member;
  }

  /** The master that took over from one that is lost, as the others see it. */
  async #standIn(
    lost: RedisNode,
    masterId: string | undefined,
    lines: readonly NodeLine[],
    masters: readonly Member[],
    lostCount: number,
  ): Promise<Member | undefined> {
    const before = this.#known.get(placeOf(lost));
    const strangers = lines.filter(
      (line) =>
        line.role === 'master' &&
        !line.flags.some((flag) => flag === 'fail' || flag === 'handshake' || flag === 'noaddr') &&
        line.id !== before?.id &&
        !masters.some(({ id }) => id === line.id),
    );
    const ids = new Set(strangers.map(({ id }) => id));
    const line =
      strangers.find(({ id }) => id === masterId) ??
      strangers.find(({ id }) => before?.replicas.has(id)) ??
      // Nothing is known from before (a fresh start): a sole new master for a sole lost one.
      (before === undefined && lostCount === 1 && ids.size === 1
        ? strangers.find(({ slots }) => slots.length > 0)
        : undefined);
    if (line === undefined) return undefined;
    for (const host of new Set([lost.host === lost.announce.address ? line.host : lost.host, line.host])) {
      const node = nodeAt(lost, host, line);
      const answer = await this.#ask(node);
      if ('reason' in answer || answer.member.id !== line.id || answer.self.role !== 'master') continue;
      this.context.log(`${lost.name} was taken over from by ${line.host}:${line.port}`);
      const former = before?.id ?? lines.find((each) => isAt(each, lost))?.id;
      if (former !== undefined && former !== line.id) this.#superseded.add(former);
      return this.#keep(lost, answer.member);
    }
    return undefined;
  }
}

const isAt = (line: NodeLine, { announce }: RedisNode): boolean =>
  line.host === announce.address && line.port === announce.port;

const placeOf = ({ host, port }: RedisNode): string => `${host}:${port}`;

const unique = (members: readonly Member[]): Member[] => [
  ...new Map(members.map((member) => [member.id, member])).values(),
];

/** A node that no op names, reached as its fellow was. */
export function nodeAt({ auth, tls }: RedisNode, host: string, line: NodeLine): RedisNode {
  return {
    name: `${line.host}:${line.port}`,
    host,
    port: line.port,
    announce: { address: line.host, port: line.port, busPort: line.busPort },
    innerPort: line.port,
    ...(auth === undefined ? {} : { auth }),
    ...(tls === undefined ? {} : { tls }),
  };
}

function lostError(node: RedisNode, reason: unknown): AppError {
  return new AppError(
    {
      code: 'redis.slots.master-lost',
      doing: msg('ops.slots.doing.look'),
      what: msg('ops.slots.lost', {
        node: node.name,
        reason: reason instanceof AppError ? reason.info.what : raw(''),
      }),
      hint: msg('ops.slots.lost.hint', { node: node.name }),
    },
    { cause: reason },
  );
}
