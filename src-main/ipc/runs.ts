import type { Handlers } from './registrar';
import type { Desktop, Services } from './ports';

export const runHandlers = ({ planning, runner }: Services, desktop: Desktop): Handlers => ({
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
});
