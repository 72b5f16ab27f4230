import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import { rangesOf } from '@shared/redis-cluster/day-two/ranges';
import { slotsOf } from '@shared/redis-cluster/slots';
import type { NodeLine } from '../clients/redis-replies';
import { isNotReady, RedisFailure } from '../clients/redis-errors';
import { again, type RedisHandler } from './redis-deps';
import { unmeet } from './redis-forget';
import { waitUntil } from './redis-wait';

/** Waits for PONG: the server has started, has loaded its data, lets us in, and runs as a cluster's node. */
export const ping: RedisHandler<'redis.ping'> = ({ pool, containerState }) => ({
  ...again,
  run: ({ node, timeoutMs }, context) =>
    waitUntil({
      context,
      timeoutMs,
      containerState,
      doing: msg('ops.redis.ping.doing', { node: node.name }),
      hint:
        node.container === undefined
          ? msg('ops.redis.unreachable.hint')
          : msg('ops.redis.ping.hint', { container: node.container }),
      async look(round) {
        const connection = pool.node(node);
        const limits = { signal: context.signal, timeoutMs: 1000 };
        try {
          await connection.ping(limits);
          return { done: true, value: { id: await connection.myId(limits) } };
        } catch (error) {
          if (!isNotReady(error)) throw error;
          const note = error.info.what;
          // The first looks come before the server listens: no reason to look at its container yet.
          return { done: false, note, missing: [note], silent: round % 8 === 7 ? [node] : [] };
        }
      },
    }),
});

/** Tells a node of the others. Those that it is linked to already are left out. */
export const meet: RedisHandler<'redis.meet'> = ({ pool }) => ({
  ...again,
  async run({ node, others }, { signal }) {
    const connection = pool.node(node);
    const { lines } = await connection.clusterNodes({ signal });
    const known = new Set(lines.filter((line) => line.linked).map((line) => `${line.host}:${line.port}`));
    const unknown = others.filter(
      ({ announce }) =>
        !known.has(`${announce.address}:${announce.port}`) &&
        !(announce.address === node.announce.address && announce.port === node.announce.port),
    );
    await Promise.all(unknown.map((other) => connection.meet(other.announce, { signal })));
    return { told: unknown.map((other) => other.name) };
  },
  // Nodes that have joined a running cluster are forgotten again, before their containers go.
  async undo({ node, others }, _output, context) {
    try {
      await unmeet(pool, node, others, context.signal);
    } catch (error) {
      // Most likely it is gone, or about to go. Whatever else it is must not keep the containers from going.
      if (!(error instanceof AppError)) throw error;
      context.log(`CLUSTER FORGET: ${node.name}: ${error.message}`);
    }
  },
});

/** Gives slots to a node. Those that it has stay; one that another node has is an error. */
export const addSlots: RedisHandler<'redis.addSlots'> = ({ pool }) => ({
  ...again,
  async run({ node, ranges }, { signal }) {
    const connection = pool.node(node);
    const { lines } = await connection.clusterNodes({ signal });
    const taken = ownersOf(lines);
    const mine = lines.find((line) => line.myself)?.id;
    const missing: number[] = [];
    for (const slot of slotsOf(ranges)) {
      const owner = taken.get(slot);
      if (owner === undefined) missing.push(slot);
      else if (owner.id !== mine) throw slotTaken(node, slot, owner);
    }
    const added = rangesOf(missing);
    await connection.addSlots(added, { signal });
    return { added };
  },
});

/** Which node each slot belongs to, as one node sees it. */
function ownersOf(lines: readonly NodeLine[]): Map<number, NodeLine> {
  const owners = new Map<number, NodeLine>();
  for (const line of lines) {
    for (const slot of slotsOf(line.slots)) owners.set(slot, line);
  }
  return owners;
}

function slotTaken(node: RedisNode, slot: number, owner: NodeLine): AppError {
  return new AppError({
    code: 'redis.slot-taken',
    doing: msg('ops.redis.addSlots.doing', { node: node.name }),
    what: msg('ops.redis.addSlots.taken', { slot, owner: `${owner.host}:${owner.port}` }),
    hint: msg('ops.redis.addSlots.taken.hint'),
  });
}

/** Gives a fresh node its config epoch. Once it knows others, Redis sees to distinct epochs itself. */
export const setEpoch: RedisHandler<'redis.setEpoch'> = ({ pool }) => ({
  ...again,
  async run({ node, epoch }, { signal }) {
    const connection = pool.node(node);
    const { lines } = await connection.clusterNodes({ signal });
    const current = lines.find((line) => line.myself)?.configEpoch ?? 0;
    if (current !== 0 || lines.length > 1) return { epoch: current, changed: false };
    await connection.setConfigEpoch(epoch, { signal });
    return { epoch, changed: true };
  },
});

/** CONFIG SET on all nodes at the same time. */
export const config: RedisHandler<'redis.config'> = ({ pool }) => ({
  ...again,
  async run({ nodes, settings }, { signal }) {
    await Promise.all(nodes.map((node) => pool.node(node).configSet(settings, { signal })));
    return { settings };
  },
});

/** A replica waits this long until gossip has brought it word of its master. */
const knowsMasterMs = 20_000;

/** Makes a node a replica. The master's id is asked of the master itself. */
export const replicate: RedisHandler<'redis.replicate'> = ({ pool, containerState }) => ({
  ...again,
  async run({ node, master }, context) {
    const { signal } = context;
    const doing = msg('ops.redis.replicate.doing', { node: node.name, master: master.name });
    const masterId = await pool.node(master).myId({ signal });
    const connection = pool.node(node);
    return waitUntil({
      context,
      doing,
      hint: msg('ops.redis.agree.hint'),
      timeoutMs: knowsMasterMs,
      containerState,
      async look() {
        const { lines } = await connection.clusterNodes({ signal });
        const self = lines.find((line) => line.myself);
        const line = lines.find(({ id }) => id === masterId);
        if (self?.masterId === masterId) return { done: true, value: { masterId, changed: false } };
        // A failover during the build has turned the two round: the pair stands all the same.
        if (self !== undefined && line?.masterId === self.id) {
          return { done: true, value: { masterId: self.id, changed: false } };
        }
        const note = msg('ops.redis.missing.unknown', { node: node.name, other: master.name });
        if (line === undefined || line.flags.includes('handshake')) {
          return { done: false, note, missing: [note] };
        }
        await connection.replicate(masterId, { signal }).catch((error: unknown) => {
          throw refused(error, node) ?? error;
        });
        return { done: true, value: { masterId, changed: true } };
      },
    });
  },
});

/** "ERR To set a master the node must be empty and without assigned slots." */
function refused(error: unknown, node: RedisNode): AppError | undefined {
  if (!(error instanceof RedisFailure) || !/must be empty/i.test(error.text)) return undefined;
  return new AppError(
    {
      code: 'redis.not-empty',
      doing: error.info.doing,
      what: msg('ops.redis.replicate.notEmpty', { node: node.name }),
      hint: msg('ops.redis.replicate.notEmpty.hint'),
    },
    { cause: error },
  );
}
