import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readProject } from '@shared/compose/read/index';
import { translate } from '@shared/i18n/index';
import type { ProjectRef } from '@shared/compose/source';
import { composeConfig, composeReleases, diskDeps } from '../../support/compose-cli';
import { differences } from '../../support/compose-compare';
import { listed, listedRefusals } from './listed';

/*
 * Every folder of corpus/ is a project that docker compose and we read alike; those in corpus/refused are refused by
 * both. case.json names further runs: {files, profiles, name, env}, and `only`: the release that knows its keys.
 */
const corpus = join(import.meta.dirname, 'corpus');
const runSchema = z.strictObject({
  files: z.array(z.string()).optional(),
  profiles: z.array(z.string()).default([]),
  name: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  only: z.string().optional(),
});
const caseSchema = z.strictObject({ runs: z.array(runSchema).min(1) });
const environment = { HOME: '/home/somebody', FOO: 'foo', EMPTY: '', NUM: '0777', T: 'true' };

interface Run {
  readonly title: string;
  readonly ref: ProjectRef;
  readonly env: Readonly<Record<string, string>>;
  readonly only?: string;
}

function runsIn(folder: string): Run[] {
  return readdirSync(join(corpus, folder))
    .filter((name) => existsSync(join(corpus, folder, name, 'compose.yml')))
    .flatMap((name) => {
      const here = join(corpus, folder, name);
      const given = join(here, 'case.json');
      const { runs } = caseSchema.parse(
        existsSync(given) ? JSON.parse(readFileSync(given, 'utf8')) : { runs: [{}] },
      );
      return runs.map(({ files = ['compose.yml'], profiles, name: project, env, only }, n) => ({
        title: runs.length > 1 ? `${name} (${n + 1})` : name,
        ref: {
          files: files.map((file) => join(here, file)),
          profiles,
          ...(project !== undefined && { name: project }),
        },
        env: { ...environment, ...env },
        ...(only !== undefined && { only }),
      }));
    });
}

describe.each(composeReleases)('docker compose $version', ({ version, path, why }) => {
  it.for(runsIn('.'))('reads $title as we do', ({ ref, env, only, title }, { skip }) => {
    if (path === undefined) return skip(why);
    if (only !== undefined && !version.startsWith(only))
      return skip(`only docker compose ${only} knows its keys`);
    const theirs = composeConfig(path, ref, env);
    const { model, problems } = readProject(ref, diskDeps(env));
    const errors = problems.filter(({ level }) => level === 'error').map(({ what }) => translate('en', what));
    expect(errors).toEqual([]);
    expect(theirs).toMatchObject({ ok: true });
    const found = theirs.ok ? differences(theirs.model, JSON.parse(JSON.stringify(model))) : [];
    expect(found.filter((each) => !listed(version, title, each))).toEqual([]);
  });

  it.for(runsIn('refused'))('refuses $title as we do', ({ ref, env, title }, { skip }) => {
    if (path === undefined) return skip(why);
    const { model, problems } = readProject(ref, diskDeps(env));
    const errors = problems.filter(({ level }) => level === 'error');
    const refuses = { theirs: !composeConfig(path, ref, env).ok, ours: model === undefined };
    if (listedRefusals[title]?.includes(version) === true) {
      expect(refuses.theirs).not.toBe(refuses.ours);
      return;
    }
    expect(refuses).toEqual({ theirs: true, ours: true });
    for (const { at, hint } of errors) {
      expect(at.from.line).toBeGreaterThan(0);
      expect(translate('en', hint)).not.toBe(hint.key);
      expect(translate('zh-CN', hint)).not.toBe(translate('en', hint));
    }
  });
});
