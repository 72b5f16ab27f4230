import { join } from 'node:path';
import { startDesktop } from './desktop/start';
import { dataDir } from './store/data-dir';

// The composition root of the desktop app: wiring only. The window opens first; the services and the
// handlers are loaded while its page loads.
startDesktop(
  {
    renderer: join(import.meta.dirname, '../renderer'),
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    dataDir: dataDir(),
  },
  {
    services: async (options) =>
      (await import('./wiring')).createFlotilla({
        ...options,
        historyThread: join(import.meta.dirname, 'metrics-store.js'),
      }),
    api: async (...given) => (await import('./ipc/index')).createApi(...given),
  },
);
