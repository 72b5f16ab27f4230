import type { Locale } from '@shared/i18n/types';
import type { ChartUnit, PlotLayout } from './model';

/** The colours and the font of the theme in force, resolved: a canvas knows no custom properties. */
export interface Inks {
  readonly grid: string;
  readonly axis: string;
  readonly text: string;
  readonly surface: string;
  readonly warn: string;
  readonly bad: string;
  /** --c1 … --c8. */
  readonly series: readonly string[];
  readonly font: string;
}

/** One line as it is drawn. */
export interface PaintLine {
  readonly name: string;
  readonly color: number;
  readonly dash: number;
  readonly hidden: boolean;
  /** Another one is pointed at. */
  readonly faint: boolean;
}

/** All that a chart is drawn from. It goes to the worker, so it holds data only. */
export interface PaintSpec {
  /** CSS pixels, and device pixels for each. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly from: number;
  readonly to: number;
  readonly times: Float64Array;
  /** Width of a bucket, ms. */
  readonly step: number;
  /** Line after line, `times.length` each; NaN: nothing is known. */
  readonly values: Float64Array;
  readonly lines: readonly PaintLine[];
  readonly unit: ChartUnit;
  readonly stacked: boolean;
  readonly fill: boolean;
  readonly log: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly thresholds: readonly { readonly value: number; readonly level: 'warn' | 'bad' }[];
  readonly thresholdStyle: 'line' | 'area';
  readonly locale: Locale;
  readonly utc: boolean;
  readonly inks: Inks;
}

export type ToPainter =
  | { readonly type: 'open'; readonly id: number; readonly canvas: OffscreenCanvas }
  | { readonly type: 'paint'; readonly id: number; readonly spec: PaintSpec }
  | { readonly type: 'picture'; readonly id: number; readonly ask: number; readonly title: string }
  | { readonly type: 'close'; readonly id: number };

export type FromPainter =
  | { readonly type: 'layout'; readonly id: number; readonly layout: PlotLayout }
  | { readonly type: 'picture'; readonly ask: number; readonly blob: Blob | null };
