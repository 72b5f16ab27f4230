import type { ComposeDiff } from '@shared/compose/diff';
import type { ProjectRef } from '@shared/compose/source';
import { deflateReading, type WireReading } from '@shared/compose/wire';
import type { ComposeRequest } from '@shared/requests';
import { findComposeCli, type ComposeCli } from './clients/compose-cli';
import type { Engines } from './observe/engines';
import { connectedEngine } from './observe/redis-cluster-engine';
import type { ComposeOpsDeps } from './ops/compose/index';
import type { Look } from './planning';

/** Compose projects out of files: reading, planning, comparing. */
export interface StackServices {
  readonly read: (ref: ProjectRef, unsaved: Readonly<Record<string, string>>) => Promise<WireReading>;
  readonly diff: (ref: ProjectRef, unsaved: Readonly<Record<string, string>>) => Promise<ComposeDiff>;
  /** The docker compose CLI on this computer; looked for once a minute. */
  readonly cli: () => Promise<{ readonly path: string; readonly version: string } | null>;
  /** Looks at the engine and the files, and plans. */
  readonly look: (request: ComposeRequest) => Promise<Look>;
  readonly forOps: Omit<ComposeOpsDeps, 'docker'>;
}

export interface StackServicesDeps {
  readonly engines: Pick<Engines, 'start' | 'state' | 'docker'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const keepMs = 60_000;

export function createStackServices({ engines, env, home }: StackServicesDeps): StackServices {
  // Parsers and planners are loaded when a compose file is first asked for.
  const reader = async () =>
    (await import('./observe/compose-project')).createProjectReader({ env, home, pwd: 'project' });
  let found: { at: number; cli: Promise<ComposeCli | undefined> } | undefined;
  const cli = (): Promise<ComposeCli | undefined> => {
    const find = () => findComposeCli({ env, home, platform: process.platform });
    found ??= { at: Date.now(), cli: find() };
    const { at, cli: known } = found;
    // Nobody waits for a further look: what it finds counts from then on.
    if (Date.now() - at > keepMs) {
      found = { at: Date.now(), cli: known };
      void find().then((cli) => (found = { at: Date.now(), cli: Promise.resolve(cli) }));
    }
    return known;
  };
  const observe = async (name: string, reading?: Parameters<typeof deflateReading>[0]) => {
    await engines.start();
    const engine = connectedEngine(engines.state());
    const { observeCompose } = await import('./observe/compose');
    return observeCompose(engines.docker(), {
      engine,
      name,
      ...(reading !== undefined && { reading }),
      cli: await cli(),
    });
  };
  return {
    read: async (ref, unsaved) => {
      const [read, { lint }] = await Promise.all([reader(), import('@shared/compose/lint/index')]);
      const reading = read.read(ref, unsaved);
      return deflateReading({ ...reading, problems: lint(reading) });
    },
    diff: async (ref, unsaved) => {
      const reading = (await reader()).read(ref, unsaved);
      const { diffOf } = await import('@shared/compose/plan/index');
      return diffOf(await observe(reading.name, reading));
    },
    cli: async () => {
      const known = await cli();
      return known === undefined ? null : { path: known.path, version: known.version };
    },
    look: async (request) => {
      const reading = request.kind === 'compose.up' ? (await reader()).read(request.project) : undefined;
      const name = request.kind === 'compose.up' ? (reading?.name ?? '') : request.name;
      const [observed, { planCompose }] = await Promise.all([
        observe(name, reading),
        import('@shared/compose/plan/index'),
      ]);
      return { plan: planCompose(request, observed), engine: observed.engine.id, images: [] };
    },
    forOps: {
      read: async (ref) => (await reader()).read(ref),
      variable: async (ref, name) => (await reader()).variable(ref, name),
      cli,
    },
  };
}
