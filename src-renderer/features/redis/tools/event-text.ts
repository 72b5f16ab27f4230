import { msg, type Message } from '@shared/i18n/index';
import type { ClusterEvent } from '@shared/redis-cluster/timeline';
import { eventText as inWords } from '@shared/redis-cluster/timeline-text';
import type { IconName } from '../../../ui/icons';
import type { Tone } from '../../../ui/tone';

/** What happened, in words: the same as elsewhere, but for the cases where the other node is not known. */
export function eventText(event: ClusterEvent): Message {
  const { kind, node, other, n = 0 } = event;
  if (node !== undefined && other !== undefined) return inWords(event);
  const one = node ?? other ?? msg('wtools.event.unknown');
  switch (kind) {
    case 'promoted':
    case 'demoted':
    case 'link-down':
    case 'link-up':
      return msg(`wtools.event.${kind}`, { node: one });
    case 'slots-moved':
      return msg('wtools.event.slots-moved', {
        n,
        node: node ?? msg('wtools.event.unknown'),
        other: other ?? msg('wtools.event.unknown'),
      });
    default:
      return inWords(event);
  }
}

/** How an event is marked: never by colour alone. */
export const eventLook: Readonly<
  Record<ClusterEvent['kind'], { readonly icon: IconName; readonly tone: Tone }>
> = {
  suspected: { icon: 'help', tone: 'warn' },
  failed: { icon: 'cross-circle', tone: 'bad' },
  promoted: { icon: 'chevron-up', tone: 'info' },
  demoted: { icon: 'chevron-down', tone: 'muted' },
  recovered: { icon: 'check-circle', tone: 'ok' },
  joined: { icon: 'plus', tone: 'ok' },
  left: { icon: 'minus', tone: 'muted' },
  'slots-moved': { icon: 'arrow-right', tone: 'info' },
  'link-down': { icon: 'unlink', tone: 'warn' },
  'link-up': { icon: 'link', tone: 'ok' },
  'state-fail': { icon: 'cross-circle', tone: 'bad' },
  'state-ok': { icon: 'check-circle', tone: 'ok' },
  epoch: { icon: 'users', tone: 'muted' },
};
