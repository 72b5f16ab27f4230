// The window that the charts are measured in, on the runtime of the app. The address comes from the bench.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- CommonJS: the fastest that the runtime loads
const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1600, height: 1000, useContentSize: true });
  window.loadURL(process.env.FLOTILLA_CHARTS_URL);
});
app.on('window-all-closed', () => app.quit());
