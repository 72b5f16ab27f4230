import { join } from 'node:path';
import { placeProfile } from './desktop/platform';
import { startDesktop } from './desktop/start';
import { commandWords } from './desktop/words';
import { dataDir } from './store/data-dir';

// The composition root of the desktop app: wiring only. The window opens first; the services and the
// handlers are loaded while its page loads. An installed app is its own `flotilla` command as well.
const words = commandWords(process.argv);
if (words === undefined) {
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
} else {
  placeProfile(dataDir());
  void import('./cli/command').then(({ runCommandInApp }) => runCommandInApp(words));
}
