import type { MessageKey } from '@shared/i18n/index';

/** What a picture's part says: a name that is the same in every language, or a word of the catalogue. */
export type Label = string | { readonly key: MessageKey; readonly name?: string };
export type Ink = 'plain' | 'soft' | 'accent' | 'ok' | 'warn' | 'bad' | 'c1' | 'c2' | 'c3';

/** One shape of a picture, on a board of 360 × 130. */
export type Shape =
  | {
      readonly is: 'box';
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly label?: Label;
      readonly ink: Ink;
      readonly dashed: boolean;
      /** Where its label stands. */
      readonly at: 'middle' | 'top';
    }
  | {
      readonly is: 'line';
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly ink: Ink;
      readonly dashed: boolean;
      readonly arrow: boolean;
    }
  | { readonly is: 'curve'; readonly d: string; readonly ink: Ink }
  | {
      readonly is: 'text';
      readonly x: number;
      readonly y: number;
      readonly label: Label;
      readonly ink: Ink;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly mono: boolean;
    }
  | { readonly is: 'cross'; readonly x: number; readonly y: number };

export const board = { width: 360, height: 130 } as const;

export const word = (key: MessageKey, name?: string): Label => ({
  key,
  ...(name !== undefined && { name }),
});

type Rect = readonly [x: number, y: number, w: number, h: number];

export const box = (
  [x, y, w, h]: Rect,
  label?: Label,
  ink: Ink = 'plain',
  more: { readonly dashed?: boolean; readonly at?: 'middle' | 'top' } = {},
): Shape => ({
  ...{ is: 'box', x, y, w, h, ink, dashed: more.dashed ?? false, at: more.at ?? 'middle' },
  ...(label !== undefined && { label }),
});

type Way = readonly [x1: number, y1: number, x2: number, y2: number];
type Stroke = { readonly ink?: Ink; readonly dashed?: boolean };

export const arrow = ([x1, y1, x2, y2]: Way, { ink = 'soft', dashed = false }: Stroke = {}): Shape => ({
  ...{ is: 'line', from: [x1, y1], to: [x2, y2], ink, dashed, arrow: true },
});

export const line = ([x1, y1, x2, y2]: Way, { ink = 'soft', dashed = false }: Stroke = {}): Shape => ({
  ...{ is: 'line', from: [x1, y1], to: [x2, y2], ink, dashed, arrow: false },
});

export const note = (
  x: number,
  y: number,
  label: Label,
  more: { readonly ink?: Ink; readonly anchor?: 'start' | 'middle' | 'end'; readonly mono?: boolean } = {},
): Shape => ({
  ...{ is: 'text', x, y, label, ink: more.ink ?? 'plain' },
  ...{ anchor: more.anchor ?? 'middle', mono: more.mono ?? false },
});

export const cross = (x: number, y: number): Shape => ({ is: 'cross', x, y });
export const curve = (d: string, ink: Ink = 'accent'): Shape => ({ is: 'curve', d, ink });
