import type { ImageRow, NetworkRow, VolumeRow } from './model';

/** One line of an image's history, newest first. */
export interface HistoryEntry {
  /** The command that made it. */
  readonly command: string;
  readonly createdAt: number;
  /** Bytes; 0 for one that changed only the configuration. */
  readonly size: number;
  readonly comment: string;
}

/** An image as its page shows it. */
export interface ImageDetail extends ImageRow {
  readonly platform: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDir: string;
  readonly user: string;
  /** `6379/tcp` */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly layers: readonly string[];
  readonly history: readonly HistoryEntry[];
}

/** A container that is on a network, with the address that it has there while it runs. */
export interface NetworkAddress {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly address6: string;
  readonly mac: string;
}

export interface NetworkDetail extends NetworkRow {
  readonly members: readonly NetworkAddress[];
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

export interface VolumeDetail extends VolumeRow {
  /** By container: where it is mounted. */
  readonly mounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly target: string;
  }[];
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}
