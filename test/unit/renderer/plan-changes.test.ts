import { expect, it } from 'vitest';
import { raw } from '@shared/i18n/index';
import type { Plan } from '@shared/plan';
import { PlanChanges } from '../../../src-renderer/wizard/changes';

const plan = (volumes: Record<string, string>): Plan => ({
  kind: 'x',
  target: 'x',
  title: raw('x'),
  groups: [],
  findings: [],
  steps: Object.entries(volumes).map(([id, name]) => ({
    id,
    title: raw(id),
    cause: raw(''),
    group: 'g',
    dependsOn: [],
    op: { kind: 'volume.create' as const, args: { name, labels: {} } },
  })),
});

it('points at the steps that differ from the plan before', () => {
  const changes = new PlanChanges();
  expect([...changes.next(plan({ a: '1', b: '1' }), 80)]).toEqual([]);
  expect([...changes.next(plan({ a: '1', b: '2', c: '1' }), 80)]).toEqual(['b', 'c']);
  expect([...changes.next(plan({ a: '1', b: '2', c: '1' }), 80)]).toEqual([]);
});

it('points at nothing when all is new, or when there is too much', () => {
  const changes = new PlanChanges();
  changes.next(plan({ a: '1', b: '1' }), 80);
  expect([...changes.next(plan({ x: '1', y: '1' }), 80)]).toEqual([]);
  expect([...changes.next(plan({ x: '2', y: '1' }), 1)]).toEqual([]);
});
