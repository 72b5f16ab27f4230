import { expect } from 'vitest';
import type { Plan } from '@shared/plan';
import { planDayTwo } from '@shared/redis-cluster/day-two/index';
import type { DayTwoObserved } from '@shared/redis-cluster/live';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { planRequestSchema, type DayTwoRequest } from '@shared/requests';
import type { OperationForm } from '../../../src-renderer/features/redis/day-two/form';
import { running } from '../redis-cluster/day-two/support';

const world = running();
/** The same cluster as the window sees it. */
export function statusOf({ live }: DayTwoObserved): ClusterStatus {
  return {
    name: live.name,
    state: live.state,
    origin: live.origin,
    mode: live.mode,
    nodes: live.nodes,
    slotsCovered: 16_384,
    problems: [],
    hasPassword: false,
    spec: live.spec,
    observedAt: 0,
  };
}
export const status = statusOf(world);
export const [n1, n2, n3, n4, n5, n6] = status.nodes.map(({ name }) => name) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

/** What a form asks for, checked as the main process does, and the plan of it. */
export function asked(form: OperationForm): { request: DayTwoRequest; plan: Plan } {
  expect(form.issues).toEqual([]);
  const request = planRequestSchema.parse(form.request) as DayTwoRequest;
  return { request, plan: planDayTwo(request, world) };
}
