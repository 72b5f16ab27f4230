import type { MetricSourceState, Subject } from '@shared/metrics/model';
import type { Reading } from '@shared/metrics/rates';

/** Where readings go. */
export interface Intake {
  /** Makes rates of a reading and keeps them. */
  take(subject: Subject, reading: Reading): void;
  /** What was counted of a subject has begun anew, or it is gone. */
  forget(subject: Pick<Subject, 'kind' | 'key'>): void;
}

/** Tells of subjects until it is closed. */
export interface Source {
  /** Those that it tells of at the moment. */
  subjects(): readonly Subject[];
  /** Somebody looks at these: tell of them each second for so long from now, ms. */
  look(keys: ReadonlySet<string>, forMs: number): void;
  /** undefined: there is no such source. */
  state(): MetricSourceState | undefined;
  close(): void;
}
