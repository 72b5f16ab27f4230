/** The licences of the npm packages: judged for all that are installed, and written out for those that are shipped. */
import { readdirSync } from 'node:fs';
import { at, readIf } from './paths.mjs';

/** May be in the package that we give to others. */
const shippable = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
];
/** Also for tools that stay on the developer's computer. */
const usable = [
  ...shippable,
  ...['BlueOak-1.0.0', 'Python-2.0', 'MPL-2.0', 'CC-BY-3.0', 'CC-BY-4.0', 'WTFPL', 'MIT-0', 'WTFPL OR ISC'],
];

/**
 * Whether an SPDX expression is satisfied by a list: one side of an OR is enough, all sides of an AND are needed.
 * @param {string} expression @param {readonly string[]} allowed
 */
export function isAllowed(expression, allowed) {
  const text = expression.trim().replace(/^\((.*)\)$/, '$1');
  if (allowed.includes(text)) return true;
  const parts = (word) => text.split(new RegExp(`\\s+${word}\\s+`));
  if (parts('OR').length > 1) return parts('OR').some((each) => isAllowed(each, allowed));
  if (parts('AND').length > 1) return parts('AND').every((each) => isAllowed(each, allowed));
  return false;
}

/** What a package.json says of its licence, also in the two old ways of saying it. */
export function licenceOf({ license, licenses }) {
  if (typeof license === 'string') return license;
  if (typeof license?.type === 'string') return license.type;
  if (Array.isArray(licenses)) return licenses.map((each) => each.type ?? each).join(' OR ');
  return 'none said';
}

/** @param {string} folder below the checkout */
export function packageAt(folder) {
  const { name, version, homepage, repository, ...rest } = JSON.parse(
    readIf(at(folder, 'package.json')) ?? '{}',
  );
  const source = homepage ?? repository?.url ?? repository;
  return { folder, name, version, source, licence: licenceOf(rest) };
}

/** Every installed package, by npm's own record. */
function installed() {
  const { packages } = JSON.parse(readIf(at('node_modules', '.package-lock.json')) ?? '{"packages":{}}');
  return Object.keys(packages).filter((folder) => readIf(at(folder, 'package.json')) !== undefined);
}

/**
 * Judges every installed package.
 * @returns {{code: number, output: string, note: string}} `output` names those that are not allowed
 */
export function checkLicences() {
  const all = installed().map(packageAt);
  const { dependencies } = JSON.parse(readIf(at('package.json')));
  const strict = (name) => Object.hasOwn(dependencies, name);
  const bad = all.filter(
    ({ name, licence }) => name && !isAllowed(licence, strict(name) ? shippable : usable),
  );
  const output =
    all.length === 0
      ? 'node_modules holds no record of what is installed: npm ci'
      : bad.map(({ name, version, licence }) => `${name} ${version}: ${licence}`).join('\n');
  const code = all.length === 0 || bad.length > 0 ? 1 : 0;
  return { code, output, note: `${all.length} packages` };
}

const rule = `\n${'-'.repeat(80)}\n`;

/**
 * The notices that go with a package.
 * @param {readonly string[]} folders of the packages that are shipped
 */
export function notices(folders) {
  const parts = folders.map((folder) => {
    const { name, version, licence, source } = packageAt(folder);
    if (!isAllowed(licence, shippable)) throw new Error(`${name} is shipped, and its licence is ${licence}`);
    const files = readdirSync(at(folder)).filter((file) =>
      /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(file),
    );
    const texts = files.map((file) => readIf(at(folder, file))?.trim()).filter(Boolean);
    const said = texts.length > 0 ? texts.join('\n\n') : 'The package holds no licence text of its own.';
    return `${name} ${version}\n${licence}${source ? `\n${source}` : ''}\n\n${said}\n`;
  });
  return [
    'Flotilla contains parts of the packages below, each under the licence that stands with it.\n' +
      "The licences of Electron and Chromium are in LICENSE.electron.txt and LICENSES.chromium.html beside the app's program.\n",
    ...parts,
  ].join(rule);
}
