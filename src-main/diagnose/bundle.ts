import { cpus, release, totalmem, uptime } from 'node:os';
import type { Settings } from '@shared/contract';
import type { Check } from '@shared/diagnose/self-test';
import { redact, redactText, type Private } from '@shared/diagnose/redact';
import type { EngineInfo, EngineState } from '@shared/engine';
import { toErrorInfo } from '@shared/errors';
import { msg, translate } from '@shared/i18n/index';
import type { MetricSourceState } from '@shared/metrics/model';
import type { Run, RunSummary } from '@shared/plan';
import type { Standing } from '../clients/docker';
import type { ZipEntry } from '../store/zip';

/** What the bundle is made of. */
export interface Facts {
  readonly at: Date;
  readonly version: string;
  readonly dataDir: string;
  readonly secretsEncrypted: boolean;
  readonly settings: Settings;
  readonly engines: readonly EngineInfo[];
  readonly engine: EngineState;
  /** Absent: there was nobody to ask. */
  readonly standing?: Standing;
  readonly checks: readonly Check[];
  readonly sources: readonly MetricSourceState[];
  /** All runs, newest first; of the first `kept` the whole is wanted. */
  readonly runs: readonly RunSummary[];
  readonly run: (id: string) => Promise<Run>;
  readonly logs: readonly { readonly name: string; readonly text: string }[];
}

/** Of so many of the last runs all that is known goes in. */
const kept = 20;

const json = (value: unknown, about: Private): Buffer =>
  Buffer.from(`${JSON.stringify(redact(value, about), null, 2)}\n`);

/** The files of a bundle, redacted. What cannot be read is said in its place: a bundle from a sick app is the usual one. */
export async function bundleFiles(facts: Facts, about: Private): Promise<ZipEntry[]> {
  const text = (name: string, words: string): ZipEntry => ({
    name,
    data: Buffer.from(redactText(words, about)),
  });
  const runs = await Promise.all(
    facts.runs.slice(0, kept).map(async ({ id }) => {
      const value: unknown = await facts
        .run(id)
        .catch((error: unknown) => ({ unreadable: toErrorInfo(error, unreadable) }));
      return { name: `runs/${id}.json`, data: json(value, about) };
    }),
  );
  const { at, version, dataDir, secretsEncrypted } = facts;
  const files = [
    { name: 'about.json', data: json({ ...machine(), at, version, dataDir, secretsEncrypted }, about) },
    {
      name: 'engine.json',
      data: json({ state: facts.engine, standing: facts.standing ?? null, found: facts.engines }, about),
    },
    { name: 'self-test.json', data: json(facts.checks, about) },
    text('self-test.txt', checkLines(facts.checks)),
    { name: 'settings.json', data: json(facts.settings, about) },
    { name: 'sources.json', data: json(facts.sources, about) },
    { name: 'runs.json', data: json(facts.runs, about) },
    ...runs,
    ...facts.logs.map((log) => text(`logs/${log.name}`, log.text)),
  ];
  return [text('README.txt', readme(files.map(({ name }) => name))), ...files];
}

const unreadable = {
  code: 'diagnose.unreadable',
  doing: msg('diagnose.doing'),
  hint: msg('diagnose.failed.hint'),
};

const machine = () => ({
  electron: (process.versions as Partial<Record<string, string>>)['electron'] ?? null,
  node: process.versions.node,
  platform: process.platform,
  release: release(),
  arch: process.arch,
  cpus: cpus().length,
  memoryBytes: totalmem(),
  computerUpSeconds: Math.round(uptime()),
  appUpSeconds: Math.round(process.uptime()),
});

const marks = { fine: 'ok  ', warn: 'WARN', bad: 'BAD ', skipped: '-   ' } as const;

/** The self-test as text: for eyes that open no JSON. */
export const checkLines = (checks: readonly Check[]): string =>
  checks
    .map(({ id, state, what, hint }) => {
      const cure = hint === undefined ? '' : `\n               -> ${translate('en', hint)}`;
      return `${marks[state]} ${id.padEnd(9)} ${translate('en', what)}${cure}\n`;
    })
    .join('');

const readme = (names: readonly string[]): string =>
  `Facts about an installation of Flotilla, for whoever is asked for help.

What looks like a secret has been taken out: passwords, tokens, keys, the values of environment variables, what stands
behind the host in web addresses; also the user's name, the computer's name and the home folder. Names of containers,
clusters, stacks, images and networks, and addresses of nodes are left in: look through the files before you pass them on.

${names.map((name) => `  ${name}`).join('\n')}
`;
