import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { Handlers } from './registrar';
import type { Desktop, Services } from './ports';

export const appHandlers = (services: Services, desktop: Desktop): Handlers => ({
  'app.info': () => ({ ...desktop.info(), dataDir: services.dataDir }),
  'app.newWindow': ({ path }) => {
    if (desktop.newWindow(path)) return null;
    throw new AppError({
      code: 'app.windows',
      doing: msg('window.doing'),
      what: msg('window.tooMany'),
      hint: msg('window.tooMany.hint'),
    });
  },
  'app.hasTray': () => desktop.hasTray(),
  'updates.check': () => services.updates.check(),
  'updates.open': async () => {
    const page = services.updates.page();
    if (page === undefined)
      throw new AppError({
        code: 'updates.none',
        doing: msg('updates.open'),
        what: msg('updates.none'),
        hint: msg('updates.hint'),
      });
    await desktop.openOutside(page);
    return null;
  },
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
