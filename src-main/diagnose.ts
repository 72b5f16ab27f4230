import { writeFile } from 'node:fs/promises';
import { homedir, hostname, userInfo } from 'node:os';
import type { Settings } from '@shared/contract';
import type { Check, CheckId, SavedBundle } from '@shared/diagnose/self-test';
import type { Private } from '@shared/diagnose/redact';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { MetricSourceState } from '@shared/metrics/model';
import type { ComposeCli } from './clients/compose-cli';
import { freeDisk } from './clients/host';
import { portsInUse } from './clients/host-ports';
import { findName } from './clients/names';
import type { LookDeps } from './diagnose/types';
import type { Engines } from './observe/engines';
import type { Runner } from './runner/types';
import { readLogs } from './store/log-file';

/** The self-test, and the bundle of facts for those who are asked for help. */
export interface Diagnose {
  /** One look; never throws. */
  check(id: CheckId): Promise<Check>;
  checks(): Promise<Check[]>;
  /** Writes the bundle, without secrets. Throws AppError `diagnose.save`. */
  save(path: string): Promise<SavedBundle>;
  /** A name for the file, with the day and the time. */
  fileName(): string;
  /** What is taken out of anything that leaves the app or is written to its log. */
  about(): Private;
}

export interface DiagnoseDeps {
  readonly dataDir: string;
  readonly version: string;
  readonly engines: Engines;
  readonly runner: Pick<Runner, 'list' | 'get'>;
  readonly settings: { get(): Settings };
  readonly secrets: { readonly encrypted: boolean; known(): readonly string[] };
  readonly sources: () => Promise<readonly MetricSourceState[]>;
  readonly compose: () => Promise<Pick<ComposeCli, 'path' | 'version'> | null>;
}

export function createDiagnose(deps: DiagnoseDeps): Diagnose {
  const { dataDir, engines, secrets } = deps;
  const lookDeps: LookDeps = {
    dataDir,
    engine: () => engines.start().then(() => engines.state()),
    docker: () => engines.docker(),
    compose: deps.compose,
    sources: deps.sources,
    secretsEncrypted: secrets.encrypted,
    secretsKept: () => deps.settings.get().keepSecrets,
    portsInUse,
    freeDisk,
    findName: (host) => findName(host),
    now: () => Date.now(),
  };
  const about = (): Private => ({
    home: homedir(),
    names: [userName(), hostname()],
    known: secrets.known(),
  });
  // The looks are loaded when they are asked for.
  const looks = () => import('./diagnose/self-test');
  return {
    about,
    check: async (id) => (await looks()).runCheck(id, lookDeps),
    checks: async () => (await looks()).runChecks(lookDeps),
    fileName: () => `flotilla-diagnose-${stamp(new Date())}.zip`,
    save: async (path) => {
      const [{ bundleFiles }, { zip }] = await Promise.all([
        import('./diagnose/bundle'),
        import('./store/zip'),
      ]);
      const [{ runChecks }, at] = [await looks(), new Date()];
      const [checks, sources, found, runs, standing] = await Promise.all([
        runChecks(lookDeps),
        deps.sources().catch(() => []),
        engines.list().catch(() => []),
        deps.runner.list(),
        // Nobody to ask: the self-test says why.
        Promise.resolve()
          .then(() => engines.docker().standing())
          .catch(() => undefined),
      ]);
      const facts = {
        ...{ at, dataDir, checks, sources, runs, engines: found },
        version: deps.version,
        secretsEncrypted: secrets.encrypted,
        settings: deps.settings.get(),
        engine: engines.state(),
        run: (id: string) => deps.runner.get(id),
        logs: readLogs(dataDir),
        ...(standing !== undefined && { standing }),
      };
      const files = await bundleFiles(facts, about());
      try {
        await writeFile(path, zip(files, at), { mode: 0o600 });
      } catch (error) {
        throw new AppError(
          {
            code: 'diagnose.save',
            doing: msg('diagnose.doing'),
            what: raw(errorText(error)),
            hint: msg('diagnose.save.hint', { path }),
          },
          { cause: error },
        );
      }
      return { path, files: files.map(({ name }) => name) };
    },
  };
}

/** Where a container runs as a user without a name there is none. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

const two = (value: number): string => String(value).padStart(2, '0');
const stamp = (at: Date): string =>
  `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}`;
