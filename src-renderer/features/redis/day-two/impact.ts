import { msg, type Message } from '@shared/i18n/index';
import type { Plan } from '@shared/plan';
import { countSlots } from '@shared/redis-cluster/slots';
import type { IconName } from '../../../ui/icons';
import type { After } from './after';

/** One line of what a plan comes to. */
export interface Impact {
  readonly icon: IconName;
  readonly text: Message;
  /** It destroys something. */
  readonly bad?: boolean;
}

/** What a plan comes to in a few words: slots, containers, data, roles. Pure. */
export function impactOf(plan: Plan, after: After): readonly Impact[] {
  const count = (kind: Plan['steps'][number]['op']['kind']): number =>
    plan.steps.filter(({ op }) => op.kind === kind).length;
  const named = (what: string): string[] =>
    [...after.marks].filter(([, mark]) => mark === what).map(([name]) => name);
  const moved = countSlots(after.moves.map(({ range }) => range));
  const gone = named('gone').length;
  const made = count('container.create');
  const data = count('volume.remove') + count('folder.remove');
  return [
    ...named('victim').map((name): Impact => ({
      icon: 'bolt',
      text: msg('wizard2.impact.victim', { name }),
    })),
    ...named('promoted').map((name): Impact => ({
      icon: 'swap',
      text: msg('wizard2.impact.promoted', { name }),
    })),
    ...(moved === 0
      ? []
      : [
          {
            icon: 'split' as const,
            text: msg('wizard2.impact.slots', { n: moved }),
          },
        ]),
    ...(made === 0 ? [] : [{ icon: 'plus' as const, text: msg('wizard2.impact.made', { n: made }) }]),
    ...(gone === 0 ? [] : [{ icon: 'minus' as const, text: msg('wizard2.impact.gone', { n: gone }) }]),
    ...(data === 0
      ? []
      : [{ icon: 'trash' as const, text: msg('wizard2.impact.volumes', { n: data }), bad: true }]),
  ];
}
