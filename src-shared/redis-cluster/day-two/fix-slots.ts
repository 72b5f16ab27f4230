import { msg } from '../../i18n/index';
import type { SlotRange } from '../../ops';
import type { Finding, Step } from '../../plan';
import { checkCodes } from '../check-codes';
import type { LiveNode } from '../live';
import { countSlots } from '../slots';
import { reach, uncoveredSlots, warn } from './cluster';
import type { FixContext, Repair } from './fix';
import { normalRanges, rangesOf, rangeText, slotTap, subtractRanges } from './ranges';
import { pourEvenly } from './slots';

/** One owner for every slot, none open, every key with its slot; no two masters with one epoch. */
export function repairSlots({ shape, wants, present, after }: FixContext): Repair {
  const masters = present.filter((node) => node.role === 'master');
  const replicas = present.filter((node) => node.role === 'replica');
  const findings: Finding[] = [];
  const steps: Step[] = [];
  let before = [...after];
  const add = (step: Omit<Step, 'dependsOn' | 'group'>): void => {
    steps.push({ ...step, group: 'repair', dependsOn: before });
    before = [step.id];
  };
  if (masters.length === 0) return { steps, findings };
  const nodes = reach(masters);

  if (wants(checkCodes.epoch))
    for (const node of colliding(masters))
      add({
        id: `epoch:${node.name}`,
        title: msg('redis2.step.bumpEpoch', { node: node.name }),
        cause: msg('redis2.cause.bumpEpoch', { epoch: node.configEpoch }),
        op: { kind: 'redis.bumpEpoch', args: { node: node.redis } },
      });

  const { claims } = shape.live;
  const twice = claims.filter((claim) => claim.owners.length > 1).map((claim) => claim.slot);
  const open = claims
    .filter((claim) => claim.migrating.length > 0 || claim.importing.length > 0)
    .map((claim) => claim.slot);
  const settle = rangesOf([
    ...(wants(checkCodes.open) ? open : []),
    ...(wants(checkCodes.claimedTwice) ? twice : []),
  ]);

  // Slots without an owner first: a move that was cut off may have left one behind, open as well.
  const missing = wants(checkCodes.uncovered)
    ? nobodys(
        shape.live.lost.flatMap((each) => each.slots),
        claims,
        shape,
      )
    : [];
  if (missing.length > 0) {
    add({
      id: 'cover',
      title: msg('redis2.step.cover', { n: countSlots(missing), slots: rangeText(missing) }),
      cause: msg('redis2.cause.cover'),
      op: {
        kind: 'redis.coverSlots',
        args: { masters: nodes, replicas: reach(replicas), assign: assign(masters, missing) },
      },
    });
    findings.push(
      warn(
        'fix.covered',
        msg('redis2.finding.covered.what', { n: countSlots(missing), slots: rangeText(missing) }),
        msg('redis2.finding.covered.hint'),
      ),
    );
  }
  if (settle.length > 0)
    add({
      id: 'settle-slots',
      title: msg('redis2.step.settleSlots', { n: countSlots(settle), slots: rangeText(settle) }),
      cause: msg('redis2.cause.settleSlots'),
      op: { kind: 'redis.settleSlots', args: { masters: nodes, ranges: settle } },
    });
  const stray = wants(checkCodes.stray) ? strays(claims) : [];
  if (stray.length > 0)
    add({
      id: 'stray-keys',
      title: msg('redis2.step.strayKeys', { n: countSlots(stray), slots: rangeText(stray) }),
      cause: msg('redis2.cause.strayKeys'),
      op: { kind: 'redis.moveStrayKeys', args: { masters: nodes, ranges: stray } },
    });
  return { steps, findings };
}

/** Of masters with one and the same epoch all but the first take a new one. */
function colliding(masters: readonly LiveNode[]): LiveNode[] {
  const seen = new Set<number>();
  return masters.filter((node) => {
    if (node.slots.length === 0 || node.id === '') return false;
    if (seen.has(node.configEpoch)) return true;
    seen.add(node.configEpoch);
    return false;
  });
}

type Claims = Parameters<typeof strays>[0];

/** Slots that no node of ours owns, and those of nodes that are lost: these are forgotten before. */
function nobodys(
  ofLost: readonly SlotRange[],
  claims: Claims,
  shape: Parameters<typeof uncoveredSlots>[0],
): SlotRange[] {
  const bare = claims.filter((claim) => claim.owners.length === 0).map((claim) => claim.slot);
  const claimed = rangesOf(claims.filter((claim) => claim.owners.length > 0).map((claim) => claim.slot));
  const saved = normalRanges(
    shape.all
      .filter((node) => node.role === 'replica' && node.health === 'ok')
      .flatMap((node) => shape.live.lost.find((lost) => lost.id === node.masterId)?.slots ?? []),
  );
  const all = normalRanges([...uncoveredSlots(shape), ...rangesOf(bare), ...ofLost]);
  // What a replica of the lost one takes over is covered by it.
  return subtractRanges(subtractRanges(all, claimed), saved);
}

/** Those with the fewest slots are given most: whoever holds keys of a slot gets it before. */
function assign(
  masters: readonly LiveNode[],
  missing: readonly SlotRange[],
): { node: LiveNode['redis']; ranges: SlotRange[] }[] {
  const shares = pourEvenly(
    masters.map((node) => countSlots(node.slots)),
    countSlots(missing),
  );
  const take = slotTap(missing);
  return masters
    .map((node, i) => ({ node: node.redis, ranges: take(shares[i] ?? 0) }))
    .filter((each) => each.ranges.length > 0);
}

/** Slots that are in order but for keys on a node that does not own them. */
function strays(
  claims: readonly {
    readonly slot: number;
    readonly owners: readonly string[];
    readonly migrating: readonly unknown[];
    readonly importing: readonly unknown[];
    readonly keys: Readonly<Record<string, number>>;
  }[],
): SlotRange[] {
  return rangesOf(
    claims
      .filter(
        ({ owners, keys }) =>
          owners.length > 0 && Object.entries(keys).some(([node, n]) => n > 0 && !owners.includes(node)),
      )
      .filter(({ migrating, importing }) => migrating.length === 0 && importing.length === 0)
      .map((claim) => claim.slot),
  );
}
