import { msg, type Message } from '../i18n/index';
import type { Op } from '../ops';
import type { Finding, Plan, Step } from '../plan';
import { finding } from '../redis-cluster/findings';
import type { Owner } from './model';

export interface One {
  readonly target: string;
  readonly title: Message;
  readonly cause: Message;
  readonly op: Op;
  readonly destructive?: boolean;
}

/** A plan of one step; none where something is wrong already. */
export function one(
  kind: string,
  what: One | undefined,
  findings: readonly Finding[],
  title?: Message,
): Plan {
  const steps: Step[] =
    what === undefined
      ? []
      : [
          {
            id: what.op.kind,
            title: what.title,
            cause: what.cause,
            group: 'do',
            op: what.op,
            dependsOn: [],
            ...(what.destructive === true && { destructive: true }),
          },
        ];
  const named = what?.title ?? title ?? msg('resources.plan.nothing');
  return {
    kind,
    target: what?.target ?? 'resources/none',
    title: named,
    groups: steps.length === 0 ? [] : [{ id: 'do', title: named }],
    steps,
    findings: [...findings],
  };
}

export const error = (code: string, what: Message, hint: Message, path?: string): Finding =>
  finding('error', code, path, what, hint);
export const warning = (code: string, what: Message, hint: Message): Finding =>
  finding('warning', code, undefined, what, hint);

/** What is about to be done belongs to something that Flotilla knows. */
export function ofOwner(owner: Owner | undefined, thing: string): Finding[] {
  if (owner === undefined) return [];
  const words = { name: owner.name, things: thing };
  return [
    warning(
      'resources.owned',
      owner.kind === 'stack' ? msg('resources.find.stack', words) : msg('resources.find.cluster', words),
      msg('resources.find.owned.hint.one', { name: owner.name }),
    ),
  ];
}

export const missing = (name: string): Finding =>
  error('resources.missing', msg('resources.find.missing', { name }), msg('resources.find.missing.hint'));
