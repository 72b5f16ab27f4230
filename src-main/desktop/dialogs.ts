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
    async pickFiles(kind: 'compose' | 'env'): Promise<string[] | null> {
      const compose = {
        name: say(msg('editor.dialog.composeFiles')),
        extensions: ['yaml', 'yml'],
      };
      const options: Electron.OpenDialogOptions = {
        title: say(msg(kind === 'compose' ? 'editor.dialog.compose' : 'editor.dialog.env')),
        // Env files are hidden ones as a rule.
        properties: ['openFile', 'multiSelections', 'showHiddenFiles'],
        filters: kind === 'compose' ? [compose, all()] : [all()],
      };
      const parent = window();
      const answer = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      return answer.canceled || answer.filePaths.length === 0 ? null : answer.filePaths;
    },
    async allowSave(path: string): Promise<boolean> {
      const options: Electron.MessageBoxOptions = {
        type: 'question',
        title: say(msg('editor.save')),
        message: say(msg('editor.dialog.allow')),
        detail: say(msg('editor.dialog.allow.detail', { path })),
        buttons: [msg('editor.dialog.allow.no'), msg('editor.dialog.allow.yes')].map(say),
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      };
      const parent = window();
      const { response } = await (parent === null
        ? dialog.showMessageBox(options)
        : dialog.showMessageBox(parent, options));
      return response === 1;
    },
    pickUpload: () =>
      open({ title: say(msg('inside.dialog.upload')), properties: ['openFile', 'showHiddenFiles'] }),
    async pickSave(name: string): Promise<string | null> {
      const options: Electron.SaveDialogOptions = {
        title: say(msg('inside.dialog.save')),
        // The name comes from the page or a container: it may suggest a file, not a place.
        defaultPath: join(app.getPath('downloads'), basename(name)),
        properties: ['createDirectory', 'showOverwriteConfirmation', 'showHiddenFiles'],
      };
      const parent = window();
      const answer = await (parent === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      return answer.canceled || answer.filePath === '' ? null : answer.filePath;
    },
    async pickTarget(kind: 'spec' | 'script', name: string): Promise<string | null> {
      // The name comes from the page: it may suggest a file, not a place.
      const file = basename(name) + (kind === 'spec' ? '.flotilla.yaml' : '.sh');
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
