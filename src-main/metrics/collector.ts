import type { Sample, Subject } from '@shared/metrics/model';
import { ratesBetween, type Reading } from '@shared/metrics/rates';
import type { Intake } from './source';

/** Makes samples of readings. */
export interface Collector extends Intake {
  /** Hears of every sample; returns the way to stop. */
  onSample(listener: (sample: Sample) => void): () => void;
}

export function createCollector(): Collector {
  const before = new Map<string, Reading>();
  const listeners = new Set<(sample: Sample) => void>();
  const idOf = ({ kind, key }: Pick<Subject, 'kind' | 'key'>): string => `${kind} ${key}`;
  return {
    take(subject, reading) {
      const id = idOf(subject);
      const rated = ratesBetween(before.get(id), reading);
      if (rated === undefined) return;
      before.set(id, reading);
      const sample = { subject, ...rated };
      for (const listener of listeners) listener(sample);
    },
    forget: (subject) => void before.delete(idOf(subject)),
    onSample(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
