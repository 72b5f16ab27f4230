/** System packages on Debian and Ubuntu: installs what is missing, after asking. */
import { doing, ok, SetupError, warn } from './log.mjs';
import { must, run } from './run.mjs';
import { agreed, canInstall, isRoot, systemName } from './system.mjs';

const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
const wait = ['-o', 'DPkg::Lock::Timeout=180'];
let updated = false;

/** The first name of `a|b`, for messages. */
const first = (name) => name.split('|')[0];

/**
 * The packages of `names` that are not installed. A name may hold alternatives, `a|b`: newer releases
 * renamed some libraries (libgtk-3-0 became libgtk-3-0t64), and any one of them will do.
 * @param {string[]} names
 */
export async function missingPackages(names) {
  const all = names.flatMap((name) => name.split('|'));
  const { stdout } = await run('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...all]);
  const installed = new Set(stdout.split('\n').flatMap((line) => /^(\S+) installed$/.exec(line)?.[1] ?? []));
  return names.filter((name) => !name.split('|').some((each) => installed.has(each)));
}

/** Of the alternatives `a|b`, the first that this release can install; undefined if none. */
async function candidate(name) {
  for (const each of name.split('|')) {
    const { stdout } = await run('apt-cache', ['policy', each]);
    if (/Candidate: (?!\(none\))\S/.test(stdout)) return each;
  }
  return undefined;
}

/** Reads the package lists once a run: a bare system has none. */
async function update() {
  if (updated) return;
  doing('apt-get update');
  await must('reading the list of system packages', 'apt-get', [...wait, 'update', '-qq'], {
    ...quiet,
    timeout: 300_000,
    hint: 'Check the network and /etc/apt/sources.list.',
  });
  updated = true;
}

/**
 * Makes sure that packages are installed. Where set-up may not install them it says which are missing.
 * @param {{what: string, why: string, packages: string[], optional?: string[], soft?: boolean,
 *   yes?: boolean}} need `optional` ones come along with the others where this release has them; `soft`: where
 *   they can't be installed, only warn
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function ensurePackages({ what, why, packages, optional = [], soft, yes }) {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return false;
  const names = [];
  for (const name of missing) names.push((await candidate(name)) ?? first(name));
  const command = `${isRoot ? '' : 'sudo '}apt-get install --no-install-recommends ${names.join(' ')}`;
  const refuse = (message) => {
    const hint = `Install them yourself: ${command}`;
    if (!soft) throw new SetupError({ doing: `setting up ${what}`, message, hint });
    warn(`${what}: ${message} ${hint}`);
    return false;
  };
  if (!canInstall) {
    return refuse(
      `${why} needs system packages that are missing: ${names.join(', ')}. ` +
        `Set-up may not install them here (${systemName}${isRoot ? '' : ', not root'}).`,
    );
  }
  doing(`${what}: missing system packages: ${names.join(', ')}`);
  if (!(await agreed('Install them with apt-get?', { yes }))) return refuse('you chose not to install them.');

  await update();
  const chosen = [];
  for (const name of [...missing, ...(await missingPackages(optional))]) {
    const found = await candidate(name);
    if (found) chosen.push(found);
    else if (!optional.includes(name)) return refuse(`${systemName} has no package ${first(name)}.`);
  }
  doing(`apt-get install ${chosen.join(' ')}`);
  await must(
    'installing system packages',
    'apt-get',
    [...wait, 'install', '-y', '-qq', '--no-install-recommends', ...chosen],
    { ...quiet, timeout: 900_000, hint: `Run it by hand to see more: ${command}` },
  );
  ok(`${what}: installed ${chosen.length} system packages`);
  return true;
}
