import type { Message } from '../i18n/index';
import type { ClusterEvent } from './timeline';

/** An event in words, for a timeline. */
export function eventText({ kind, node = '', other = '', n = 0 }: ClusterEvent): Message {
  return { key: `live.event.${kind}`, params: { node, other, n } };
}
