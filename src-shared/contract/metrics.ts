import { z } from 'zod';
import {
  metricFilterSchema,
  metricQuerySchema,
  type MetricMark,
  type MetricResult,
  type MetricSourceState,
  type Subject,
} from '../metrics/model';
import { call } from './call';

/** Epoch ms. */
const time = z.number().min(0).max(8.64e15);

/** The history of what containers use, and what happened to them. */
export const metricsContract = {
  /** Several at once: a dashboard asks for all its panels with one call. Results in the order of the queries. */
  'metrics.query': call(z.array(metricQuerySchema).min(1).max(100)).output<readonly MetricResult[]>(),
  /** Everything that has samples in the range, by name: for filters and top lists. */
  'metrics.subjects': call(
    z.strictObject({ from: time, to: time, filter: metricFilterSchema.default({}) }),
  ).output<readonly Subject[]>(),
  'metrics.sources': call(z.undefined()).output<readonly MetricSourceState[]>(),
  /** What happened in the range, oldest first, at most 2000. */
  'metrics.marks': call(
    z.strictObject({ from: time, to: time, filter: metricFilterSchema.default({}) }),
  ).output<readonly MetricMark[]>(),
  /** A note of the user's on the charts. */
  'metrics.note': call(
    z.strictObject({ at: time, to: time.optional(), text: z.string().min(1).max(500) }),
  ).output<MetricMark>(),
  /** Takes a note away; one that is not there is no error. */
  'metrics.deleteNote': call(z.string().min(1).max(100)).output<null>(),
} as const;
