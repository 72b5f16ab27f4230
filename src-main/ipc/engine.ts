import type { EngineState } from '@shared/engine';
import type { Handlers } from './registrar';
import type { Services } from './ports';

type Needed = Pick<Services, 'engines' | 'addedEngines' | 'probe' | 'firstLook' | 'host' | 'settings'>;

export const engineHandlers = ({
  engines,
  addedEngines,
  probe,
  firstLook,
  host,
  settings,
}: Needed): Handlers => {
  const select = async (id: string | null): Promise<EngineState> => {
    const state = await engines.select(id);
    // A name that nothing answers to is not worth remembering.
    if (state.state !== 'none') await settings.set({ engine: id });
    return state;
  };
  return {
    'engine.list': () => engines.list(),
    'engine.state': () => engines.state(),
    'engine.select': (id) => select(id),
    'engines.added': () => addedEngines.list(),
    'engines.probe': (id) => probe(id),
    'engines.try': (draft) => addedEngines.try(draft),
    'engines.save': async (draft) => {
      const saved = await addedEngines.save(draft);
      // The one that is worked with was changed: on with it as it is now.
      if (draft.id !== null && draft.id !== saved.id && settings.get().engine === draft.id)
        await select(saved.id);
      return saved;
    },
    'engines.remove': async (id) => {
      await addedEngines.remove(id);
      if (settings.get().engine === id) await select(null);
      return null;
    },
    'engine.capacity': () => firstLook.capacity(),
    'engine.pullTest': () => firstLook.pullTest(),
    'host.interfaces': () => host.interfaces(),
  };
};
