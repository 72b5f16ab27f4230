import { alertHandlers } from './alerts';
import { appHandlers } from './app';
import { composeHandlers } from './compose';
import { engineHandlers } from './engine';
import { composeWizardHandlers } from './compose-wizard';
import { dashboardHandlers } from './dashboards';
import { diagnoseHandlers } from './diagnose';
import { fileHandlers } from './files';
import { insideHandlers } from './inside';
import { metricHandlers } from './metrics';
import type { Desktop, Services } from './ports';
import { redisClusterHandlers } from './redis-cluster';
import { createDispatch, type Dispatch } from './registrar';
import { resourceHandlers } from './resources';
import { runHandlers } from './runs';
import { specHandlers } from './specs';
import { stackHandlers } from './stacks';

/** The way in for every call of the contract. `log` hears of errors that nobody foresaw. */
export function createApi(services: Services, desktop: Desktop, log: (error: unknown) => void): Dispatch {
  return createDispatch(
    [
      alertHandlers(services),
      appHandlers(services, desktop),
      engineHandlers(services),
      runHandlers(services, desktop),
      specHandlers(services, desktop),
      redisClusterHandlers(services, desktop),
      composeHandlers(services),
      composeWizardHandlers(services, desktop),
      dashboardHandlers(services, desktop),
      diagnoseHandlers(services, desktop),
      fileHandlers(services, desktop),
      insideHandlers(services, desktop),
      metricHandlers(services),
      resourceHandlers(services),
      stackHandlers(services, desktop),
    ],
    log,
  );
}
