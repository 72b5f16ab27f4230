import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppEvent } from '@shared/contract';
import { isContainerRequest, isRedisRequest, isResourceRequest, type PlanRequest } from '@shared/requests';
import type { SecretRef } from '@shared/secrets';
import { hostInterfaces } from './clients/host';
import type { Services } from './ipc/ports';
import { lookAtContainer } from './containers';
import { createAddedEngines, probe } from './added-engines';
import { createKits } from './kits';
import { createMetrics } from './metrics';
import { createResourceServices } from './resources';
import { createStackServices } from './stacks';
import { createDiagnose } from './diagnose';
import { engineAt, enginePlace } from './observe/engine-place';
import { createEngines, type Engines } from './observe/engines';
import { capacityOf, testPull } from './observe/first-look';
import { observeFor } from './observe/for-request';
import { createInside } from './observe/inside';
import { createExitObserver } from './observe/container-exit';
import { createStatsHub } from './observe/stats-hub';
import { createStackFiles } from './observe/known-stacks';
import { createObserver } from './observe/observer';
import { connectedEngine } from './observe/redis-cluster-engine';
import { knowsClusters } from './observe/redis-known';
import { createWatcher } from './observe/redis-watch';
import { createPlanning, planOf, type Planning } from './planning';
import { createRunner } from './runner/runner';
import type { Runner } from './runner/types';
import { createStreams } from './streams/service';
import { readUpdateFeed, type AskFeed } from './clients/update-feed';
import { createUpdates } from './updates';
import { createAdopted, type AdoptedStore } from './store/adopted';
import { createSecrets, type Secrets, type SecretsCipher } from './store/secrets';
import { createEngineDefinitions } from './store/engine-definitions';
import { createKnownStacks } from './store/known-stacks';
import { createComposeImport } from './observe/compose-import';
import { createDashboards } from './store/dashboards';
import { createProjectFiles } from './store/project-files';
import { createStackWriter } from './store/stack-writer';
import { createSettings, type SettingsStore } from './store/settings';

export interface FlotillaOptions {
  /** Runs, locks, settings, secrets and adopted clusters lie below it. */
  readonly dataDir: string;
  readonly version: string;
  /** Keeps stored secrets; absent: they last for this process only. */
  readonly cipher?: SecretsCipher;
  /** How a feed of updates is asked; absent: it is not. */
  readonly askFeed?: AskFeed;
  /** The engine to work with (id or name) whatever the settings say. */
  readonly engine?: string;
  /** The built thread that writes the history of metrics; absent: what another process wrote is read. */
  readonly historyThread?: string;
  /** Hears of errors that nobody foresaw and that stop nothing. */
  readonly log: (error: unknown) => void;
}

/** The app's services, for the window and for the command alike. */
export interface Flotilla extends Services {
  readonly engines: Engines;
  readonly planning: Planning;
  readonly runner: Runner;
  readonly settings: SettingsStore;
  readonly secrets: Secrets;
  readonly adopted: AdoptedStore;
  /** Everything that a window wants to hear; returns the way to stop listening. */
  readonly listen: (listener: (event: AppEvent, page?: number) => void) => () => void;
  /** Lets go of connections. Runs that are going are left as they are: the next start finds them interrupted. */
  readonly close: () => Promise<void>;
}

/**
 * Joins the services: with the composition roots the one place that joins ops to the runner. Begins to look
 * for an engine and returns at once; `engines.start()` tells when one was found.
 */
export async function createFlotilla(options: FlotillaOptions): Promise<Flotilla> {
  const { dataDir, log } = options;
  const settings = createSettings({ dataDir });
  const adopted = createAdopted({ dataDir });
  const secrets = createSecrets({ dataDir, cipher: options.cipher, keepPlain: settings.get().keepSecrets });
  settings.on(({ keepSecrets }) => void secrets.keepPlain(keepSecrets).catch(log));
  const added = createAddedEngines({ definitions: createEngineDefinitions({ dataDir }), secrets });
  const engines = createEngines({
    preferred: options.engine ?? settings.get().engine,
    env: process.env,
    home: homedir(),
    added: () => added.found(),
  });
  const observer = createObserver(engines);
  const stacks = createStackServices({ engines, env: process.env, home: homedir() });
  const resources = createResourceServices({ engines, adopted });
  const kits = createKits({ engines, secrets, adopted, compose: stacks.forOps });
  const runner = createRunner({
    dataDir,
    handlersFor: async (engine, place) =>
      (await kits.of(place === undefined ? engine : await engineAt(engines, engine, place))).ops,
  });
  /** What belongs to the connected engine. Throws its AppError when there is none. */
  const current = async () => {
    await engines.start();
    return kits.of(connectedEngine(engines.state()).id);
  };

  const look = observeFor({ observer, clusters: async () => (await current()).clusters });
  const planning = createPlanning({
    runner,
    placeOf: (engine) => enginePlace(engines.dockerFor(engine).endpoint),
    resolveSecret: (ref: SecretRef) => secrets.resolve(ref),
    look: async (request: PlanRequest, fresh: boolean) => {
      await engines.start();
      if (isResourceRequest(request)) return resources.look(request);
      if (isContainerRequest(request)) return lookAtContainer(engines, request);
      if (!isRedisRequest(request)) return stacks.look(request);
      const observed = await look(request, fresh);
      return { plan: planOf(request, observed), engine: observed.engine.id, images: observed.images };
    },
  });

  const files = createProjectFiles({ dataDir });
  const watchers = new Set<(event: AppEvent, page?: number) => void>();
  const hub = createStatsHub();
  const metrics = createMetrics({
    ...{ engines, hub, settings, log, history: { dataDir, thread: options.historyThread } },
    runs: () => runner.list(),
    resolveSecret: (ref) => secrets.resolve(ref),
    // Nearly half of the app's code serves clusters: where none is known it is not loaded for this.
    redisNodes: async () =>
      (await knowsClusters(engines, adopted)) ? (await current()).clusters.monitored() : [],
  });
  /** Clusters that were taken in or let go of are measured at once, or no longer. */
  const renewing = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work;
    metrics.renewRedis();
    return done;
  };
  const containers = createInside(engines, hub);
  const exits = createExitObserver(engines);
  const streams = createStreams(containers.sources, (event, page) =>
    watchers.forEach((listener) => listener(event, page)),
  );
  const watcher = createWatcher({
    look: async (name) => (await current()).clusters.watched(name),
    tell: (name, status, events) =>
      watchers.forEach((listener) => listener({ type: 'redis-live', name, status, events })),
  });

  const diagnose = createDiagnose({
    ...{ dataDir, engines, runner, settings, secrets },
    version: options.version,
    sources: async () => metrics.sources(),
    compose: () => stacks.cli(),
  });

  const { askFeed } = options;
  const updates = createUpdates({
    ...{ version: options.version, settings, log },
    read: askFeed && ((address, signal) => readUpdateFeed(address, askFeed, { signal })),
  });

  engines.start().catch(log);
  await runner.recover();

  return {
    dataDir,
    engines,
    addedEngines: added,
    probe: (id) => probe(engines.dockerFor(id)),
    firstLook: {
      capacity: async () => {
        await engines.start();
        const docker = engines.docker();
        return capacityOf(docker, await docker.details());
      },
      pullTest: async () => {
        await engines.start();
        return testPull(engines.docker());
      },
    },
    planning,
    runner,
    settings,
    secrets,
    adopted,
    host: {
      interfaces: () => hostInterfaces().map(({ name, address, internal }) => ({ name, address, internal })),
    },
    // The YAML library is loaded when it is needed.
    specs: {
      print: async (...given) => (await import('./specs')).printSpec(...given),
      read: async (path) => (await import('./specs')).readSpec(path),
    },
    clusters: {
      list: async () => (await current()).clusters.list(),
      status: async (name) => (await current()).clusters.status(name),
      adopt: async (input) => renewing((await current()).clusters.adopt(input)),
      forget: async (name) => renewing((await current()).clusters.forget(name)),
      // Each domain's owner fills these in.
      adoptRemote: async (remote) => renewing((await current()).clusters.adoptRemote(remote)),
      live: async (name) => (await current()).clusters.live(name),
      check: async (name, deep) => (await current()).clusters.check(name, { deep }),
      slotKeys: async (name) => (await current()).clusters.slotKeys(name),
      watch: (name) => watcher.watch(name),
      events: (name) => watcher.events(name),
      keys: async (search) => (await current()).tools.keys(search),
      key: async (name, key) => (await current()).tools.key(name, key),
      deleteKeys: async (name, keys) => (await current()).tools.deleteKeys(name, keys),
      command: async (name, line, node) => (await current()).tools.command(name, line, node),
    },
    stacks: {
      list: async () => (await current()).stacks.list(),
      get: async (name) => (await current()).stacks.get(name),
      read: (ref, unsaved) => stacks.read(ref, unsaved),
      diff: (ref, unsaved) => stacks.diff(ref, unsaved),
      cli: () => stacks.cli(),
    },
    files,
    dashboards: createDashboards({ dataDir }),
    composeImport: createComposeImport(async () => {
      await engines.start();
      return engines.dockerFor(connectedEngine(engines.state()).id);
    }),
    resources,
    metrics,
    diagnose,
    updates,
    stackWriter: createStackWriter((paths) => files.choose(paths)),
    containers,
    streams,
    exits,
    stackFiles: createStackFiles(createKnownStacks({ dataDir }), async () => {
      await engines.start();
      return enginePlace(engines.dockerFor(connectedEngine(engines.state()).id).endpoint);
    }),
    listen: (listener) => {
      watchers.add(listener);
      const stops = [
        () => void watchers.delete(listener),
        engines.onState((state) => listener({ type: 'engine', state })),
        engines.onChange(() => listener({ type: 'engine-changed' })),
        settings.on((value) => listener({ type: 'settings', settings: value })),
        runner.on((event) => listener({ type: 'run', event })),
        metrics.onAlerts(() => listener({ type: 'alerts' })),
        metrics.onNotice(({ title, body }) => listener({ type: 'alerts', notice: { title, body } })),
      ];
      return () => stops.forEach((stop) => stop());
    },
    close: async () => {
      await metrics.close();
      updates.close();
      exits.close();
      streams.closeAll();
      // A shell whose terminal is gone stays in its container for ever, so it is hung up on before the engine is let go.
      await Promise.race([streams.ended(), sleep(1500, undefined, { ref: false })]);
      watcher.close();
      observer.close();
      await kits.close();
      engines.close();
    },
  };
}
