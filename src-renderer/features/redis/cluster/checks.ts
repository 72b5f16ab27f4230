import { msg, type Message } from '@shared/i18n/index';
import type { ClusterStatus } from '@shared/redis-cluster/observed';

export interface Check {
  readonly id: string;
  /** `note`: it does not apply here, and that is worth saying. */
  readonly result: 'passed' | 'failed' | 'note';
  readonly text: Message;
}

/**
 * What a healthy cluster has, one by one, as the last look found it. What the look judged itself
 * (views, lonely masters) is taken from its problems, so that the two never contradict each other.
 */
export function checksOf(status: ClusterStatus): readonly Check[] {
  const { nodes, problems } = status;
  const found = (code: string): number => problems.filter((each) => each.code === code).length;
  const check = (id: string, count: number, good: Message, bad: Message): Check => ({
    id,
    result: count === 0 ? 'passed' : 'failed',
    text: count === 0 ? good : bad,
  });
  const well = nodes.filter((node) => node.health === 'ok');
  const silent = nodes.length - well.length;
  const answer = check(
    'answer',
    silent,
    msg('wizard.cluster.check.answer'),
    msg('wizard.cluster.check.answerBad', { n: silent, total: nodes.length }),
  );
  // Where nobody answers, nothing more can be said.
  if (well.length === 0) return [answer];

  const uncovered = 16_384 - status.slotsCovered;
  const unlinked = well.filter((node) => node.role === 'replica' && !node.linkUp).length;
  const open = nodes.reduce((sum, node) => sum + node.openSlots.length, 0);
  const alone = found('redis.master-alone');
  const replicas = nodes.filter((node) => node.role === 'replica').length;
  return [
    answer,
    check(
      'slots',
      uncovered,
      msg('wizard.cluster.check.slots'),
      msg('wizard.cluster.check.slotsBad', { n: uncovered }),
    ),
    check(
      'agree',
      found('redis.views-differ') + found('redis.state-fail'),
      msg('wizard.cluster.check.agree'),
      msg('wizard.cluster.check.agreeBad'),
    ),
    check('open', open, msg('wizard.cluster.check.open'), msg('wizard.cluster.check.openBad', { n: open })),
    ...(replicas === 0 && alone === 0
      ? [{ id: 'copies', result: 'note', text: msg('wizard.cluster.check.noCopies') } as const]
      : [
          check(
            'links',
            unlinked,
            msg('wizard.cluster.check.links'),
            msg('wizard.cluster.check.linksBad', { n: unlinked }),
          ),
          check(
            'copies',
            alone,
            msg('wizard.cluster.check.copies'),
            msg('wizard.cluster.check.copiesBad', { n: alone }),
          ),
        ]),
  ];
}
