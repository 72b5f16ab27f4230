import { basename, join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { msg, translate, type Locale, type Message } from '@shared/i18n/index';

/** The file dialogs, in the language in force and on top of the window. */
export function createDialogs(window: () => BrowserWindow | null, locale: () => Locale) {
  const say = (message: Message): string => translate(locale(), message);
  const specs = () => ({ name: say(msg('app.dialog.specFiles')), extensions: ['yaml', 'yml'] });
  const scripts = () => ({ name: say(msg('app.dialog.scripts')), extensions: ['sh'] });
  const all = () => ({ name: say(msg('app.dialog.allFiles')), extensions: ['*'] });

  const open = async (options: Electron.OpenDialogOptions): Promise<string | null> => {
    const parent = window();
    const answer = await (parent === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    return answer.canceled ? null : (answer.filePaths[0] ?? null);
  };

  return {
    pickFolder: () =>
      open({ title: say(msg('app.dialog.folder')), properties: ['openDirectory', 'createDirectory'] }),
    pickSpec: () =>
      open({
        title: say(msg('app.dialog.openSpec')),
        properties: ['openFile'],
        filters: [specs(), all()],
      }),
    async pickTarget(kind: 'spec' | 'script', name: string): Promise<string | null> {
      // The name comes from the page: it may suggest a file, not a place.
      const file = basename(name) + (kind === 'spec' ? '.yaml' : '.sh');
      const options: Electron.SaveDialogOptions = {
        title: say(msg(kind === 'spec' ? 'app.dialog.saveSpec' : 'app.dialog.saveScript')),
        defaultPath: join(app.getPath('documents'), file),
        filters: [kind === 'spec' ? specs() : scripts(), all()],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      };
      const parent = window();
      const answer = await (parent === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      return answer.canceled || answer.filePath === '' ? null : answer.filePath;
    },
  };
}
