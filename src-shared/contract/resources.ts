import { z } from 'zod';
import type { ImageDetail, NetworkDetail, VolumeDetail } from '../resources/details';
import type { Resources, Usage } from '../resources/model';
import { call } from './call';

const id = z.string().min(1).max(300);

/** Images, networks and volumes. What is done to them goes by plans. */
export const resourcesContract = {
  'resources.list': call(z.undefined()).output<Resources>(),
  /** Sizes: the engine counts for it, which takes a while where volumes hold many files. */
  'resources.usage': call(z.undefined()).output<Usage>(),
  'resources.image': call(id).output<ImageDetail>(),
  'resources.network': call(id).output<NetworkDetail>(),
  'resources.volume': call(id).output<VolumeDetail>(),
  /** What `docker inspect` prints, as JSON text. */
  'resources.inspect': call(
    z.strictObject({ kind: z.enum(['image', 'network', 'volume']), id }),
  ).output<string>(),
} as const;
