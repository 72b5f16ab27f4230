/**
 * Stand-ins for official images (Redis, Valkey, InfluxDB, MySQL, Python), made of Debian's packages, for networks where
 * no image registry answers. A stand-in is a root file system as a tarball, cached outside the checkout.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { at, cachePath, hashOf, readIf, writeWhole } from './paths.mjs';
import { must, run } from './run.mjs';

/**
 * @typedef {{repo: string, tag: string, suite: string, packages: string[], server: string, user: string,
 *   versionName: string, links?: Record<string, string>, optional?: boolean, entrypoint?: string, data?: string,
 *   port?: number, env?: Record<string, string>, versionArgs?: string[], fixedTag?: boolean,
 *   program?: boolean}} Recipe
 *   `fixedTag`: it stands in for `tag` itself, however the packages' version is called; `program`: no server, so it has
 *   no entry point, no data and no port
 * @typedef {{tar: string, version: string, recipe: string}} Rootfs
 */

const entrypointOf = ({ entrypoint = 'redis-entrypoint.sh' }) => at('scripts', 'images', entrypoint);

/** Where its server keeps its data. @param {Recipe} recipe */
export const dataOf = ({ data = '/data' }) => data;

/** Not needed in a container, and about half of the size. */
const ballast = [
  'var/lib/apt/lists',
  'var/cache/apt',
  'var/cache/debconf',
  'var/log',
  'usr/share/doc',
  'usr/share/man',
  'usr/share/info',
  'usr/share/locale',
  'usr/share/lintian',
];

/** Identifies what a stand-in is made of: another recipe makes another image. @param {Recipe} recipe */
export const recipeId = (recipe) =>
  hashOf(
    JSON.stringify([recipe.repo, recipe.suite, recipe.packages, recipe.links]),
    recipe.program ? '' : readFileSync(entrypointOf(recipe)),
  );

const tarOf = (recipe) =>
  cachePath('images', `${recipe.repo.replace('/', '-')}-${recipe.suite}-${recipeId(recipe)}.tar.gz`);

/** Whether a recipe's tarball is in the cache. @param {Recipe} recipe */
export const isCached = (recipe) => existsSync(tarOf(recipe)) && existsSync(`${tarOf(recipe)}.version`);

/**
 * The cached tarball of a recipe, built with debootstrap if it is not there yet.
 * @param {Recipe} recipe
 * @returns {Promise<Rootfs>}
 */
export async function rootfs(recipe) {
  const id = recipeId(recipe);
  const tar = tarOf(recipe);
  if (isCached(recipe)) return { tar, version: readIf(`${tar}.version`).trim(), recipe: id };

  mkdirSync(dirname(tar), { recursive: true });
  const work = mkdtempSync(cachePath('images', 'build-'));
  try {
    const tree = join(work, 'root');
    await must(
      `building a stand-in for ${recipe.repo}:${recipe.tag} from Debian ${recipe.suite}`,
      'debootstrap',
      ['--variant=minbase', `--include=${recipe.packages.join(',')}`, recipe.suite, tree],
      { timeout: 900_000, hint: "Check that Debian's package mirror can be reached, then run this again." },
    );
    const version = await furnish(tree, recipe);
    const part = join(work, 'root.tar.gz');
    await must(`packing the stand-in for ${recipe.repo}:${recipe.tag}`, 'tar', [
      ...['--numeric-owner', '--exclude=./dev/*', '--exclude=./proc/*', '--exclude=./sys/*'],
      ...['-I', 'gzip -1', '-cf', part, '-C', tree, '.'],
    ]);
    renameSync(part, tar);
    writeWhole(`${tar}.version`, `${version}\n`);
    return { tar, version, recipe: id };
  } finally {
    // debootstrap leaves /proc and /sys mounted in the tree when it is interrupted.
    for (const folder of ['proc', 'sys']) await run('umount', ['-l', join(work, 'root', folder)]);
    rmSync(work, { recursive: true, force: true });
  }
}

/** Adds what the official image has besides the packages. Returns the server's version. */
async function furnish(tree, recipe) {
  for (const folder of ballast) rmSync(join(tree, folder), { recursive: true, force: true });
  for (const folder of ['var/lib/apt/lists', 'var/cache/apt', 'var/log']) {
    mkdirSync(join(tree, folder), { recursive: true });
  }
  for (const [name, to] of Object.entries(recipe.links ?? {})) {
    const path = join(tree, 'usr/local/bin', name);
    if (!existsSync(join(tree, 'usr/bin', name))) symlinkSync(to, path);
  }
  writeFileSync(
    join(tree, 'etc/standin'),
    `A stand-in for ${recipe.repo}, made of Debian ${recipe.suite}.\n`,
  );
  if (!recipe.program) await furnishServer(tree, recipe);
  const shown = await must('asking the server for its version', 'chroot', [
    tree,
    recipe.server,
    ...(recipe.versionArgs ?? ['--version']),
  ]);
  return /(\d+\.\d+\.\d+)/.exec(shown.stdout)?.[1] ?? recipe.tag;
}

/** The entry point, the user and the data folder. */
async function furnishServer(tree, recipe) {
  mkdirSync(join(tree, dataOf(recipe)), { recursive: true });
  const script = readFileSync(entrypointOf(recipe), 'utf8')
    .replaceAll('@server@', recipe.server)
    .replaceAll('@user@', recipe.user);
  writeFileSync(join(tree, 'usr/local/bin/docker-entrypoint.sh'), script);
  chmodSync(join(tree, 'usr/local/bin/docker-entrypoint.sh'), 0o755);
  // Debian's packages of a bare server leave its user to the package that starts it.
  const user = `id -u ${recipe.user} >/dev/null 2>&1 || useradd --system --user-group --no-create-home ${recipe.user}`;
  const own = `chown ${recipe.user}:${recipe.user} ${dataOf(recipe)}`;
  await must('preparing the data folder of the stand-in', 'chroot', [tree, 'sh', '-ec', `${user}; ${own}`]);
}
