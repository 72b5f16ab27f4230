// The peer of the start-up bench: the least that an Electron window can be, on the same runtime.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- CommonJS: the fastest that the runtime loads
const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadFile('index.html');
});
app.on('window-all-closed', () => app.quit());
