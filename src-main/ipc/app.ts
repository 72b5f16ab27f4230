import type { Handlers } from './registrar';
import type { Desktop, Services } from './ports';

export const appHandlers = (services: Services, desktop: Desktop): Handlers => ({
  'app.info': () => ({ ...desktop.info(), dataDir: services.dataDir }),
  'settings.get': () => services.settings.get(),
  'settings.set': async (change) => {
    const before = services.settings.get().engine;
    const settings = await services.settings.set(change);
    if (settings.engine !== before) await services.engines.select(settings.engine);
    return settings;
  },
  'secret.store': ({ value }) => services.secrets.store(value),
  'dialog.folder': () => desktop.pickFolder(),
  'clipboard.write': (text) => {
    desktop.copy(text);
    return null;
  },
});
