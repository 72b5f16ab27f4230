import type { EngineDetails, EngineInfo } from '../engine';
import type { Finding } from '../plan';
import type { SlotRange, TlsOptions } from '../ops';
import type { LiveCluster } from './live';

/** What stands on the engine, as far as a Redis cluster's plan needs it. Plain data, observed once. */
export interface RedisClusterObserved {
  readonly engine: EngineInfo & EngineDetails;
  readonly containers: readonly ObservedContainer[];
  readonly networks: readonly ObservedNetwork[];
  readonly volumes: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[];
  /** Image references at hand, as `repo:tag`. */
  readonly images: readonly string[];
  readonly host: ObservedHost;
  /** For the removal of an adopted cluster: the names of its containers, which carry no label of ours. */
  readonly members?: readonly string[];
  /** For plans on a running cluster. */
  readonly live?: LiveCluster;
}

export interface ObservedContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  readonly command: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly networkMode: string;
  /** Network name -> IPv4 address. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Published ports. */
  readonly ports: readonly {
    readonly hostIp: string;
    readonly hostPort: number;
    readonly containerPort: number;
  }[];
  readonly mounts: readonly { readonly type: string; readonly source: string; readonly target: string }[];
  readonly memoryBytes: number;
  readonly restart: string;
}

export interface ObservedNetwork {
  readonly name: string;
  readonly driver: string;
  readonly subnets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Names of the containers on it. */
  readonly containers: readonly string[];
}

export interface ObservedHost {
  readonly platform: string;
  /** IPv4 interfaces of this computer. */
  readonly interfaces: readonly {
    readonly name: string;
    readonly address: string;
    readonly cidr: string;
    readonly internal: boolean;
  }[];
  /** The ports asked about that something listens on; `by` where that can be told (a process's name). */
  readonly portsInUse: readonly { readonly port: number; readonly by?: string }[];
  /** The folders asked about that exist and are not empty. */
  readonly foldersInUse: readonly string[];
  readonly freeMemoryBytes: number;
  /** Bytes free where the engine (or the chosen folder) keeps its data; absent where it can't be told. */
  readonly freeDiskBytes?: number;
}

/** One node of a running cluster, as the nodes themselves report it. */
export interface ClusterNode {
  /** The container's name, else address:port. */
  readonly name: string;
  /** The 40-hex node id; empty when the node could not be asked and nobody knows it. */
  readonly id: string;
  readonly role: 'master' | 'replica' | 'unknown';
  /** A replica's master: its id. */
  readonly masterId?: string;
  readonly slots: readonly SlotRange[];
  /** Slots that are open on this node: being moved away or in. */
  readonly openSlots: readonly {
    readonly slot: number;
    readonly direction: 'migrating' | 'importing';
    readonly peer: string;
  }[];
  /** `address:port`, as announced. */
  readonly address: string;
  readonly busPort: number;
  /** The port on this computer that leads to it, where there is one. */
  readonly hostPort?: number;
  /** A replica's link to its master; true for a master. */
  readonly linkUp: boolean;
  /** A replica's lag in bytes. */
  readonly lagBytes?: number;
  /** Seconds since a replica last heard from its master (which pings it every 10 s when nothing else is to say). */
  readonly lagSeconds?: number;
  readonly health: 'ok' | 'failing' | 'failed' | 'unreachable' | 'loading' | 'stopped';
  readonly flags: readonly string[];
  readonly configEpoch: number;
  readonly version?: string;
  readonly container?: {
    readonly id: string;
    readonly name: string;
    readonly state: string;
    readonly image: string;
  };
  readonly memoryBytes?: number;
  readonly maxMemoryBytes?: number;
  readonly keys?: number;
  readonly opsPerSecond?: number;
  /** What the node itself answered: `CLUSTER INFO`, `CLUSTER NODES`. */
  readonly clusterInfo?: string;
  readonly clusterNodes?: string;
}

export interface ClusterStatus {
  readonly name: string;
  /** ok: all nodes agree, all slots covered, all links up. degraded: it serves, with problems. fail: it does not serve all slots. */
  readonly state: 'ok' | 'degraded' | 'fail' | 'unreachable';
  readonly origin: 'flotilla' | 'adopted' | 'discovered';
  readonly mode: 'bridge' | 'host' | 'other';
  readonly slotsCovered: number;
  readonly nodes: readonly ClusterNode[];
  readonly problems: readonly Finding[];
  readonly hasPassword: boolean;
  readonly network?: { readonly name: string; readonly subnet?: string };
  /** It stands elsewhere: how it is got into. */
  readonly remote?: {
    readonly host: string;
    readonly port: number;
    readonly username?: string;
    readonly tls?: TlsOptions;
    /** Announced `address:port` -> where this computer reaches it: what a person said. */
    readonly map: Readonly<Record<string, string>>;
    /** The same for every node to which a way was found. */
    readonly ways: Readonly<Record<string, string>>;
  };
  /** The spec that it was built from (labels) or that an adopted cluster amounts to. */
  readonly spec?: unknown;
  /** Milliseconds since the epoch. */
  readonly observedAt: number;
}

/** A line in the list of clusters. */
export interface ClusterSummary {
  readonly name: string;
  readonly origin: ClusterStatus['origin'];
  readonly mode: ClusterStatus['mode'];
  readonly state: ClusterStatus['state'];
  readonly image: string;
  readonly masters: number;
  readonly replicas: number;
  readonly slotsCovered: number;
  readonly containers: readonly string[];
  /** The nodes ask for a password that is not at hand. */
  readonly needsPassword: boolean;
}
