import type { Check, CheckId } from '@shared/diagnose/self-test';
import type { EngineState } from '@shared/engine';
import type { MetricSourceState } from '@shared/metrics/model';
import type { Docker } from '../clients/docker';
import type { PortInUse } from '../clients/host-ports';
import type { NameAnswer } from '../clients/names';

/** A check without what the frame around it adds. */
export type Found = Omit<Check, 'id' | 'tookMs'>;

/** What the looks need. */
export interface LookDeps {
  readonly dataDir: string;
  /** The state once it is known. */
  readonly engine: () => Promise<EngineState>;
  /** Throws its AppError where there is none. */
  readonly docker: () => Pick<Docker, 'ping' | 'standing'>;
  readonly compose: () => Promise<{ readonly path: string; readonly version: string } | null>;
  readonly sources: () => Promise<readonly MetricSourceState[]>;
  readonly secretsEncrypted: boolean;
  /** Whether the user wants them written down without a keyring. */
  readonly secretsKept: () => boolean;
  readonly portsInUse: (ports: readonly number[]) => Promise<readonly PortInUse[]>;
  readonly freeDisk: (path: string) => Promise<number | undefined>;
  readonly findName: (host: string) => Promise<NameAnswer>;
  readonly now: () => number;
}

export type Look = (deps: LookDeps) => Promise<Found>;
export type Looks = Readonly<Record<CheckId, Look>>;
