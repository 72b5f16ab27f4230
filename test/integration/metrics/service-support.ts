import { rmSync } from 'node:fs';
import { defaultSettings } from '../../../src-shared/default-settings';
import type { MetricSettings } from '../../../src-shared/contract';
import type { MetricMark, MetricSourceState } from '../../../src-shared/metrics/model';
import { createMarks } from '../../../src-main/metrics/marks';
import { createMetricService, type MetricService } from '../../../src-main/metrics/service';
import { openStore } from '../../../src-main/metrics/store/open';
import type { MetricStore } from '../../../src-main/metrics/types';
import { createEngines } from '../../../src-main/observe/engines';
import { createStatsHub } from '../../../src-main/observe/stats-hub';
import { temporaryFolder } from '../../support/world';

export interface Service extends Pick<MetricService, 'query'> {
  /** Another place for a source, as if it were saved in the settings. */
  set(changed: Partial<MetricSettings>): void;
  source(kind: MetricSourceState['kind']): Promise<MetricSourceState | undefined>;
  readonly store: MetricStore;
  /** What happened to a container by its name. */
  marks(from: number, to: number, name: string): Promise<readonly MetricMark[]>;
  close(): Promise<void>;
}

/** The service that measures, on the real engine, with a history of its own and settings that a test turns. */
export async function startService(stem: string, password = ''): Promise<Service> {
  const dataDir = temporaryFolder(stem);
  const engines = createEngines({ preferred: null, env: process.env, home: '/nonexistent' });
  await engines.start();
  let settings = defaultSettings;
  let changed = (): void => undefined;
  const store = await openStore({ dataDir });
  const log = (): void => undefined;
  const marks = createMarks({ engines, store, log, runs: () => Promise.resolve([]), awake: true });
  const service = createMetricService({
    ...{ engines, hub: createStatsHub(), dataDir, store, log },
    redisNodes: () => Promise.resolve([]),
    resolveSecret: () => Promise.resolve(password),
    settings: {
      get: () => settings,
      on: (listener) => {
        changed = () => listener(settings);
        return () => undefined;
      },
    },
  });
  service.collect();
  return {
    query: (queries) => service.query(queries),
    store,
    set(metrics) {
      settings = { ...settings, metrics: { ...settings.metrics, ...metrics } };
      changed();
    },
    source: (kind) => Promise.resolve(service.sources().find((each) => each.kind === kind)),
    marks: (from, to, name) => marks.between(from, to, { name: [name] }),
    async close() {
      marks.close();
      await service.close();
      engines.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
