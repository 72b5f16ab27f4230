import { AppError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import type { NodeConnection, RedisPool, Words } from '../../clients/redis';
import type { NodeLine } from '../../clients/redis-replies';

/** A master that answers, on a connection of this op's own. */
export interface Member {
  readonly node: RedisNode;
  readonly id: string;
  readonly connection: NodeConnection;
  /** Its view of the cluster when it was looked at. */
  readonly lines: readonly NodeLine[];
}

/** The masters that an op works on, as they were found. */
export interface Fleet {
  readonly members: readonly Member[];
  readonly byId: ReadonlyMap<string, Member>;
  /** Config epochs by id. */
  readonly epochs: Readonly<Record<string, number>>;
  /** Former masters that a member has taken over from: what the others still believe to be theirs has no owner. */
  readonly superseded: ReadonlySet<string>;
}

export function fleetOf(members: readonly Member[], superseded: ReadonlySet<string> = new Set()): Fleet {
  const epochs = members.map(({ id, lines }): [string, number] => [
    id,
    lines.find((line) => line.myself)?.configEpoch ?? 0,
  ]);
  return {
    members,
    byId: new Map(members.map((member) => [member.id, member])),
    epochs: Object.fromEntries(epochs),
    superseded,
  };
}

/** Milliseconds for commands that only look or flip a slot's state; a MIGRATE before them in line may hold them up. */
export const stateMs = 20_000;

/** The connection on which an op does its slow work: nobody else's commands wait behind it. */
export const laneOf = (context: { readonly runId: string; readonly stepId: string }): string =>
  `slots ${context.runId} ${context.stepId}`;

/** Ends the connections of an op. */
export function closeLanes(pool: RedisPool, nodes: readonly RedisNode[], lane: string): void {
  for (const node of nodes) pool.node(node, lane).close();
}

/** Sends commands and throws the first failure, save those that `tolerate` lets pass. */
export async function sendAll(
  { connection }: Pick<Member, 'connection'>,
  commands: readonly Words[],
  tolerate?: RegExp,
): Promise<unknown[]> {
  if (commands.length === 0) return [];
  const replies = await connection.batch(commands, { timeoutMs: stateMs });
  return replies.map((reply) => {
    if (reply.ok) return reply.value;
    if (tolerate?.test(reply.error.text) === true) return undefined;
    throw reply.error;
  });
}

export const setSlot = (slot: number, ...rest: readonly string[]): Words => [
  'CLUSTER',
  'SETSLOT',
  String(slot),
  ...rest,
];

/** The error of an op on slots. `to` is a node's name. */
export function slotError(code: string, doing: Message, what: Message, hint: Message): AppError {
  return new AppError({ code, doing, what, hint });
}

export const movingTo = (to: RedisNode): Message => msg('ops.slots.doing', { to: to.name });
