import type { Node } from '../node';
import { entryOf, mapValues, Rules, stringOf } from './build';
import type { Context } from './context';
import { goText, isFloat, isTimestamp } from './scalars';
import { parseMount } from './mounts';

/** What an entry of a list is known by; of two with the same, the later takes the first one's place. */
type Key = (item: Node) => string | undefined;

const beforeEquals: Key = (item) => stringOf(item)?.split('=', 1)[0];

const target: Key = (item) => {
  const text = stringOf(item);
  if (text !== undefined) return parseMount(text).target;
  return item.kind === 'map' ? stringOf(entryOf(item, 'target')) : '';
};

const device: Key = (item) => {
  const text = stringOf(item);
  if (text === undefined) return item.kind === 'map' ? stringOf(entryOf(item, 'target')) : '';
  const parts = text.split(':');
  return parts[1] ?? parts[0];
};

/** A text or a whole number. */
const exposed: Key = (item) => {
  if (item.kind !== 'scalar' || item.value === null || typeof item.value === 'boolean') return undefined;
  if (isFloat(item) || (item.style === 'plain' && isTimestamp(item.text))) return undefined;
  return goText(item);
};

const objectIn =
  (folder: string): Key =>
  (item) => {
    const text = stringOf(item);
    if (text !== undefined) return `${folder}/${text}`;
    if (item.kind !== 'map') return undefined;
    return stringOf(entryOf(item, 'target')) ?? `${folder}/${String(stringOf(entryOf(item, 'source')))}`;
  };

const port: Key = (item) => {
  if (item.kind === 'scalar') return item.value === null ? '' : goText(item);
  if (item.kind === 'seq') return '';
  if (entryOf(item, 'target') === undefined) return undefined;
  const text = (key: string, otherwise: string): string => {
    const node = entryOf(item, key);
    return node?.kind === 'scalar' ? goText(node) : otherwise;
  };
  const ends = `${text('published', '-')}:${text('target', '-')}`;
  return `${text('host_ip', '0.0.0.0')}:${ends}/${text('protocol', 'tcp')}`;
};

const envFile: Key = (item) => stringOf(item) ?? (item.kind === 'map' ? stringOf(entryOf(item, 'path')) : '');

const keys = Rules.of<Key>({
  'networks.*.labels': beforeEquals,
  'networks.*.ipam.options': beforeEquals,
  'services.*.annotations': beforeEquals,
  'services.*.build.args': beforeEquals,
  'services.*.build.additional_contexts': beforeEquals,
  'services.*.build.platform': beforeEquals,
  'services.*.build.tags': beforeEquals,
  'services.*.build.labels': beforeEquals,
  'services.*.cap_add': beforeEquals,
  'services.*.cap_drop': beforeEquals,
  'services.*.devices': device,
  'services.*.configs': objectIn(''),
  'services.*.deploy.labels': beforeEquals,
  'services.*.dns': beforeEquals,
  'services.*.dns_opt': beforeEquals,
  'services.*.dns_search': beforeEquals,
  'services.*.environment': beforeEquals,
  'services.*.env_file': envFile,
  'services.*.expose': exposed,
  'services.*.labels': beforeEquals,
  'services.*.links': beforeEquals,
  'services.*.networks.*.aliases': beforeEquals,
  'services.*.networks.*.link_local_ips': beforeEquals,
  'services.*.ports': port,
  'services.*.profiles': beforeEquals,
  'services.*.secrets': objectIn('/run/secrets'),
  'services.*.sysctls': beforeEquals,
  'services.*.tmpfs': beforeEquals,
  'services.*.volumes': target,
});

/** Leaves one of each in the lists that docker compose keeps free of duplicates. */
export function unique(
  node: Node,
  context: Context,
  rules: Rules<Key> = keys,
  path: readonly string[] = [],
): Node {
  if (rules.none || node.kind === 'scalar') return node;
  if (node.kind === 'map')
    return mapValues(node, (value, part) => {
      const below = rules.below(part);
      return below.none ? value : unique(value, context, below, [...path, part]);
    });
  const key = rules.rule;
  if (key === undefined) return node;
  const places = new Map<string, number>();
  const kept: Node[] = [];
  for (const item of node.items) {
    const name = key(item);
    if (name === undefined) {
      refuse(item, path, context);
      continue;
    }
    const known = places.get(name);
    if (known !== undefined) kept[known] = item;
    else {
      places.set(name, kept.length);
      kept.push(item);
    }
  }
  return kept.length === node.items.length && kept.every((each, n) => each === node.items[n])
    ? node
    : { ...node, items: kept };
}

/** An entry that is known by nothing: a short form with an empty part, a long one without its main key, or no text. */
function refuse(item: Node, path: readonly string[], context: Context): void {
  const key = path.join('.');
  const text = stringOf(item);
  if (text !== undefined)
    context.error('compose.list-entry', item.at, 'cread.list-entry.part', { key, text });
  else if (item.kind === 'map')
    context.error('compose.list-entry', item.at, 'cread.list-entry.needs', {
      key,
      needed: path.at(-1) === 'env_file' ? 'path' : 'target',
    });
  else context.error('compose.list-entry', item.at, 'cread.list-entry', { key });
}
