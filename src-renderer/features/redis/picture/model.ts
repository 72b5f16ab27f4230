import type { Message } from '@shared/i18n/index';
import type { SlotRange } from '@shared/ops';
import type { Tone } from '../../../ui/tone';

/** What is known of a node: planned only, under way, or as the running cluster reports it. */
export type NodeState =
  'planned' | 'working' | 'made' | 'ok' | 'failing' | 'failed' | 'unreachable' | 'loading' | 'stopped';

export interface PictureNode {
  /** The 40-hex id where there is one, else the name: stable while one types. */
  readonly key: string;
  readonly name: string;
  /** `address:port` as announced. */
  readonly address: string;
  readonly busPort: number;
  readonly hostPort?: number;
  readonly state: NodeState;
  readonly lagBytes?: number;
  /** What is about to become of it, or has just become of it: said in place of its role. */
  readonly mark?: {
    readonly text: Message;
    /** Where there is little room. */
    readonly short?: Message;
    readonly tone: Tone;
  };
}

export interface PictureMaster extends PictureNode {
  readonly slots: readonly SlotRange[];
  readonly slotCount: number;
  /** Which of the series colours --c1…--c8. */
  readonly color: number;
  readonly replicas: readonly PictureNode[];
}

/** Whether a node in this state serves nobody. */
export function isDown(state: NodeState): boolean {
  return state === 'failed' || state === 'unreachable' || state === 'stopped';
}

/** One stop on the way from a client to a node. */
export interface Hop {
  readonly label: Message;
  /** An address, as it would be typed. */
  readonly address?: string;
}

/** Slots that change hands: drawn striped, in the colour of the master that they come from. */
export interface MovedSlots {
  readonly range: SlotRange;
  readonly from: string;
  readonly to: string;
  readonly color: number;
}

/** A Redis cluster as it is drawn: made from a form, from a plan under way, or from a live cluster. */
export interface Picture {
  readonly mode: 'bridge' | 'host' | 'other';
  /** The box that the nodes stand in: a Docker network, or this computer. */
  readonly frame: { readonly title: Message; readonly detail: string };
  readonly masters: readonly PictureMaster[];
  /** Nodes that are neither master nor replica of a known master. */
  readonly others: readonly PictureNode[];
  /** How a client gets to a node. */
  readonly hops: readonly Hop[];
  readonly moved?: readonly MovedSlots[];
}

/** `0–5460, 6000–6100`; a single slot stands alone. At most `max` ranges, then an ellipsis. */
export function slotText(ranges: readonly SlotRange[], max = 2): string {
  const shown = ranges.slice(0, max).map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  return ranges.length > max ? `${shown.join(', ')}, …` : shown.join(', ');
}

export function colorOf(index: number): number {
  return (index % 8) + 1;
}

/** A name that fits into so many characters, cut in the middle where its number stands at the end. */
export function fit(text: string, chars: number): string {
  if (text.length <= chars) return text;
  if (chars < 5) return text.slice(0, chars);
  const tail = Math.min(6, Math.floor((chars - 1) / 2));
  return `${text.slice(0, chars - 1 - tail)}…${text.slice(-tail)}`;
}
