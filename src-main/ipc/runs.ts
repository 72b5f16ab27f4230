import { exportName, exportRun } from '@shared/runs/export';
import type { Handlers } from './registrar';
import type { Desktop, Services } from './ports';

export const runHandlers = (
  { planning, runner, containers, diagnose }: Services,
  desktop: Desktop,
): Handlers => ({
  'plan.preview': (request) => planning.prepare(request),
  'plan.script': (request) => planning.script(request, desktop.locale()),
  'run.start': ({ request, digest }) => planning.start(request, digest),
  'run.list': () => runner.list(),
  'run.get': (id) => runner.get(id),
  'run.cancel': async (id) => {
    await runner.cancel(id);
    return null;
  },
  'run.resume': async (id) => {
    await runner.resume(id);
    return null;
  },
  'run.undo': async (id) => {
    await runner.undo(id);
    return null;
  },
  'run.export': async ({ id, as }) => {
    // The run first: one that cannot be read needs no dialog.
    const run = await runner.get(id);
    const target = await desktop.pickSave(exportName(id, as));
    if (target === null) return null;
    await containers.saveText(target, exportRun(run, as, diagnose.about(), desktop.locale()));
    return target;
  },
});
