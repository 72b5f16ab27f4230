import type { Handlers } from './registrar';
import type { Services } from './ports';

export const engineHandlers = ({ engines, host, settings }: Services): Handlers => ({
  'engine.list': () => engines.list(),
  'engine.state': () => engines.state(),
  'engine.select': async (id) => {
    const state = await engines.select(id);
    // A name that nothing answers to is not worth remembering.
    if (state.state !== 'none') await settings.set({ engine: id });
    return state;
  },
  'host.interfaces': () => host.interfaces(),
});
