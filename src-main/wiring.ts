import { homedir, networkInterfaces } from 'node:os';
import type { AppEvent } from '@shared/contract';
import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { Services } from './ipc/ports';
import { createEngines, type Engines } from './observe/engines';
import { createRunner } from './runner/runner';
import type { Runner } from './runner/types';
import { createAdopted, type AdoptedStore } from './store/adopted';
import { createSecrets, type Secrets, type SecretsCipher } from './store/secrets';
import { createSettings, type SettingsStore } from './store/settings';

export interface FlotillaOptions {
  /** Runs, locks, settings, secrets and adopted clusters lie below it. */
  readonly dataDir: string;
  readonly version: string;
  /** Keeps stored secrets; absent: they last for this process only. */
  readonly cipher?: SecretsCipher;
  /** The engine to work with (id or name) whatever the settings say. */
  readonly engine?: string;
  /** Hears of errors that nobody foresaw and that stop nothing. */
  readonly log: (error: unknown) => void;
}

/** The app's services, for the window and for the command alike. */
export interface Flotilla extends Services {
  readonly engines: Engines;
  readonly runner: Runner;
  readonly settings: SettingsStore;
  readonly secrets: Secrets;
  readonly adopted: AdoptedStore;
  /** Everything that a window wants to hear; returns the way to stop listening. */
  readonly listen: (listener: (event: AppEvent) => void) => () => void;
  /** Lets go of connections and of the runs' locks. Runs that are going become `interrupted`. */
  readonly close: () => Promise<void>;
}

const later = (what: string): AppError =>
  new AppError({
    code: 'app.later',
    doing: msg('app.start.doing'),
    what: raw(`${what} is not joined yet.`),
    hint: msg('app.unexpected.hint'),
  });

/**
 * Joins the services: with the composition roots the one place that joins ops to the runner. Begins to look
 * for an engine and returns at once; `engines.start()` tells when one was found.
 */
export async function createFlotilla(options: FlotillaOptions): Promise<Flotilla> {
  const { dataDir, log } = options;
  const settings = createSettings({ dataDir });
  const adopted = createAdopted({ dataDir });
  const secrets = createSecrets({ dataDir, cipher: options.cipher });
  const engines = createEngines({
    preferred: options.engine ?? settings.get().engine,
    env: process.env,
    home: homedir(),
  });
  const runner = createRunner({
    dataDir,
    handlersFor: () => Promise.reject(later('the engine')),
  });
  engines.start().catch(log);
  await runner.recover();

  const no = (what: string) => () => Promise.reject(later(what));
  return {
    dataDir,
    engines,
    runner,
    settings,
    secrets,
    adopted,
    host: {
      interfaces: () =>
        Object.entries(networkInterfaces()).flatMap(([name, all]) =>
          (all ?? [])
            .filter(({ family }) => family === 'IPv4')
            .map(({ address, internal }) => ({ name, address, internal })),
        ),
    },
    planning: { prepare: no('planning'), start: no('planning'), script: no('planning') },
    specs: {
      print: () => {
        throw later('specs');
      },
      read: no('specs'),
    },
    clusters: {
      list: () => Promise.resolve([]),
      status: no('clusters'),
      adopt: no('clusters'),
      forget: no('clusters'),
    },
    listen: (listener) => {
      const stops = [
        engines.onState((state) => listener({ type: 'engine', state })),
        engines.onChange(() => listener({ type: 'engine-changed' })),
        settings.on((value) => listener({ type: 'settings', settings: value })),
        runner.on((event) => listener({ type: 'run', event })),
      ];
      return () => stops.forEach((stop) => stop());
    },
    close: () => {
      engines.close();
      return Promise.resolve();
    },
  };
}
