import type { ComposeModel } from '../model';
import type { MapNode } from '../node';
import { entryOf } from './build';
import type { Context } from './context';
import {
  always,
  anything,
  list,
  listOfTexts,
  mapOfValues,
  maybe,
  objectOf,
  sortedEntries,
  struct,
  text,
  truth,
  whole,
  type Encode,
  type Json,
} from './encode';
import { labels } from './encode-texts';
import { service } from './encode-service';

const pool = struct(['subnet', text], ['gateway', text], ['ip_range', text], ['aux_addresses', labels]);

const network = struct(
  ['name', text],
  ['driver', text],
  ['driver_opts', labels],
  ['ipam', always(struct(['driver', text], ['config', list(pool)]))],
  ['external', truth],
  ['internal', truth],
  ['attachable', truth],
  ['labels', labels],
  ['enable_ipv4', maybe],
  ['enable_ipv6', maybe],
);

const volume = struct(
  ['name', text],
  ['driver', text],
  ['driver_opts', labels],
  ['external', truth],
  ['labels', labels],
);

const fileObject = struct(
  ['name', text],
  ['file', text],
  ['environment', text],
  ['content', text],
  ['external', truth],
  ['labels', labels],
  ['driver', text],
  ['driver_opts', labels],
  ['template_driver', text],
);

const parts: Readonly<Record<string, Encode>> = {
  networks: mapOfValues(network),
  volumes: mapOfValues(volume),
  secrets: mapOfValues(fileObject),
  configs: mapOfValues(fileObject),
  models: mapOfValues(
    struct(['name', text], ['model', text], ['context_size', whole], ['runtime_flags', listOfTexts]),
  ),
};

/**
 * The model, as `docker compose config --format json` prints it, in the order of its keys.
 * Wrong types are told of; then the model is not to be used.
 */
export function encodeModel(tree: MapNode, name: string, context: Context): ComposeModel {
  const services = entryOf(tree, 'services');
  const entries: [string, Json][] = [['name', name]];
  entries.push(['services', (services && mapOfValues(service)(services, context, 'services')) ?? {}]);
  for (const [key, value] of sortedEntries(tree)) {
    const part = Object.hasOwn(parts, key) ? parts[key] : key.startsWith('x-') ? anything : undefined;
    const json = part?.(value, context, key);
    if (json !== undefined) entries.push([key, json]);
  }
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  // The tables above make this shape.
  return objectOf(entries) as unknown as ComposeModel;
}
