import type { Node } from '../node';
import { entryOf, isNull } from './build';
import {
  list,
  listOfTexts,
  mapOfValues,
  numberOf,
  oneOrMore,
  struct,
  text,
  truth,
  type Encode,
} from './encode';
import { extraHosts, labels, mode, pairsOf, size, variables } from './encode-texts';

const ulimit: Encode = (node, context, key) => {
  // A limit of 0 is printed as one that is not given.
  if (node.kind !== 'map') return numberOf(node, context, key) || {};
  const { soft, hard } = { soft: entryOf(node, 'soft'), hard: entryOf(node, 'hard') };
  const part = (each: Node | undefined): number =>
    each === undefined ? 0 : (numberOf(each, context, key) ?? 0);
  return { ...(part(soft) !== 0 && { soft: part(soft) }), ...(part(hard) !== 0 && { hard: part(hard) }) };
};
/** Limits by name: a number, or soft and hard ones. */
export const ulimits = mapOfValues(ulimit);

/** A use of a secret or a config. */
export const fileReference = struct(
  ['source', text],
  ['target', text],
  ['uid', text],
  ['gid', text],
  ['mode', mode],
);

const ssh: Encode = (node, context, key) => {
  if (isNull(node)) return undefined;
  const keys = pairsOf(node, context, key);
  if (keys === undefined || keys.length === 0) return undefined;
  return keys.map(([id, path]) => (path === null || path === '' ? id : `${id}=${path}`));
};

/** How an image is built. */
export const build = struct(
  ['context', text],
  ['dockerfile', text],
  ['dockerfile_inline', text],
  ['entitlements', listOfTexts],
  ['args', variables],
  ['provenance', text],
  ['sbom', text],
  ['ssh', ssh],
  ['labels', labels],
  ['cache_from', oneOrMore],
  ['cache_to', oneOrMore],
  ['no_cache', truth],
  ['additional_contexts', labels],
  ['pull', truth],
  ['extra_hosts', extraHosts],
  ['isolation', text],
  ['network', text],
  ['target', text],
  ['secrets', list(fileReference)],
  ['shm_size', size],
  ['tags', oneOrMore],
  ['ulimits', ulimits],
  ['platforms', oneOrMore],
  ['privileged', truth],
);
