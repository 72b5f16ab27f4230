import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProject } from '@shared/compose/read/index';
import { translate } from '@shared/i18n/index';
import { project, yamlOf } from '../../support/compose-arbitrary';
import { composeConfig, composeReleases, diskDeps } from '../../support/compose-cli';
import { differences } from '../../support/compose-compare';
import { temporaryFolder } from '../../support/world';

/** More of them: FLOTILLA_COMPOSE_FILES=2000. */
const files = Number(process.env['FLOTILLA_COMPOSE_FILES'] ?? 60);
const env = { HOME: '/home/somebody', FOO: 'foo', EMPTY: '' };

/** 2.40 merges what stands under `x-…` of several files, 2.26 does not (docs/compose-differences.md). */
const withoutExtensions = (content: unknown): unknown =>
  JSON.parse(JSON.stringify(content, (key, value: unknown) => (key.startsWith('x-') ? undefined : value)));

describe.each(composeReleases)('docker compose $version', ({ version, path, why }) => {
  const folder = join(temporaryFolder('compose'), 'generated');
  let taken = 0;
  const read = (texts: readonly string[]) => {
    mkdirSync(folder, { recursive: true });
    const names = texts.map((text, n) => {
      const file = join(folder, `${version}-${n}.yml`);
      writeFileSync(file, text);
      return file;
    });
    const ref = { files: names, profiles: ['p1'] };
    const { model, problems } = readProject(ref, diskDeps(env));
    const theirs = composeConfig(path ?? '', ref, env);
    const errors = problems.filter(({ level }) => level === 'error').map(({ what }) => translate('en', what));
    if (!theirs.ok || model === undefined) {
      expect({ theirs, errors }).toMatchObject(
        model === undefined ? { theirs: { ok: false } } : { theirs: { ok: true } },
      );
      return;
    }
    taken += 1;
    const found = differences(theirs.model, JSON.parse(JSON.stringify(model)));
    expect(found).toEqual([]);
  };

  it('reads made-up files as we do', ({ skip }) => {
    if (path === undefined) return skip(why);
    fc.assert(
      fc.property(project, (content) => read([yamlOf(content)])),
      { numRuns: files },
    );
    // Refused files compare nothing.
    expect(taken).toBeGreaterThan(files / 3);
  });

  it('lays made-up files over each other as we do', ({ skip }) => {
    if (path === undefined) return skip(why);
    fc.assert(
      fc.property(project, project, (one, other) =>
        read([one, other].map((each) => yamlOf(withoutExtensions(each)))),
      ),
      { numRuns: files },
    );
  });
});
