// Electron's usual start-up for `electron [-r module]… [--flags] <app folder>`, for a runtime that ships
// without it: takes the folder from the command line and runs the app there under its own name.
import { readFileSync, statSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const modules = [];
let target;
const args = process.argv.slice(1);
for (let index = 0; index < args.length && !target; index += 1) {
  const arg = args[index];
  if (arg === '-r' || arg === '--require') modules.push(args[(index += 1)]);
  else if (arg === '--version' || arg === '-v') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (!arg.startsWith('-')) target = resolve(arg);
}
if (!target) {
  console.error('Name the folder of the app to run: electron <app folder>');
  process.exit(1);
}

process.defaultApp = true;
if (modules.length > 0) Module._preloadModules(modules);

const folder = statSync(target).isDirectory() ? target : dirname(target);
let manifest = {};
try {
  manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
} catch {
  // A bare script is run without a manifest.
}
if (manifest.productName ?? manifest.name) app.setName(manifest.productName ?? manifest.name);
if (manifest.version) app.setVersion(manifest.version);
if (manifest.desktopName) app.setDesktopName(manifest.desktopName);
app.setAppPath(folder);

// Electron waits for this import before it says that it is ready, as it does for a packaged app.
const entry = createRequire(join(folder, 'package.json')).resolve(target);
await import(pathToFileURL(entry).href);
