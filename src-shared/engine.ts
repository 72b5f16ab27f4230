import type { ErrorInfo } from './errors';

/** A Docker engine that was found, whether it answers or not. */
export interface EngineInfo {
  /** Stable: `env`, `context:NAME`, `socket:PATH`. */
  readonly id: string;
  readonly name: string;
  /** Where it was found. */
  readonly source: 'env' | 'context' | 'socket';
  /** `unix:///…`, `tcp://…`, `npipe://…`; no credentials. */
  readonly endpoint: string;
  readonly product: 'docker-engine' | 'docker-desktop' | 'rootless' | 'colima' | 'podman' | 'other';
  /** Whether it runs on this computer: folders and 127.0.0.1 ports are then ours. */
  readonly local: boolean;
}

/** What an engine says of itself when it answers. */
export interface EngineDetails {
  /** The name of the computer (or virtual machine) that it runs on. */
  readonly hostname?: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly os: string;
  readonly osType: string;
  readonly arch: string;
  readonly kernel: string;
  readonly cgroupVersion: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly rootDir: string;
  readonly storageDriver: string;
  readonly isDesktop: boolean;
  readonly rootless: boolean;
}

export type EngineState =
  | { readonly state: 'searching' }
  | { readonly state: 'connected'; readonly engine: EngineInfo; readonly details: EngineDetails }
  /** Found but silent; tried again by itself. */
  | { readonly state: 'unreachable'; readonly engine: EngineInfo; readonly error: ErrorInfo }
  /** None found: `error.hint` is the one thing to do about it. */
  | { readonly state: 'none'; readonly error: ErrorInfo };
