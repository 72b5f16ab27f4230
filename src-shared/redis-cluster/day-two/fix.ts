import { msg } from '../../i18n/index';
import type { Finding, Plan, Step } from '../../plan';
import type { RequestOf } from '../../requests';
import { checkCodes, fixable } from '../check-codes';
import { listed } from '../findings';
import type { DayTwoObserved, LiveNode } from '../live';
import { dayTwoPlan, reach, refuse, shapeOf, tell, type Shape } from './cluster';
import { repairMembers } from './fix-members';
import { repairReplicas } from './fix-replicas';
import { repairSlots } from './fix-slots';
import { agreeing, checkSteps } from './steps';

type Request = RequestOf<'redis-cluster.fix'>;

/** A part of a repair: its steps, and what there is to say of it. */
export interface Repair {
  readonly steps: Step[];
  readonly findings: Finding[];
}

/** What is asked for, and how the cluster will be once its containers run again. */
export interface FixContext {
  readonly shape: Shape;
  readonly wants: (code: string) => boolean;
  /** Nodes that answer, or will once their container is started. */
  readonly present: readonly LiveNode[];
  /** Ids of the steps that all later parts wait for. */
  readonly after: readonly string[];
}

/**
 * Repairs what a check finds, in an order in which each part finds what it needs: containers run, all know each
 * other, lost nodes are forgotten, slots have one owner each, keys lie where their slot is, replicas follow masters.
 */
export function planFix(request: Request, observed: DayTwoObserved): Plan {
  const shape = shapeOf(observed.live);
  const asked = request.findings === undefined ? undefined : new Set(request.findings);
  const wants = (code: string): boolean => asked === undefined || asked.has(code);
  const members = repairMembers({ shape, wants, present: [], after: [] }, observed);
  const { present } = members;
  let after: readonly string[] = members.last;
  const parts: Repair[] = [members];
  for (const part of [repairSlots, repairReplicas]) {
    const repair = part({ shape, wants, present, after });
    parts.push(repair);
    after = repair.steps.length > 0 ? repair.steps.slice(-1).map((step) => step.id) : after;
  }
  const repairs = parts.flatMap((part) => part.steps);
  const nodes = reach(present);
  const owners = present.filter((node) => node.role === 'master');
  const steps: Step[] =
    repairs.length === 0 || nodes.length === 0
      ? []
      : [
          ...repairs,
          agreeing('agree', 'verify', nodes, leaves(repairs), msg('redis2.cause.agreeFixed')),
          ...checkSteps({
            live: shape.live,
            nodes,
            owners: reach(
              owners.some((node) => node.slots.length > 0)
                ? owners.filter((n) => n.slots.length > 0)
                : owners,
            ),
            after: ['agree'],
          }),
        ];
  return dayTwoPlan(
    request.kind,
    request.name,
    repairs.length === 0
      ? msg('redis2.plan.fixNothing', { name: request.name })
      : msg('redis2.plan.fix', { name: request.name, n: repairs.length }),
    steps,
    [
      ...unknownCodes(request),
      ...parts.flatMap((part) => part.findings),
      ...silent(shape, present, repairs),
      ...nothing(repairs),
    ],
  );
}

/** The steps that no other waits for. */
function leaves(steps: readonly Step[]): string[] {
  const waited = new Set(steps.flatMap((step) => step.dependsOn));
  return steps.filter((step) => !waited.has(step.id)).map((step) => step.id);
}

function unknownCodes({ findings = [] }: Request): Finding[] {
  const known = new Set<string>([...fixable, checkCodes.alone]);
  const strange = findings.filter((code) => !known.has(code));
  if (strange.length === 0) return [];
  return [
    refuse(
      'fix.unknown',
      msg('redis2.finding.fixUnknown.what', { codes: listed(strange) }),
      msg('redis2.finding.fixUnknown.hint', { codes: [...known].join(', ') }),
      'findings',
    ),
  ];
}

/** Nodes that nobody can ask stay a danger: they may own what seems to be nobody's. */
function silent(shape: Shape, present: readonly LiveNode[], repairs: readonly Step[]): Finding[] {
  const there = new Set(present);
  const left = shape.all.filter((node) => !there.has(node));
  const forgotten = new Set(repairs.flatMap(({ op }) => (op.kind === 'redis.forget' ? [op.args.id] : [])));
  const owners = left.filter((node) => node.slots.length > 0 && !forgotten.has(node.id));
  if (owners.length === 0) return [];
  return [
    refuse(
      'fix.silentOwner',
      msg('redis2.finding.silentOwner.what', { nodes: listed(owners.map((node) => node.name)) }),
      msg('redis2.finding.silentOwner.hint'),
    ),
  ];
}

function nothing(repairs: readonly Step[]): Finding[] {
  if (repairs.length > 0) return [];
  return [tell('fix.nothing', msg('redis2.finding.fixNothing.what'), msg('redis2.finding.fixNothing.hint'))];
}
