/** Which npm packages are in a bundle: a Vite plugin that writes their folders down, and the reader of what it wrote. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';

const folder = at('out', 'packages');

/** The folder of the package that a module belongs to, below the checkout; undefined for a module of ours. */
export function packageOf(id) {
  const path = id.replaceAll('\\', '/').split('?')[0];
  const inside = path.slice(path.indexOf('/node_modules/') + 1);
  return /^(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(inside)?.[1];
}

/** @param {string} part main, preload or renderer @returns {import('vite').Plugin} */
export const bundledPackages = (part) => ({
  name: 'bundled-packages',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((file) =>
      file.type === 'chunk' ? Object.keys(file.modules) : [],
    );
    const found = new Set(modules.map(packageOf).filter((name) => name !== undefined));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${part}.json`), JSON.stringify([...found].sort(), null, 2));
  },
});

/** The packages of all bundles, as folders below the checkout. @returns {string[]} */
export function readBundled() {
  const lists = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return [...new Set(lists.flat())].sort();
}
