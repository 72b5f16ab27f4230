import type { ErrorInfo } from './errors';

/** The usual socket of an engine. */
export const usualSocket = '/var/run/docker.sock';

/** A Docker engine that was found, whether it answers or not. */
export interface EngineInfo {
  /** Stable: `env`, `context:NAME`, `socket:PATH`, `added:…`. */
  readonly id: string;
  readonly name: string;
  /** Where it was found; `added`: a person gave its address. */
  readonly source: 'env' | 'context' | 'socket' | 'added';
  /** `unix:///…`, `tcp://…`, `npipe://…`; no credentials. */
  readonly endpoint: string;
  readonly product: 'docker-engine' | 'docker-desktop' | 'rootless' | 'colima' | 'podman' | 'other';
  /** Whether it runs on this computer: folders and 127.0.0.1 ports are then ours. */
  readonly local: boolean;
  /** It is spoken to over TCP without TLS: whoever reaches its port rules its computer. */
  readonly open?: boolean;
}

/** The key by which a computer proves itself over SSH. */
export interface HostKey {
  /** As known_hosts has it: `ssh-ed25519 AAAA…`. */
  readonly key: string;
  /** As ssh shows it: `SHA256:…`. */
  readonly fingerprint: string;
}

/** What an engine answered when it was tried. */
export type EngineProbe =
  | {
      readonly state: 'ok';
      /** Of one ping on a connection that stands. */
      readonly latencyMs: number;
      readonly details: EngineDetails;
    }
  /** `hostKey`: the computer is not known; whoever knows its fingerprint may agree to it. */
  | { readonly state: 'failed'; readonly error: ErrorInfo; readonly hostKey?: HostKey };

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

/** What the engine's computer can carry. */
export interface Capacity {
  readonly cpus: number;
  readonly memoryBytes: number;
  /** Free space where the engine keeps its data; null: of a computer elsewhere that cannot be seen. */
  readonly diskFreeBytes: number | null;
  /** Redis nodes that fit well, at 256 MB each with half of the memory left alone. */
  readonly nodes: number;
}

/** Whether images can be had. */
export interface PullTest {
  /** A registry answered the engine, in so many milliseconds. */
  readonly ms?: number;
  readonly error?: ErrorInfo;
  /** Registry mirrors that the engine is set up with. */
  readonly mirrors: readonly string[];
  /** Server images that are on the engine: with these no registry is needed. */
  readonly images: readonly string[];
}
