import { z } from 'zod';

export type ContainerState =
  'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead' | 'unknown';
export type ContainerHealth = 'starting' | 'healthy' | 'unhealthy';

export interface PublishedPort {
  readonly hostIp: string;
  readonly hostPort?: number;
  readonly containerPort: number;
  readonly protocol: string;
}

/** A container as a list shows it. */
export interface ContainerRow {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: ContainerState;
  readonly health?: ContainerHealth;
  /** Of the last exit; only of one that does not run. */
  readonly exitCode?: number;
  /** The engine's own words: `Up 3 minutes (healthy)`. */
  readonly status: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly ports: readonly PublishedPort[];
  readonly networks: readonly string[];
  /** Of docker compose's labels. */
  readonly project?: string;
  readonly service?: string;
  readonly number?: number;
}

export interface ContainerMount {
  readonly type: string;
  /** A volume's name. */
  readonly name?: string;
  readonly source: string;
  readonly target: string;
  readonly writable: boolean;
}

/** A container on a network, with the names that it answers to there. */
export interface NetworkMember {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly aliases: readonly string[];
  readonly state: ContainerState;
}

export interface ContainerNetwork {
  readonly name: string;
  readonly address: string;
  readonly gateway: string;
  readonly mac: string;
  readonly aliases: readonly string[];
  /** `container:alias` of old links. */
  readonly links: readonly string[];
  /** Whether the engine answers for names on it: not on `bridge`, `host` and `none`. */
  readonly resolves: boolean;
  /** The others that are on it. */
  readonly members: readonly NetworkMember[];
}

export interface HealthProbe {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly exitCode: number;
  readonly output: string;
}

/** A container as its page shows it. */
export interface ContainerDetail {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: ContainerState;
  readonly exitCode?: number;
  readonly oomKilled: boolean;
  /** The engine's own words for why it could not start. */
  readonly error: string;
  readonly pid?: number;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly restartCount: number;
  readonly restartPolicy: { readonly name: string; readonly max: number };
  readonly health?: {
    readonly status: ContainerHealth;
    readonly failingStreak: number;
    readonly log: readonly HealthProbe[];
  };
  readonly healthcheck?: {
    readonly test: readonly string[];
    /** Milliseconds; absent: the engine's default. */
    readonly interval?: number;
    readonly timeout?: number;
    readonly startPeriod?: number;
    readonly retries?: number;
  };
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDir: string;
  readonly user: string;
  readonly hostname: string;
  readonly tty: boolean;
  readonly platform: string;
  readonly stopSignal: string;
  /** Seconds; absent: the engine's 10. */
  readonly stopTimeout?: number;
  readonly privileged: boolean;
  readonly readOnly: boolean;
  /** 0: no limit. Bytes, CPUs, processes. */
  readonly limits: { readonly memory: number; readonly cpus: number; readonly pids: number };
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly ContainerMount[];
  readonly networkMode: string;
  readonly networks: readonly ContainerNetwork[];
  readonly project?: string;
  readonly service?: string;
  readonly number?: number;
}

/** The processes of a container, as `docker top` lists them. */
export interface ProcessTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** An entry of a folder inside a container. */
export interface FileEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'link' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Permission bits: 0o755 as 493. */
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly owner: string;
  /** Where a link leads. */
  readonly target?: string;
}

export interface FolderListing {
  readonly path: string;
  readonly entries: readonly FileEntry[];
  /** There was more than could be read. */
  readonly truncated: boolean;
}

export interface FilePreview {
  readonly path: string;
  readonly size: number;
  /** Absent: it is no text. */
  readonly text?: string;
  readonly truncated: boolean;
}

/** What was found when one container tried to reach a name. */
export interface ReachReport {
  readonly host: string;
  readonly port?: number;
  /** The networks that both are on, where the engine knows the name on one of them. */
  readonly sharedNetworks: readonly string[];
  /** `unknown`: the container has no program to ask with. */
  readonly resolves: 'yes' | 'no' | 'unknown';
  readonly addresses: readonly string[];
  /** Only with a port, once the name resolves. */
  readonly connects?: 'yes' | 'refused' | 'timeout' | 'no' | 'unknown';
  /** The commands that were run inside, and what they said. */
  readonly tried: readonly { readonly command: string; readonly exitCode: number; readonly output: string }[];
}

/** What can be done to one container at once. */
export const containerActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['start', 'stop', 'restart', 'kill', 'pause', 'unpause']) }),
  z.strictObject({
    action: z.literal('remove'),
    /** Also one that runs. */
    force: z.boolean(),
    /** Also the unnamed volumes that were made with it. */
    anonymous: z.boolean(),
  }),
]);
export type ContainerAction = z.infer<typeof containerActionSchema>;

/** A path inside a container. */
export const insidePathSchema = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^\/[^\0]*$/);
