import type { MapEntry, MapNode, Node } from '../node';
import { entryOf, isNull, mapOf, scalarOf, stringOf, withEntry, withoutEntry } from './build';
import { castText } from './cast';
import type { Context, Environment } from './context';
import { readEnvFile } from './environment';
import { eachService } from './normalize';
import { goText } from './scalars';

/** What env files and label files say, in `environment` and `labels`, where the service's own values win. */
export function withFileValues(tree: MapNode, env: Environment, context: Context): MapNode {
  return eachService(tree, (given) => {
    let service = asMapAt(asMapAt(given, 'environment'), 'labels');
    service = fromFiles(service, 'env_file', 'environment', env, context);
    return fromFiles(service, 'label_file', 'labels', undefined, context);
  });
}

function fromFiles(
  given: MapNode,
  from: 'env_file' | 'label_file',
  into: 'environment' | 'labels',
  env: Environment | undefined,
  context: Context,
): MapNode {
  const files = entryOf(given, from);
  const service = withoutEntry(given, from);
  if (files?.kind !== 'seq') return service;
  const own = entryOf(service, into);
  const values = new Map<string, string>();
  const ownValues = new Map<string, string>();
  if (own?.kind === 'map') {
    for (const [key, { value }] of own.entries)
      if (value.kind === 'scalar' && value.value !== null) ownValues.set(key, goText(value));
  }
  if (env !== undefined) for (const [key, value] of ownValues) values.set(key, value);
  const lookup = (name: string): string | undefined =>
    env === undefined ? values.get(name) : (env.get(name)?.value ?? ownValues.get(name));
  const before = new Map(values);
  for (const item of files.items) {
    const node = item.kind === 'map' ? entryOf(item, 'path') : item;
    const path = stringOf(node);
    if (path === undefined || node === undefined) continue;
    const optional = isOff(entryOf(item, 'required'), context);
    const there = context.deps.kindOf(path);
    if (there === undefined && optional) continue;
    const format = stringOf(entryOf(item, 'format'));
    if (format === 'raw') readRaw(path, values, context, node);
    else readEnvFile(path, values, lookup, context, node.at);
  }
  const entries = new Map<string, MapEntry>();
  for (const [key, value] of values) {
    if (before.get(key) !== value || !before.has(key)) {
      entries.set(key, { key: files.at, value: scalarOf(files.at, value) });
    }
  }
  if (own?.kind === 'map') {
    for (const [key, entry] of own.entries) {
      if (into === 'environment' || !isNull(entry.value)) entries.set(key, entry);
    }
  }
  if (entries.size === 0 && own === undefined) return service;
  return withEntry(service, into, mapOf(own?.at ?? files.at, entries));
}

/** Whether a truth value says no; a text is taken for one, with YAML's old words. */
function isOff(node: Node | undefined, context: Context): boolean {
  if (node?.kind !== 'scalar') return false;
  if (typeof node.value !== 'string') return node.value === false;
  const value = castText(node.value, 'bool');
  if (value === undefined) context.error('compose.cast', node.at, 'cread.cast.bool', { text: node.value });
  return value === false;
}

/** `format: raw`: every line is KEY=value, nothing is quoted, nothing stands for anything else. */
function readRaw(path: string, out: Map<string, string>, context: Context, from: Node): void {
  const places = context.open(path, 'env', from.at);
  if (places === undefined) {
    context.error('compose.env-file-missing', from.at, 'cread.env-file-missing', { file: path });
    return;
  }
  for (const line of places.text.split(/\r?\n/)) {
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const cut = trimmed.indexOf('=');
    if (cut > 0) out.set(trimmed.slice(0, cut), trimmed.slice(cut + 1));
  }
}

/** `KEY=value` texts of a list as a map, the later one winning. */
function asMapAt(service: MapNode, key: string): MapNode {
  const node = entryOf(service, key);
  if (node?.kind !== 'seq' || !node.items.every((item) => item.kind === 'scalar')) return service;
  const entries = new Map<string, MapEntry>();
  for (const item of node.items) {
    const text = goText(item);
    const cut = text.indexOf('=');
    const name = cut === -1 ? text : text.slice(0, cut);
    // Left as it is, for the model's own check to tell of.
    if (/\s$/.test(name)) return service;
    entries.set(name, { key: item.at, value: scalarOf(item.at, cut === -1 ? null : text.slice(cut + 1)) });
  }
  return withEntry(service, key, mapOf(node.at, entries));
}
