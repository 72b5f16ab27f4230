/** What goes into the package, laid out in a folder: the built app, its native parts, and no more. */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBundled } from './bundled.mjs';
import { notices } from './licences.mjs';
import { at, readIf } from './paths.mjs';

/** Packages that are not in the bundles, for they hold native code: with what of them is needed at run time. */
const natives = {
  '@photostructure/sqlite': (platform) => ['package.json', 'LICENSE', 'dist', ...prebuilds(platform)],
  'node-gyp-build': () => ['package.json', 'LICENSE', 'index.js', 'node-gyp-build.js'],
};

/** The prebuilt binaries of a platform, in all its architectures. */
const prebuilds = (platform) =>
  readdirSync(at('node_modules', '@photostructure', 'sqlite', 'prebuilds'))
    .filter((name) => name.startsWith(`${platform}-`))
    .map((name) => `prebuilds/${name}`);

/**
 * @param {string} stage a folder, made anew; THIRD-PARTY-NOTICES.txt is written beside it
 * @param {NodeJS.Platform} platform
 */
export function stageApp(stage, platform) {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  for (const part of ['main', 'preload', 'renderer']) {
    cpSync(at('out', part), join(stage, 'out', part), { recursive: true });
  }
  const icon = join('resources', 'icons', '256x256.png');
  cpSync(at(icon), join(stage, icon));
  for (const [name, parts] of Object.entries(natives)) {
    for (const part of parts(platform)) {
      const path = join('node_modules', name, part);
      // Source maps and type files are of no use to a running app.
      cpSync(at(path), join(stage, path), {
        recursive: true,
        filter: (file) => !/\.(map|d\.[cm]?ts|musl\.node)$/.test(file),
      });
    }
  }
  const { name, productName, version, description, license, author, type, main } = JSON.parse(
    readIf(at('package.json')),
  );
  writeFileSync(
    join(stage, 'package.json'),
    JSON.stringify({ name, productName, version, description, license, author, type, main }),
  );
  const shipped = new Set([...readBundled(), ...Object.keys(natives).map((each) => `node_modules/${each}`)]);
  writeFileSync(join(stage, '..', 'THIRD-PARTY-NOTICES.txt'), notices([...shipped].sort()));
}
