/** The container images that tests and benches use: pulled where a registry answers, else built. */
import { createReadStream } from 'node:fs';
import { ensurePackages } from './apt.mjs';
import { buildCadvisor, cadvisor, cadvisorRecipe } from './cadvisor.mjs';
import { call } from './engine-api.mjs';
import { doing, ok, SetupError, since, warn } from './log.mjs';
import { forgetUnreachable, knownUnreachable, rememberUnreachable } from './paths.mjs';
import { dataOf, isCached, recipeId, rootfs } from './rootfs.mjs';
import { canInstall, systemName } from './system.mjs';

const valkeyNames = ['server', 'cli', 'benchmark', 'check-aof', 'check-rdb', 'sentinel'];

/** @type {import('./rootfs.mjs').Recipe[]} */
export const recipes = [
  {
    repo: 'redis',
    tag: '7.0',
    suite: 'bookworm',
    packages: ['redis-server', 'redis-tools'],
    server: 'redis-server',
    user: 'redis',
    versionName: 'REDIS_VERSION',
  },
  {
    repo: 'redis',
    tag: '8.0',
    suite: 'trixie',
    packages: ['redis-server', 'redis-tools'],
    server: 'redis-server',
    user: 'redis',
    versionName: 'REDIS_VERSION',
    optional: true,
  },
  {
    repo: 'valkey/valkey',
    tag: '9.1',
    suite: 'sid',
    packages: ['valkey-server', 'valkey-tools'],
    server: 'valkey-server',
    user: 'valkey',
    versionName: 'VALKEY_VERSION',
    links: Object.fromEntries(valkeyNames.map((name) => [`redis-${name}`, `/usr/bin/valkey-${name}`])),
    optional: true,
  },
  {
    // What 1.8 takes, Debian's 1.6 takes as well, as far as monitoring goes.
    repo: 'influxdb',
    tag: '1.8',
    fixedTag: true,
    suite: 'bookworm',
    packages: ['influxdb', 'influxdb-client'],
    server: 'influxd',
    user: 'influxdb',
    versionName: 'INFLUXDB_VERSION',
    versionArgs: ['version'],
    entrypoint: 'influxdb-entrypoint.sh',
    data: '/var/lib/influxdb',
    port: 8086,
    env: { INFLUXDB_REPORTING_DISABLED: 'true' },
    optional: true,
  },
  {
    // MariaDB, which speaks 5.7's protocol: Debian has no MySQL of that age.
    repo: 'mysql',
    tag: '5.7',
    fixedTag: true,
    suite: 'bookworm',
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    server: 'mysqld',
    user: 'mysql',
    versionName: 'MYSQL_VERSION',
    entrypoint: 'mysql-entrypoint.sh',
    data: '/var/lib/mysql',
    port: 3306,
    optional: true,
  },
  {
    // What the tests' own small apps are built from.
    repo: 'python',
    tag: '3.11-slim',
    fixedTag: true,
    suite: 'bookworm',
    packages: ['python3'],
    server: 'python3',
    user: 'root',
    versionName: 'PYTHON_VERSION',
    links: { python: '/usr/bin/python3' },
    program: true,
    optional: true,
  },
];

/**
 * Makes sure that the images are in the engine.
 * @param {{address: string}} engine
 * @param {{yes?: boolean}} [options]
 */
export async function ensureImages(engine, { yes } = {}) {
  const present = await listImages(engine.address);
  const missing = [];
  for (const recipe of recipes) {
    const found = present.find((image) => serves(image, recipe));
    if (found) ok(`Image ${found.name}${found.standin ? " (a stand-in made of Debian's packages)" : ''}`);
    else missing.push(recipe);
  }
  const toBuild = [];
  for (const recipe of missing) if (!(await pull(engine.address, recipe))) toBuild.push(recipe);
  const unmade = toBuild.filter((recipe) => !isCached(recipe));
  if (unmade.some((recipe) => !recipe.optional) || (unmade.length > 0 && canInstall)) {
    await needBuilder(unmade, yes);
  }
  // Each build unpacks on one core: two at a time fill two.
  const queue = [...toBuild];
  const worker = async () => {
    for (let recipe = queue.shift(); recipe; recipe = queue.shift()) await build(engine.address, recipe);
  };
  const results = await Promise.allSettled([worker(), worker()]);
  const failed = results.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  await ensureCadvisor(engine.address, present);
}

/** cAdvisor is not in Debian: its stand-in is built in another way. */
async function ensureCadvisor(address, present) {
  const name = `${cadvisor.repo}:${cadvisor.tag}`;
  const found = present.find((image) => image.name === name);
  if (found !== undefined && (!found.standin || found.recipe === cadvisorRecipe())) {
    ok(`Image ${name}${found.standin ? ' (a stand-in made of its library)' : ''}`);
    return;
  }
  if (!(await pull(address, cadvisor))) await buildCadvisor(address);
}

/** Images by name, with the labels that our stand-ins carry. */
async function listImages(address) {
  const images = await call(address, '/images/json');
  return images.flatMap((image) =>
    (image.RepoTags ?? []).map((name) => ({
      name,
      standin: image.Labels?.['dev.flotilla.standin'],
      recipe: image.Labels?.['dev.flotilla.recipe'],
      suite: image.Labels?.['dev.flotilla.suite'],
    })),
  );
}

/** Whether an image is what a recipe is for: the official one, or a stand-in by that very recipe. */
function serves(image, recipe) {
  if (!image.standin) return image.name === `${recipe.repo}:${recipe.tag}`;
  return image.name.startsWith(`${recipe.repo}:`) && image.recipe === recipeId(recipe);
}

/** Pulls an image from its registry; false where none answers, which is remembered for a while. */
async function pull(address, { repo, tag }) {
  if (knownUnreachable('image-registry')) return false;
  const start = Date.now();
  doing(`pulling ${repo}:${tag}`);
  try {
    const query = `fromImage=${encodeURIComponent(repo)}&tag=${tag}`;
    await call(address, `/images/create?${query}`, { method: 'POST', idle: 30_000, onLine: () => undefined });
    ok(`Image ${repo}:${tag} (pulled in ${since(start)})`);
    return true;
  } catch (error) {
    warn(`No registry gave ${repo}:${tag}: ${error.message}`);
    // A registry that answers, but lacks this one image, will be asked for the others.
    if (!/not found|manifest unknown/i.test(error.message)) rememberUnreachable('image-registry');
    return false;
  }
}

/** Stand-ins are built by debootstrap, which wants root and apt. */
async function needBuilder(toBuild, yes) {
  const names = toBuild.map((recipe) => `${recipe.repo}:${recipe.tag}`).join(', ');
  if (!canInstall) {
    forgetUnreachable();
    throw new SetupError({
      doing: `getting the images ${names}`,
      message: `no registry answers, and stand-ins can only be built on Debian or Ubuntu as root (this is ${systemName}).`,
      hint: `Check the network and proxy of the Docker engine, or load the images with \`docker load\`.`,
    });
  }
  await ensurePackages({
    what: 'Stand-in images',
    why: 'building images without a registry',
    packages: ['debootstrap', 'debian-archive-keyring'],
    yes,
  });
}

/** What the image of a server has besides that of a program. */
const serverChanges = (recipe) => [
  `WORKDIR ${dataOf(recipe)}`,
  `VOLUME ${dataOf(recipe)}`,
  `EXPOSE ${recipe.port ?? 6379}`,
  'ENTRYPOINT ["docker-entrypoint.sh"]',
];

/** Builds (or takes from the cache) one stand-in and imports it under the official name. */
async function build(address, recipe) {
  const start = Date.now();
  const how = isCached(recipe) ? 'importing' : `building, from Debian ${recipe.suite},`;
  doing(`${how} a stand-in for ${recipe.repo}:${recipe.tag}`);
  try {
    const made = await rootfs(recipe);
    // What is at hand names the image: Debian's sid moves on.
    const tag = recipe.fixedTag ? recipe.tag : made.version.split('.').slice(0, 2).join('.');
    const changes = [
      'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      `ENV ${recipe.versionName}=${made.version}`,
      ...Object.entries(recipe.env ?? {}).map(([name, value]) => `ENV ${name}=${value}`),
      ...(recipe.program ? [] : serverChanges(recipe)),
      `CMD ["${recipe.server}"]`,
      'LABEL dev.flotilla.standin=true',
      `LABEL dev.flotilla.suite=${recipe.suite}`,
      `LABEL dev.flotilla.recipe=${made.recipe}`,
    ];
    const query = new URLSearchParams({ fromSrc: '-', repo: recipe.repo, tag });
    for (const change of changes) query.append('changes', change);
    await call(address, `/images/create?${query}`, {
      method: 'POST',
      body: createReadStream(made.tar),
      idle: 300_000,
      onLine: () => undefined,
    });
    ok(`Image ${recipe.repo}:${tag} (a stand-in made of Debian's packages, ${since(start)})`);
  } catch (error) {
    if (!recipe.optional) throw error;
    warn(`${recipe.repo}:${recipe.tag} cannot be built, tests that need it are skipped. ${error.message}`);
  }
}
