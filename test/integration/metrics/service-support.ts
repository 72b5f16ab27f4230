import { rmSync } from 'node:fs';
import { defaultSettings } from '../../../src-shared/default-settings';
import type { MetricSettings } from '../../../src-shared/contract';
import type { MetricSourceState } from '../../../src-shared/metrics/model';
import { createMetricService, type MetricService } from '../../../src-main/metrics/service';
import { openStore } from '../../../src-main/metrics/store/open';
import { createEngines } from '../../../src-main/observe/engines';
import { createStatsHub } from '../../../src-main/observe/stats-hub';
import { temporaryFolder } from '../../support/world';

export interface Service extends Pick<MetricService, 'query'> {
  /** Another place for a source, as if it were saved in the settings. */
  set(changed: Partial<MetricSettings>): void;
  source(kind: MetricSourceState['kind']): Promise<MetricSourceState | undefined>;
  close(): Promise<void>;
}

/** The service that measures, on the real engine, with a history of its own and settings that a test turns. */
export async function startService(stem: string, password = ''): Promise<Service> {
  const dataDir = temporaryFolder(stem);
  const engines = createEngines({ preferred: null, env: process.env, home: '/nonexistent' });
  await engines.start();
  let settings = defaultSettings;
  let changed = (): void => undefined;
  const service = createMetricService({
    ...{ engines, hub: createStatsHub(), dataDir, store: await openStore({ dataDir }) },
    log: () => undefined,
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
    set(metrics) {
      settings = { ...settings, metrics: { ...settings.metrics, ...metrics } };
      changed();
    },
    source: (kind) => Promise.resolve(service.sources().find((each) => each.kind === kind)),
    async close() {
      await service.close();
      engines.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
