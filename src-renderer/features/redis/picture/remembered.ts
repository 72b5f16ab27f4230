import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { pictureOfStatus } from './make';
import type { Picture } from './model';

/** The picture that was last shown of each cluster. */
const last = new Map<string, Picture>();

/**
 * The picture of a cluster, with its masters where they stood when it was last looked at, and in the colours that
 * they had: one who has just moved slots, or promoted a replica, finds everything where it was.
 */
export function rememberedPicture(status: ClusterStatus): Picture {
  const picture = pictureOfStatus(status, last.get(status.name));
  last.set(status.name, picture);
  return picture;
}
