/**
 * The image of cAdvisor that tests use, where no registry has it: built with Go from cAdvisor's own library
 * (scripts/images/cadvisor says what is ours in it). Without Go, or where the module proxy does not answer, there is
 * none, and the tests that need it say so.
 */
import { Readable } from 'node:stream';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { call } from './engine-api.mjs';
import { doing, ok, since, warn } from './log.mjs';
import { at, cachePath, hashOf, knownUnreachable, rememberUnreachable } from './paths.mjs';
import { run, which } from './run.mjs';

export const cadvisor = { repo: 'ghcr.io/google/cadvisor', tag: 'v0.53.0' };

const source = at('scripts', 'images', 'cadvisor');
const files = ['main.go', 'influx.go', 'go.mod', 'go.sum'];

/** Identifies what the stand-in is made of. */
export const cadvisorRecipe = () => hashOf(...files.map((file) => readFileSync(join(source, file))));

/**
 * Makes the image from the cached program, or builds that first.
 * @param {string} address of the engine
 */
export async function buildCadvisor(address) {
  const start = Date.now();
  const program = await build();
  if (program === undefined) return;
  const { repo, tag } = cadvisor;
  const work = mkdtempSync(cachePath('images', 'build-'));
  try {
    mkdirSync(join(work, 'usr/bin'), { recursive: true });
    mkdirSync(join(work, 'tmp'));
    copyFileSync(program, join(work, 'usr/bin/cadvisor'));
    const packed = join(work, 'root.tar');
    await run('tar', ['--numeric-owner', '--owner=0', '--group=0', '-cf', packed, '-C', work, 'usr', 'tmp']);
    const query = new URLSearchParams({ fromSrc: '-', repo, tag });
    for (const change of [
      'ENTRYPOINT ["/usr/bin/cadvisor"]',
      'EXPOSE 8080',
      'LABEL dev.flotilla.standin=true',
      `LABEL dev.flotilla.recipe=${cadvisorRecipe()}`,
    ])
      query.append('changes', change);
    await call(address, `/images/create?${query}`, {
      method: 'POST',
      body: Readable.from([readFileSync(packed)]),
      idle: 120_000,
      onLine: () => undefined,
    });
    ok(`Image ${repo}:${tag} (a stand-in made of its library, ${since(start)})`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The program's path; undefined, and said why, where it cannot be built. */
async function build() {
  const program = cachePath('images', `cadvisor-${process.arch}-${cadvisorRecipe()}`);
  if (existsSync(program)) return program;
  const skipped = 'tests that need cAdvisor are skipped';
  if (process.platform !== 'linux' || !which('go')) {
    warn(`cAdvisor needs Go on Linux to be built where no registry has it: ${skipped}.`);
    return undefined;
  }
  if (knownUnreachable('go-modules')) {
    warn(`Go's module proxy did not give cAdvisor a while ago (--retry tries again): ${skipped}.`);
    return undefined;
  }
  doing('building cAdvisor from its library, with Go');
  mkdirSync(cachePath('images'), { recursive: true });
  const part = `${program}.${process.pid}.part`;
  const result = await run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', part, '.'], {
    cwd: source,
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'auto' },
    timeout: 900_000,
  });
  if (result.code !== 0) {
    warn(`cAdvisor cannot be built, ${skipped}. ${result.output.trim().split('\n').at(-1) ?? ''}`);
    rememberUnreachable('go-modules');
    rmSync(part, { force: true });
    return undefined;
  }
  renameSync(part, program);
  return program;
}
