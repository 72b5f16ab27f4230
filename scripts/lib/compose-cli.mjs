/**
 * The docker compose releases that our reading of compose files is held against: Debian's own packages, unpacked into
 * the cache and never installed. Only tests run them.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { doing, ok, since, warn } from './log.mjs';
import { cachePath, knownUnreachable, rememberUnreachable } from './paths.mjs';
import { run, which } from './run.mjs';

/** Where each release lies in Debian. */
export const releases = [
  { version: '2.26.1', suite: 'trixie' },
  { version: '2.40.3', suite: 'sid' },
];

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Where a release's executable lies, whether or not it is there. @param {string} version */
export const composePath = (version) => cachePath('compose', version, 'docker-compose');

/** Why a release is not there, in words for a skipped test. @param {string} version */
export const whyNoCompose = (version) =>
  `docker compose ${version} is not in the cache (set-up fetches it from Debian, on Linux, where Debian can be reached)`;

/** Fetches the releases that are missing. Where Debian cannot be reached, only warns: their tests are skipped. */
export async function ensureComposeCli() {
  const missing = releases.filter(({ version }) => !existsSync(composePath(version)));
  if (missing.length === 0) {
    ok(`docker compose ${releases.map(({ version }) => version).join(', ')} for tests`);
    return;
  }
  if (process.platform !== 'linux' || !which('apt-get') || !which('dpkg-deb')) {
    warn('docker compose for comparison comes from Debian packages: its tests are skipped here.');
    return;
  }
  if (!existsSync(keyring)) {
    warn(`docker compose for comparison needs the package debian-archive-keyring: its tests are skipped.`);
    return;
  }
  for (const release of missing) {
    const name = `debian-compose-${release.suite}`;
    if (knownUnreachable(name)) {
      warn(`Debian did not give docker compose ${release.version} a while ago (--retry tries again).`);
      continue;
    }
    const start = Date.now();
    doing(`fetching docker compose ${release.version} from Debian ${release.suite}`);
    const problem = await fetch(release);
    if (problem === undefined) ok(`docker compose ${release.version} for tests (${since(start)})`);
    else {
      warn(`docker compose ${release.version} cannot be fetched, tests that need it are skipped. ${problem}`);
      rememberUnreachable(name);
    }
  }
}

/** The mirror of Debian that this computer's apt uses; security updates lie elsewhere. undefined: it uses none. */
async function mirrorOf() {
  const { stdout } = await run('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI)',
    'Identifier: Packages',
  ]);
  return stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri));
}

/** Fetches one release. apt checks its signature, in folders of its own: the system's lists stay as they are. */
async function fetch({ version, suite }) {
  const mirror = await mirrorOf();
  if (mirror === undefined) return 'This computer’s apt knows no mirror of Debian.';
  mkdirSync(cachePath('compose'), { recursive: true });
  const work = mkdtempSync(cachePath('compose', 'fetch-'));
  try {
    for (const folder of ['lists/partial', 'archives/partial'])
      mkdirSync(join(work, folder), { recursive: true });
    writeFileSync(join(work, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`);
    const options = [
      `Dir::Etc::sourcelist=${join(work, 'sources.list')}`,
      'Dir::Etc::sourceparts=/dev/null',
      `Dir::State::lists=${join(work, 'lists')}`,
      'Dir::State::status=/dev/null',
      `Dir::Cache=${work}`,
      `Dir::Cache::archives=${join(work, 'archives')}`,
      'Acquire::Languages=none',
      'APT::Sandbox::User=root',
    ].flatMap((each) => ['-o', each]);
    const steps = [
      ['apt-get', [...options, 'update', '-qq']],
      ['apt-get', [...options, 'download', '-qq', 'docker-compose']],
      ['sh', ['-c', 'dpkg-deb -x docker-compose_*.deb tree']],
    ];
    for (const [command, args] of steps) {
      const result = await run(command, args, { cwd: work, timeout: 300_000 });
      if (result.code !== 0) return result.output.trim().split('\n').at(-1) || `${command} failed.`;
    }
    const binary = join(work, 'tree/usr/libexec/docker/cli-plugins/docker-compose');
    const shown = await run(binary, ['version', '--short'], { timeout: 20_000 });
    if (!shown.stdout.includes(version)) {
      return `Debian ${suite} has another release: ${shown.output.trim() || 'it does not run here'}.`;
    }
    mkdirSync(cachePath('compose', version), { recursive: true });
    renameSync(binary, composePath(version));
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
