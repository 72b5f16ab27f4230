import type { ComposeDiff } from '@shared/compose/diff';
import type { ProjectRef } from '@shared/compose/source';
import type { Stack } from '@shared/compose/stack';
import type { WireReading } from '@shared/compose/wire';
import type { AppInfo, HostInterface, Preview, Settings } from '@shared/contract';
import type { Capacity, EngineInfo, EngineProbe, PullTest, EngineState } from '@shared/engine';
import type { Locale } from '@shared/i18n/types';
import type { LiveCluster } from '@shared/redis-cluster/live';
import type { ClusterStatus, ClusterSummary } from '@shared/redis-cluster/observed';
import type { ClusterEvent } from '@shared/redis-cluster/timeline';
import type {
  CheckReport,
  CommandReply,
  KeyName,
  KeyPage,
  KeyPreview,
  KeySearch,
  Remote,
} from '@shared/redis-cluster/tools';
import type { PlanRequest } from '@shared/requests';
import type { SecretRef } from '@shared/secrets';
import type { AddedEngines } from '../added-engines';
import type { Runner } from '../runner/types';
import type { InsideObserver } from '../observe/inside';
import type { ExitObserver } from '../observe/container-exit';
import type { Metrics } from '../metrics';
import type { Diagnose } from '../diagnose';
import type { ResourceServices } from '../resources';
import type { StackFiles } from '../observe/known-stacks';
import type { ComposeImport } from '../observe/compose-import';
import type { DashboardStore } from '../store/dashboards';
import type { ProjectFiles } from '../store/project-files';
import type { StackWriter } from '../store/stack-writer';
import type { Streams } from '../streams/service';
import type { Updates } from '../updates';

/** What the handlers need of the app's services; wiring.ts gives it. */
export interface Services {
  readonly dataDir: string;
  readonly engines: {
    list(): Promise<readonly EngineInfo[]>;
    state(): EngineState;
    /** null: the first that answers. */
    select(id: string | null): Promise<EngineState>;
  };
  readonly addedEngines: Pick<AddedEngines, 'list' | 'save' | 'remove' | 'try'>;
  /** Whether an engine answers, and how fast. */
  probe(id: string): Promise<EngineProbe>;
  readonly firstLook: { capacity(): Promise<Capacity>; pullTest(): Promise<PullTest> };
  readonly host: { interfaces(): readonly HostInterface[] };
  readonly planning: {
    prepare(request: PlanRequest): Promise<Preview>;
    start(request: PlanRequest, digest: string): Promise<{ runId: string }>;
    script(request: PlanRequest, locale?: Locale): Promise<string>;
  };
  readonly specs: {
    /** The spec file's text. Throws AppError when the request has none (a removal). */
    print(request: PlanRequest, locale?: Locale): Promise<string>;
    /** The request that a spec file holds. Throws AppError with file:line:column. */
    read(path: string): Promise<PlanRequest>;
  };
  readonly runner: Pick<Runner, 'list' | 'get' | 'cancel' | 'resume' | 'undo'>;
  readonly clusters: {
    list(): Promise<readonly ClusterSummary[]>;
    status(name: string): Promise<ClusterStatus>;
    adopt(input: { discovered: string; name: string; password?: SecretRef }): Promise<ClusterStatus>;
    forget(name: string): Promise<void>;
    adoptRemote(remote: Remote): Promise<ClusterStatus>;
    live(name: string): Promise<LiveCluster>;
    check(name: string, deep: boolean): Promise<CheckReport>;
    slotKeys(name: string): Promise<readonly number[]>;
    /** Begins to watch; returns the way to stop. Its events come by `listen`. */
    watch(name: string): () => void;
    events(name: string): readonly ClusterEvent[];
    keys(search: KeySearch): Promise<KeyPage>;
    key(name: string, key: KeyName): Promise<KeyPreview>;
    deleteKeys(name: string, keys: readonly KeyName[]): Promise<number>;
    command(name: string, line: string, node?: string): Promise<CommandReply>;
  };
  readonly stacks: {
    /** By name. */
    list(): Promise<readonly Stack[]>;
    /** Throws AppError `stack.unknown`. */
    get(name: string): Promise<Stack>;
    /** `unsaved`: absolute path -> text that takes the place of the file's. */
    read(ref: ProjectRef, unsaved: Readonly<Record<string, string>>): Promise<WireReading>;
    diff(ref: ProjectRef, unsaved: Readonly<Record<string, string>>): Promise<ComposeDiff>;
    /** The docker compose CLI on this computer; null: there is none. */
    cli(): Promise<{ readonly path: string; readonly version: string } | null>;
  };
  readonly metrics: Omit<Metrics, 'close'>;
  /** Images, networks and volumes. */
  readonly resources: Omit<ResourceServices, 'look'>;
  readonly files: ProjectFiles;
  /** The user's own dashboards. */
  readonly dashboards: DashboardStore;
  readonly diagnose: Diagnose;
  /** Containers that the wizard writes down as a stack. */
  readonly composeImport: ComposeImport;
  readonly stackWriter: StackWriter;
  /** Looking into the containers of the connected engine. */
  readonly containers: InsideObserver;
  /** Why a container stopped. */
  readonly exits: Pick<ExitObserver, 'why'>;
  /** The files of stacks that somebody named. */
  readonly stackFiles: StackFiles;
  readonly streams: Streams;
  readonly settings: {
    get(): Settings;
    set(change: Partial<Settings>): Promise<Settings>;
  };
  readonly updates: Updates;
  readonly secrets: { store(value: string): Promise<{ stored: string }> };
}

/** What the handlers need of the desktop; index.ts gives it. */
export interface Desktop {
  info(): Omit<AppInfo, 'dataDir'>;
  locale(): Locale;
  /** Dialogs give an absolute path, or null when they were closed. */
  pickFolder(): Promise<string | null>;
  pickSpec(): Promise<string | null>;
  pickTarget(kind: 'spec' | 'script', name: string): Promise<string | null>;
  /** Files to open; may be several. */
  pickFiles(kind: 'compose' | 'env'): Promise<readonly string[] | null>;
  /** Asks whether a file that was never chosen may be written. */
  allowSave(path: string): Promise<boolean>;
  /** Where to save something that is no spec; the name is a proposal. */
  pickSave(name: string): Promise<string | null>;
  /** A file that is to be copied somewhere. */
  pickUpload(): Promise<string | null>;
  /** Opens an address in the system's browser. */
  openOutside(url: string): Promise<void>;
  copy(text: string): void;
  /** Calls back when a page has gone: reloaded, or its window closed. `page`: as handlers get it. */
  onPageGone?(listener: (page: number) => void): void;
  /** Opens one more window at a path of its router; false: there are too many. */
  newWindow(path: string): boolean;
  /** Whether this desktop shows tray icons at the moment. */
  hasTray(): Promise<boolean>;
}
