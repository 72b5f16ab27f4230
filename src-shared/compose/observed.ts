import type { EngineDetails, EngineInfo } from '../engine';
import type { Reading } from './source';
import type { StackContainer } from './stack';

/** What a compose project's plan needs of the files and of the engine. Plain data, observed once. */
export interface ComposeObserved {
  readonly engine: EngineInfo & EngineDetails;
  /** The project's name on the engine. */
  readonly name: string;
  /** The files as they are now; there for `compose.up` and for `diffOf`. */
  readonly reading?: Reading;
  /** Every container that bears the project's label, one-off ones (`compose run`) as well. */
  readonly containers: readonly ComposeContainer[];
  /** All containers of the engine that are not the project's: their names and ports may be in the way. */
  readonly others: readonly OtherContainer[];
  /** All networks of the engine. */
  readonly networks: readonly ComposeNetwork[];
  /** All volumes of the engine. */
  readonly volumes: readonly ComposeVolume[];
  /** Image reference as `normalizeImage` gives it (and every id) -> image id (`sha256:…`). */
  readonly images: Readonly<Record<string, string>>;
  readonly host: {
    /** Of the ports that the files publish: those on which something else than a container listens. */
    readonly portsInUse: readonly {
      readonly port: number;
      readonly protocol: 'tcp' | 'udp';
      /** The process's name, where it can be told. */
      readonly by?: string;
    }[];
    /** Of the files and folders that services mount: those that are there. Empty for a remote engine. */
    readonly present: readonly string[];
  };
  /** The docker compose CLI, where one was found: `2.26.1`. */
  readonly cli?: { readonly version: string };
}

/** `mounts[].source` is a volume's name for `type: volume`, a path of the engine's host for `bind`. */
export interface ComposeContainer extends StackContainer {
  /** Label `com.docker.compose.image`: id of the image that it was made from. */
  readonly imageLabel?: string;
  /** Label `com.docker.compose.version`. */
  readonly version?: string;
  /** Label `com.docker.compose.project.working_dir`: the folder that it was brought up from. */
  readonly directory?: string;
}

export interface OtherContainer {
  readonly id: string;
  readonly name: string;
  readonly state: StackContainer['state'];
  readonly ports: StackContainer['ports'];
  /** The compose project that it belongs to. */
  readonly project?: string;
  /** Names of the volumes and networks that it uses. */
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  readonly imageId: string;
}

export interface ComposeNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly subnets: readonly string[];
  /** Label `com.docker.compose.project`. */
  readonly project?: string;
  /** Label `com.docker.compose.network`. */
  readonly key?: string;
  /** Names of the containers that are on it. */
  readonly containers: readonly string[];
}

export interface ComposeVolume {
  readonly name: string;
  readonly driver: string;
  readonly project?: string;
  /** Label `com.docker.compose.volume`. */
  readonly key?: string;
}
