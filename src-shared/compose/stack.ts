import type { ProjectRef } from './source';

/** The labels of docker compose, by which it and we know a project's parts again. */
export const composeLabel = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  version: 'com.docker.compose.version',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
  configHash: 'com.docker.compose.config-hash',
  dependsOn: 'com.docker.compose.depends_on',
  image: 'com.docker.compose.image',
  workingDir: 'com.docker.compose.project.working_dir',
  configFiles: 'com.docker.compose.project.config_files',
  environmentFile: 'com.docker.compose.project.environment_file',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
} as const;

/** A container of a stack, as it stands on the engine. */
export interface StackContainer {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly number: number;
  readonly oneOff: boolean;
  readonly image: string;
  readonly imageId: string;
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  /** Of the last exit; only where it is not running. */
  readonly exitCode?: number;
  readonly oomKilled?: boolean;
  readonly restartCount?: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly ports: readonly {
    readonly hostIp: string;
    readonly hostPort?: number;
    readonly containerPort: number;
    readonly protocol: string;
  }[];
  readonly configHash: string;
  /** Services that it depends on, with the condition: of the label. */
  readonly dependsOn: Readonly<Record<string, string>>;
  /** Network name on the engine -> address and aliases. */
  readonly networks: Readonly<
    Record<string, { readonly address: string; readonly aliases: readonly string[] }>
  >;
  readonly mounts: readonly { readonly type: string; readonly source: string; readonly target: string }[];
}

/** A compose project that stands on the engine, whoever made it: known by its labels alone. */
export interface Stack {
  readonly name: string;
  /** Which compose made it: the `version` label of its containers; more than one: a mix. */
  readonly versions: readonly string[];
  /** Of the labels; `files` may be gone. Absent where the labels tell nothing. */
  readonly ref?: ProjectRef;
  /** Files of `ref` that are no longer there; only asked for a local engine. */
  readonly missingFiles: readonly string[];
  readonly services: readonly StackService[];
  readonly networks: readonly { readonly name: string; readonly key: string }[];
  readonly volumes: readonly { readonly name: string; readonly key: string }[];
}

export interface StackService {
  readonly name: string;
  readonly containers: readonly StackContainer[];
  /** The worst of its containers. `partial`: some run. */
  readonly state:
    'running' | 'partial' | 'exited' | 'paused' | 'restarting' | 'created' | 'unhealthy' | 'starting';
}
