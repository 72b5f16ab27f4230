/**
 * The canonical model: what `docker compose config --format json` prints (2.26.1), long forms only. Durations are
 * texts as compose prints them (`1m30s`), sizes decimal texts of bytes (`"536870912"`), as in that JSON. `$` in values is `$$`.
 */
export interface ComposeModel {
  readonly name: string;
  readonly services: Readonly<Record<string, ServiceModel>>;
  readonly networks?: Readonly<Record<string, NetworkModel>>;
  readonly volumes?: Readonly<Record<string, VolumeModel>>;
  readonly secrets?: Readonly<Record<string, FileObjectModel>>;
  readonly configs?: Readonly<Record<string, FileObjectModel>>;
  /** Read and checked; never printed. */
  readonly models?: Readonly<Record<string, unknown>>;
  readonly [extension: `x-${string}`]: unknown;
}

/** Keys as in the file format. Those that our own engine uses are typed; more may be there. */
export interface ServiceModel {
  readonly image?: string;
  readonly build?: BuildModel;
  readonly command: readonly string[] | null;
  readonly entrypoint: readonly string[] | null;
  readonly container_name?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly hostname?: string;
  readonly expose?: readonly string[];
  readonly ports?: readonly PortModel[];
  readonly volumes?: readonly MountModel[];
  readonly networks?: Readonly<Record<string, ServiceNetworkModel | null>>;
  readonly network_mode?: string;
  readonly restart?: string;
  readonly healthcheck?: HealthcheckModel;
  readonly depends_on?: Readonly<Record<string, DependencyModel>>;
  readonly profiles?: readonly string[];
  readonly scale?: number;
  readonly pull_policy?: string;
  readonly [key: string]: unknown;
}

export interface BuildModel {
  readonly context: string;
  readonly dockerfile?: string;
  readonly dockerfile_inline?: string;
  readonly args?: Readonly<Record<string, string | null>>;
  readonly target?: string;
  readonly [key: string]: unknown;
}

export interface PortModel {
  readonly mode?: string;
  readonly host_ip?: string;
  readonly target: number;
  /** A port or a range, as text. */
  readonly published?: string;
  readonly protocol?: string;
  readonly [key: string]: unknown;
}

export interface MountModel {
  readonly type: string;
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly [key: string]: unknown;
}

export interface ServiceNetworkModel {
  readonly aliases?: readonly string[];
  readonly ipv4_address?: string;
  readonly ipv6_address?: string;
  readonly mac_address?: string;
  readonly priority?: number;
  readonly [key: string]: unknown;
}

export interface HealthcheckModel {
  readonly test?: readonly string[];
  readonly interval?: string;
  readonly timeout?: string;
  readonly retries?: number;
  readonly start_period?: string;
  readonly start_interval?: string;
  readonly disable?: boolean;
}

export interface DependencyModel {
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  readonly required?: boolean;
  readonly restart?: boolean;
}

export interface NetworkModel {
  /** Its name on the engine. */
  readonly name: string;
  readonly driver?: string;
  readonly external?: boolean;
  readonly [key: string]: unknown;
}

export interface VolumeModel {
  readonly name: string;
  readonly driver?: string;
  readonly external?: boolean;
  readonly [key: string]: unknown;
}

/** A secret or a config. */
export interface FileObjectModel {
  readonly name: string;
  readonly file?: string;
  readonly environment?: string;
  readonly content?: string;
  readonly external?: boolean;
  readonly [key: string]: unknown;
}
