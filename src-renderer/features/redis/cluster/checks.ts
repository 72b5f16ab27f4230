import { msg, type Message } from '@shared/i18n/index';
import type { ClusterStatus } from '@shared/redis-cluster/observed';

export interface Check {
  readonly id: string;
  readonly passed: boolean;
  readonly text: Message;
}

/** What a healthy cluster has, one by one, as the last look found it. */
export function checksOf(status: ClusterStatus): readonly Check[] {
  const { nodes } = status;
  const masters = nodes.filter((node) => node.role === 'master');
  const check = (id: string, count: number, good: Message, bad: Message): Check => ({
    id,
    passed: count === 0,
    text: count === 0 ? good : bad,
  });
  const silent = nodes.filter((node) => node.health !== 'ok').length;
  const uncovered = 16_384 - status.slotsCovered;
  const unlinked = nodes.filter((node) => node.role === 'replica' && !node.linkUp).length;
  const open = nodes.reduce((sum, node) => sum + node.openSlots.length, 0);
  const alone = masters.filter(
    (master) => master.slots.length > 0 && !nodes.some((node) => node.masterId === master.id),
  ).length;
  return [
    check(
      'answer',
      silent,
      msg('wizard.cluster.check.answer'),
      msg('wizard.cluster.check.answerBad', { count: silent, total: nodes.length }),
    ),
    check(
      'slots',
      uncovered,
      msg('wizard.cluster.check.slots'),
      msg('wizard.cluster.check.slotsBad', { count: uncovered }),
    ),
    check(
      'links',
      unlinked,
      msg('wizard.cluster.check.links'),
      msg('wizard.cluster.check.linksBad', { count: unlinked }),
    ),
    check(
      'open',
      open,
      msg('wizard.cluster.check.open'),
      msg('wizard.cluster.check.openBad', { count: open }),
    ),
    check(
      'copies',
      alone,
      msg('wizard.cluster.check.copies'),
      msg('wizard.cluster.check.copiesBad', { count: alone }),
    ),
  ];
}
