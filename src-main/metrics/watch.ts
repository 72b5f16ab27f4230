import type { RunSummary } from '@shared/plan';
import type { SecretRef } from '@shared/secrets';
import type { Engines } from '../observe/engines';
import { openRules } from './alerts/rules';
import { createAlerts, type AlertNotice, type Alerts } from './alerts/service';
import { createMarks, type Marks } from './marks';
import type { MetricService } from './service';
import type { MetricStore } from './types';

/** How often rules are looked at, ms. */
const everyMs = 10_000;
/** An event is looked at so long after it, ms: some come in a row. */
const soonMs = 300;

export interface WatchDeps {
  readonly dataDir: string;
  readonly engines: Engines;
  readonly service: Pick<MetricService, 'peek'>;
  readonly store: MetricStore;
  readonly runs: () => Promise<readonly RunSummary[]>;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  readonly notice: (notice: AlertNotice) => void;
  readonly alertsChanged: () => void;
  readonly log: (error: unknown) => void;
  /** Only what keeps the history looks at the rules by itself. */
  readonly awake: boolean;
}

export interface Watch {
  readonly marks: Marks;
  readonly alerts: Alerts;
  close(): void;
}

/** Keeps what happens, and watches what is measured by the rules. */
export function startWatch(deps: WatchDeps): Watch {
  const { engines, service, store, runs, log } = deps;
  const marks = createMarks({ engines, runs, store, log, awake: deps.awake });
  const alerts = createAlerts({
    rules: openRules(deps.dataDir),
    sources: {
      query: (queries) => service.peek(queries),
      marks: (from, to, filter) => store.marks(from, to, filter),
      engine: () => engines.state(),
    },
    mark: (some) => store.mark(some),
    resolveSecret: deps.resolveSecret,
    notice: deps.notice,
    changed: deps.alertsChanged,
    log,
  });
  if (!deps.awake) return { marks, alerts, close: () => marks.close() };
  let soon: NodeJS.Timeout | undefined;
  const look = (): void => {
    soon = undefined;
    alerts.look().catch(log);
  };
  const timer = setInterval(look, everyMs);
  const stop = marks.onMark(() => (soon ??= setTimeout(look, soonMs)));
  return {
    marks,
    alerts,
    close: () => {
      clearInterval(timer);
      clearTimeout(soon);
      stop();
      marks.close();
      alerts.close();
    },
  };
}
