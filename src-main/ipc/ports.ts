import type { AppInfo, HostInterface, Preview, Settings } from '@shared/contract';
import type { EngineInfo, EngineState } from '@shared/engine';
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
import type { Runner } from '../runner/types';

/** What the handlers need of the app's services; wiring.ts gives it. */
export interface Services {
  readonly dataDir: string;
  readonly engines: {
    list(): Promise<readonly EngineInfo[]>;
    state(): EngineState;
    /** null: the first that answers. */
    select(id: string | null): Promise<EngineState>;
  };
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
  readonly settings: {
    get(): Settings;
    set(change: Partial<Settings>): Promise<Settings>;
  };
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
  copy(text: string): void;
  /** Calls back when the page that called has gone: reloaded, or its window closed. */
  onPageGone?(listener: () => void): void;
}
