import { app, dialog, Menu, shell, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import type { AppCommand } from '@shared/contract';
import { msg, translate, type Locale, type MessageKey } from '@shared/i18n/index';

type Item = MenuItemConstructorOptions;

/** Sets the app's menu, in a language. Items that concern the page are sent to it as commands. */
export function setMenu(
  locale: Locale,
  send: (command: AppCommand) => void,
  window: () => BrowserWindow | null,
  newWindow: () => void,
): void {
  const mac = process.platform === 'darwin';
  // Only keys without parameters are used here.
  const text = (key: MessageKey): string => translate(locale, { key });
  const label = (key: MessageKey): string => (mac ? text(key).replace(/\(&\w\)|&/g, '') : text(key));
  const command = (key: MessageKey, name: AppCommand, accelerator?: string): Item => ({
    label: text(key),
    click: () => send(name),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const role = (key: MessageKey, name: NonNullable<Item['role']>): Item => ({ label: text(key), role: name });
  const line: Item = { type: 'separator' };

  const about: Item = {
    label: text('app.menu.about'),
    click: () => {
      const options = {
        type: 'info' as const,
        title: text('app.menu.about'),
        message: 'Flotilla',
        detail: translate(
          locale,
          msg('app.about.detail', {
            version: app.getVersion(),
            electron: process.versions.electron,
            node: process.versions.node,
          }),
        ),
      };
      const parent = window();
      void (parent === null ? dialog.showMessageBox(options) : dialog.showMessageBox(parent, options));
    },
  };
  const settings = command('app.menu.settings', 'go-settings', 'CmdOrCtrl+,');

  const template: Item[] = [
    ...(mac
      ? [
          {
            label: 'Flotilla',
            submenu: [
              about,
              line,
              settings,
              line,
              role('app.menu.hide', 'hide'),
              role('app.menu.hideOthers', 'hideOthers'),
              role('app.menu.unhide', 'unhide'),
              line,
              role('app.menu.quit', 'quit'),
            ],
          },
        ]
      : []),
    {
      label: label('app.menu.file'),
      submenu: [
        { label: text('window.new'), click: newWindow, accelerator: 'CmdOrCtrl+Shift+N' },
        command('app.menu.newRedisCluster', 'new-redis-cluster', 'CmdOrCtrl+N'),
        command('app.menu.openSpec', 'open-spec', 'CmdOrCtrl+O'),
        line,
        ...(mac
          ? [role('app.menu.close', 'close')]
          : [settings, line, { ...role('app.menu.quit', 'quit'), accelerator: 'Ctrl+Q' }]),
      ],
    },
    {
      label: label('app.menu.edit'),
      submenu: [
        role('app.menu.undo', 'undo'),
        role('app.menu.redo', 'redo'),
        line,
        role('app.menu.cut', 'cut'),
        role('app.menu.copy', 'copy'),
        role('app.menu.paste', 'paste'),
        role('app.menu.selectAll', 'selectAll'),
      ],
    },
    {
      label: label('app.menu.view'),
      submenu: [
        command('app.menu.overview', 'go-overview', 'CmdOrCtrl+1'),
        command('app.menu.redis', 'go-redis', 'CmdOrCtrl+2'),
        command('stacks.nav', 'go-stacks'),
        command('app.menu.runs', 'go-runs'),
        line,
        command('app.menu.sidebar', 'toggle-sidebar', 'CmdOrCtrl+B'),
        command('app.menu.refresh', 'reload-data', 'CmdOrCtrl+R'),
        line,
        role('app.menu.zoomReset', 'resetZoom'),
        role('app.menu.zoomIn', 'zoomIn'),
        role('app.menu.zoomOut', 'zoomOut'),
        role('app.menu.fullScreen', 'togglefullscreen'),
        line,
        { ...role('app.menu.reload', 'reload'), accelerator: 'CmdOrCtrl+Shift+R' },
        ...(app.isPackaged ? [] : [role('app.menu.devTools', 'toggleDevTools')]),
      ],
    },
    ...(mac
      ? [
          {
            label: label('app.menu.window'),
            role: 'window' as const,
            submenu: [role('app.menu.minimize', 'minimize')],
          },
        ]
      : []),
    {
      label: label('app.menu.help'),
      role: 'help',
      submenu: [
        {
          label: text('app.menu.dockerDocs'),
          click: () => void shell.openExternal('https://docs.docker.com/'),
        },
        {
          label: text('app.menu.redisDocs'),
          click: () =>
            void shell.openExternal('https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/'),
        },
        ...(mac ? [] : [line, about]),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
