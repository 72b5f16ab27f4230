import { msg } from '../../i18n/index';
import type { Plan, Step } from '../../plan';

const groups = [
  { id: 'prepare', title: msg('cplan.group.prepare') },
  { id: 'images', title: msg('cplan.group.images') },
  { id: 'remove', title: msg('cplan.group.remove') },
  { id: 'containers', title: msg('cplan.group.containers') },
  { id: 'stop', title: msg('cplan.group.stop') },
  { id: 'start', title: msg('cplan.group.start') },
  { id: 'cli', title: msg('cplan.group.cli') },
  { id: 'clean', title: msg('cplan.group.clean') },
  { id: 'verify', title: msg('cplan.group.verify') },
] as const;

/** Under what a step of a stack's plan is shown. */
export type GroupId = (typeof groups)[number]['id'];

export function groupsOf(steps: readonly Step[]): Plan['groups'] {
  const used = new Set(steps.map((step) => step.group));
  return groups.filter((group) => used.has(group.id));
}
