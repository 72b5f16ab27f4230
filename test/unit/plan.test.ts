import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDigest, type Plan } from '@shared/plan';
import { plan, running } from './redis-cluster/day-two/support';

const made = plan({ kind: 'redis-cluster.scale-out', name: 'demo', masters: 2, replicas: 1 }, running());
const copy = (of: Plan = made): Plan => JSON.parse(JSON.stringify(of)) as Plan;

describe('planDigest', () => {
  it('is the same for a plan that has crossed IPC, whatever was found', () => {
    expect(planDigest(copy())).toBe(planDigest(made));
    expect(planDigest({ ...made, findings: [] })).toBe(planDigest(made));
    expect(planDigest(made)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('differs when anything in a step does', () => {
    const other = copy();
    const step = other.steps.find((each) => each.op.kind === 'redis.moveSlots');
    if (step?.op.kind !== 'redis.moveSlots') throw new Error('no move');
    step.op.args.from[0]!.ranges[0] = [0, 1363];
    expect(planDigest(other)).not.toBe(planDigest(made));
    expect(planDigest({ ...made, steps: made.steps.slice(1) })).not.toBe(planDigest(made));
    expect(planDigest({ ...made, target: 'redis-cluster/other' })).not.toBe(planDigest(made));
  });

  it('is equal exactly where JSON is', () => {
    const digest = (value: unknown): string => planDigest({ ...made, steps: value as Plan['steps'] });
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(digest(a) === digest(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        expect(digest(JSON.parse(JSON.stringify(a)))).toBe(digest(a));
      }),
    );
    for (const [a, b] of [
      [[], {}],
      [
        [1, 2],
        [2, 1],
      ],
      ['1', 1],
      [
        [[1], 2],
        [1, [2]],
      ],
      [{ a: 1 }, { b: 1 }],
      [null, 'null'],
    ])
      expect(digest(a)).not.toBe(digest(b));
    expect(digest({ a: 1, b: undefined })).toBe(digest({ a: 1 }));
  });
});
