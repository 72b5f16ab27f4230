import type { Handlers } from './registrar';
import type { Services } from './ports';

export const engineHandlers = ({ engines, host }: Services): Handlers => ({
  'engine.list': () => engines.list(),
  'engine.state': () => engines.state(),
  'engine.select': (id) => engines.select(id),
  'host.interfaces': () => host.interfaces(),
});
