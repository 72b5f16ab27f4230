import { normalizeImage } from '../image';
import type { ObservedContainer, ObservedNetwork } from '../redis-cluster/observed';
import type { RunSpec } from './run-spec';

/** What a container that is to be run is planned on. */
export interface RunObserved {
  readonly engine: {
    readonly id: string;
    readonly cpus: number;
    readonly memoryBytes: number;
    /** It is this computer's: its ports and folders are ours. */
    readonly local: boolean;
  };
  readonly containers: readonly Pick<ObservedContainer, 'name' | 'state' | 'addresses' | 'ports'>[];
  readonly networks: readonly Pick<ObservedNetwork, 'name' | 'driver' | 'subnets'>[];
  readonly volumes: readonly string[];
  /** Every name that an image has. */
  readonly images: readonly string[];
  readonly host: {
    readonly portsInUse: readonly { readonly port: number; readonly by?: string }[];
    /** Of the folders and files that are to be mounted; only of an engine on this computer. */
    readonly paths: Readonly<Record<string, 'folder' | 'file' | 'missing'>>;
  };
}

/** Whether the engine has the image under the name that is asked for. */
export function hasImage(
  { image }: Pick<RunSpec, 'image'>,
  { images }: Pick<RunObserved, 'images'>,
): boolean {
  return images.some((each) => normalizeImage(each) === normalizeImage(image));
}

/** Networks that are the engine's own. */
export const specialNetworks: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'default']);

/** Whether a missing path names a file: docker would make a folder of it. */
export function looksLikeFile(path: string): boolean {
  return /\.[A-Za-z][A-Za-z0-9]{0,7}$/.test(path) && !/\.d$/.test(path);
}

export function isNewNetwork({ network }: RunSpec, { networks }: RunObserved): boolean {
  return (
    network !== undefined && !specialNetworks.has(network) && !networks.some((each) => each.name === network)
  );
}
