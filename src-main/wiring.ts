import { networkInterfaces } from 'node:os';
import { settingsSchema, type AppEvent, type Settings } from '@shared/contract';
import type { EngineState } from '@shared/engine';
import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { Services } from './ipc/ports';
import { createRunner } from './runner/runner';
import type { Runner } from './runner/types';

export interface FlotillaOptions {
  readonly dataDir: string;
  readonly version: string;
  readonly log: (error: unknown) => void;
}

export interface Flotilla extends Services {
  readonly runner: Runner;
  listen(listener: (event: AppEvent) => void): () => void;
  readonly close: () => Promise<void>;
}

const later = (what: string): AppError =>
  new AppError({
    code: 'app.later',
    doing: msg('app.start.doing'),
    what: raw(`${what} is not joined yet.`),
    hint: msg('app.unexpected.hint'),
  });

/** Joins the services: the one place that joins ops to the runner. */
export async function createFlotilla(options: FlotillaOptions): Promise<Flotilla> {
  const runner = createRunner({
    dataDir: options.dataDir,
    as: 'app',
    handlersFor: () => Promise.reject(later('the engine')),
  });
  await runner.recover();
  const listeners = new Set<(event: AppEvent) => void>();
  const tell = (event: AppEvent): void => listeners.forEach((listener) => listener(event));
  runner.on((event) => tell({ type: 'run', event }));
  let settings: Settings = { locale: 'system', theme: 'system', engine: null, sidebarCollapsed: false };
  const state: EngineState = { state: 'searching' };
  const no = (what: string) => () => Promise.reject(later(what));
  return {
    dataDir: options.dataDir,
    runner,
    engines: { list: () => Promise.resolve([]), state: () => state, select: () => Promise.resolve(state) },
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
    settings: {
      get: () => settings,
      set: (change) => {
        settings = settingsSchema.parse({ ...settings, ...change });
        tell({ type: 'settings', settings });
        return Promise.resolve(settings);
      },
    },
    secrets: { store: no('secrets') },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => Promise.resolve(),
  };
}
