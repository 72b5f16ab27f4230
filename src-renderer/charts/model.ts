import type { PanelUnit } from '@shared/metrics/dashboard';
import type { Unit } from '@shared/metrics/model';
import type { IconName } from '../ui/icons';

/** What an axis or a value counts. */
export type ChartUnit = Unit | PanelUnit | 'bits';

/** One line of a chart. */
export interface ChartSeries {
  /** Stays with it: its colour hangs on it. */
  readonly key: string;
  readonly name: string;
  /** One a bucket, by the place in `times`; null: nothing is known of it, and no line is drawn over it. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  /** Begin of each bucket, epoch ms. */
  readonly times: readonly number[];
  /** Width of a bucket, ms. */
  readonly step: number;
  readonly series: readonly ChartSeries[];
}

/** A value from which on it is watched: a line, or everything above it tinted. */
export interface Threshold {
  readonly value: number;
  readonly level: 'warn' | 'bad';
}

/** How a chart is drawn. */
export interface ChartLook {
  readonly unit: ChartUnit;
  readonly stacked?: boolean;
  /** Tints what is below each line. */
  readonly fill?: boolean;
  readonly log?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly thresholds?: readonly Threshold[];
  readonly thresholdStyle?: 'line' | 'area';
}

/** Something that happened, over the chart: a line where `to` is absent, else a band. */
export interface ChartMark {
  readonly id: string;
  readonly at: number;
  readonly to?: number;
  readonly tone: 'ok' | 'info' | 'warn' | 'bad';
  readonly text: string;
}

/** What can be done about a mark. */
export interface MarkAction {
  readonly label: string;
  readonly icon: IconName;
  readonly onselect: () => void;
}

/** Where the plot lies within a drawn chart, in CSS pixels, and the values at its lower and upper edge. */
export interface PlotLayout {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

export type LegendMode = 'list' | 'table' | 'hidden';
