import type { PlanRequest } from '@shared/requests';
import type { Run } from '@shared/plan';
import { createFlotilla, type Flotilla } from '../../src-main/wiring';
import { temporaryFolder } from './world';

/** The app's services with a data folder of their own, as the command and the window have them. */
export async function flotilla(dataDir = temporaryFolder('data')): Promise<Flotilla> {
  const services = await createFlotilla({ dataDir, version: 'test', log: () => {} });
  await services.engines.start();
  return services;
}

/** Plans, agrees, runs, and waits for the end. */
export async function carryOut(services: Flotilla, request: PlanRequest): Promise<Run> {
  const runId = await begin(services, request);
  return services.runner.settled(runId);
}

/** Plans, agrees and starts; gives the run's id. Throws with what stands in the way. */
export async function begin(services: Flotilla, request: PlanRequest): Promise<string> {
  const { plan, digest } = await services.planning.prepare(request);
  const errors = plan.findings.filter((each) => each.level === 'error');
  if (errors.length > 0) throw new Error(`The plan cannot run: ${JSON.stringify(errors, null, 2)}`);
  return (await services.planning.start(request, digest)).runId;
}

/** What went wrong in a run, for a test's message: the steps that did not succeed. */
export function failures(run: Run): unknown {
  return run.steps
    .filter((step) => step.status !== 'succeeded')
    .map(({ id, status, error }) => ({ id, status, error }));
}
