import { msg } from '../i18n/index';
import { imageParts, isImageReference, normalizeImage } from '../image';
import { label } from '../labels';
import type { Finding } from '../plan';
import { clusterKind, standing } from './existing';
import { finding, listed } from './findings';
import type { PlannedNode } from './nodes';
import type { RedisClusterObserved } from './observed';
import type { RedisClusterSpec } from './spec';

/** The cluster's name and its containers' names: free, and such that Docker takes them. */
export function checkNames(
  spec: RedisClusterSpec,
  observed: RedisClusterObserved,
  nodes: readonly PlannedNode[],
): Finding[] {
  const { name } = spec;
  const found: Finding[] = [];
  const exists = standing(spec, observed, nodes) !== 'none';
  if (exists)
    found.push(
      finding(
        'error',
        'cluster.exists',
        'name',
        msg('redis.finding.clusterExists.what', { name }),
        msg('redis.finding.clusterExists.hint'),
      ),
    );
  const other = [...observed.containers, ...observed.networks, ...observed.volumes]
    .map(({ labels }) => labels)
    .find((labels) => labels[label.cluster] === name && labels[label.kind] !== clusterKind);
  if (other !== undefined)
    found.push(
      finding(
        'error',
        'name.taken',
        'name',
        msg('redis.finding.nameTaken.what', { name, kind: other[label.kind] ?? '?' }),
        msg('redis.finding.nameTaken.hint'),
      ),
    );
  const names = new Set(observed.containers.map((each) => each.name));
  const taken = nodes.filter((node) => names.has(node.name)).map((node) => node.name);
  // Of a cluster that exists it has been said already.
  if (taken.length > 0 && !exists)
    found.push(
      finding(
        'error',
        'container.taken',
        'nodeNames',
        msg('redis.finding.containerTaken.what', { names: listed(taken) }),
        msg('redis.finding.containerTaken.hint'),
      ),
    );
  const bad = nodes.find((node) => !/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(node.name));
  if (bad !== undefined)
    found.push(
      finding(
        'error',
        'nodeNames.invalid',
        'nodeNames',
        msg('redis.finding.nodeNames.what', { node: bad.name }),
        msg('redis.finding.nodeNames.hint', { placeName: '{name}', placeNumber: '{n}' }),
      ),
    );
  return found;
}

/** The image: a proper name, at hand or to be pulled, and not too old. */
export function checkImage({ image }: RedisClusterSpec, observed: RedisClusterObserved): Finding[] {
  if (!isImageReference(image))
    return [
      finding(
        'error',
        'image.invalid',
        'image',
        msg('redis.finding.imageInvalid.what', { image }),
        msg('redis.finding.imageInvalid.hint'),
      ),
    ];
  const found: Finding[] = [];
  if (!observed.images.map(normalizeImage).includes(normalizeImage(image)))
    found.push(
      finding(
        'info',
        'image.pull',
        'image',
        msg('redis.finding.imagePull.what', { image }),
        msg('redis.finding.imagePull.hint'),
      ),
    );
  if (isOld(image))
    found.push(
      finding(
        'warning',
        'image.old',
        'image',
        msg('redis.finding.imageOld.what', { image }),
        msg('redis.finding.imageOld.hint'),
      ),
    );
  return found;
}

/** Only what a tag of the form `6.0…` says; a bare `6` is the newest 6.x. */
function isOld(image: string): boolean {
  const { name, tag } = imageParts(image);
  const match = /^(\d+)(?:\.(\d+))?/.exec(tag ?? '');
  if (name !== 'redis' || match === null) return false;
  const major = Number(match[1]);
  return major < 6 || (major === 6 && match[2] !== undefined && Number(match[2]) < 2);
}
