import { msg, type Message } from '@shared/i18n/index';
import type { Pace } from '@shared/ops';
import type { ClusterNode, ClusterStatus } from '@shared/redis-cluster/observed';
import type { DayTwoRequest } from '@shared/requests';
import { compareNames } from '@shared/redis-cluster/names';

/** A field that cannot be taken as it stands. */
export interface Issue {
  readonly path: string;
  readonly message: Message;
  /** Not wrong: it has not been said yet. */
  readonly open?: true;
}

/** The form of an operation on a running cluster: what is typed, what is wrong with it, what it asks for. */
export interface OperationForm {
  /** The cluster as it was last seen. Setting it keeps what was typed. */
  cluster: ClusterStatus;
  readonly issues: readonly Issue[];
  /** Undefined while a field is wrong. */
  readonly request: DayTwoRequest | undefined;
  /** A node was pointed at on the picture. */
  pick?(name: string): void;
  /** The nodes that are chosen, by name. */
  readonly chosen?: readonly string[];
}

export const defaultPace: Pace = 'gentle';

export function mastersOf(cluster: ClusterStatus): ClusterNode[] {
  return cluster.nodes.filter((node) => node.role === 'master').sort(bySlot);
}

/** The replicas of a master, by name. */
export function replicasOf(cluster: ClusterStatus, master: ClusterNode): ClusterNode[] {
  return cluster.nodes
    .filter((node) => node.role === 'replica' && node.masterId === master.id && master.id !== '')
    .sort(byName);
}

const byName = (a: ClusterNode, b: ClusterNode): number => compareNames(a.name, b.name);
const firstSlot = (node: ClusterNode): number => node.slots[0]?.[0] ?? Number.MAX_SAFE_INTEGER;
const bySlot = (a: ClusterNode, b: ClusterNode): number => firstSlot(a) - firstSlot(b) || byName(a, b);

/** What is wrong with a number that was typed; undefined: nothing. */
export function numberIssue(
  path: string,
  value: number | undefined,
  min: number,
  max: number,
  whole = true,
): Issue | undefined {
  if (value !== undefined && value >= min && value <= max && (!whole || Number.isInteger(value)))
    return undefined;
  return { path, message: msg(whole ? 'wizard2.number' : 'wizard2.decimal', { min, max }) };
}

export function isIssue(issue: Issue | undefined): issue is Issue {
  return issue !== undefined;
}
