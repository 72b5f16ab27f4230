import { msg, type Message } from '@shared/i18n/index';
import type { ClusterEvent } from '@shared/redis-cluster/timeline';
import type { IconName } from '../../../ui/icons';
import type { Tone } from '../../../ui/tone';

/** What happened, in words. */
export function eventText({ kind, node: named, other, n = 0 }: ClusterEvent): Message {
  const node = named ?? msg('wtools.event.cluster');
  switch (kind) {
    case 'promoted':
      return other === undefined
        ? msg('wtools.event.promoted', { node })
        : msg('wtools.event.promotedFor', { node, other });
    case 'demoted':
      return other === undefined
        ? msg('wtools.event.demoted', { node })
        : msg('wtools.event.demotedTo', { node, other });
    case 'slots-moved':
      return named === undefined || other === undefined
        ? msg('wtools.event.slots-moved', { n, other: other ?? node })
        : msg('wtools.event.slots-movedFrom', { n, node, other });
    case 'epoch':
      return msg('wtools.event.epoch', { n });
    case 'state-fail':
    case 'state-ok':
      return msg(`wtools.event.${kind}`);
    default:
      return msg(`wtools.event.${kind}`, { node });
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
