import type { MapNode, Node } from '../node';
import { entryOf, mapItems, mapValues, Rules, scalarOf, stringOf, withEntry } from './build';
import type { Context } from './context';
import { expandHome, inFolder, isAbsolute } from './paths';

type Resolve = (node: Node, folder: string, home: string) => Node;

const path: Resolve = (node, folder, home) => {
  if (node.kind === 'seq') return mapItems(node, (item) => path(item, folder, home));
  const text = stringOf(node);
  if (text === undefined || text === '') return node;
  const full = expandHome(text, home);
  return at(node, isAbsolute(full) ? full : inFolder(folder, full));
};

/** As `path`, where empty text is the folder itself. */
const unixPath: Resolve = (node, folder, home) => {
  const text = stringOf(node);
  if (text === undefined) return node;
  const full = expandHome(text, home);
  return at(node, isAbsolute(full) ? full : inFolder(folder, full));
};

const remote = /^(https:\/\/|http:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@|service:)|:\/\//;
const buildContext: Resolve = (node, folder, home) =>
  remote.test(stringOf(node) ?? '') ? node : path(node, folder, home);

const mount: Resolve = (node, folder, home) => {
  if (node.kind !== 'map' || stringOf(entryOf(node, 'type')) !== 'bind') return node;
  const source = entryOf(node, 'source');
  return source === undefined ? node : withEntry(node, 'source', unixPath(source, folder, home));
};

/** A local volume that is a bind mount. */
const volume: Resolve = (node, folder, home) => {
  const options = entryOf(node, 'driver_opts');
  const device = entryOf(options, 'device');
  if (node.kind !== 'map' || options?.kind !== 'map' || device === undefined) return node;
  const bind = stringOf(entryOf(node, 'driver')) === 'local' && stringOf(entryOf(options, 'o')) === 'bind';
  if (!bind) return node;
  return withEntry(node, 'driver_opts', withEntry(options, 'device', unixPath(device, folder, home)));
};

const at = (node: Node, text: string): Node =>
  node.kind === 'scalar' && node.value === text ? node : { ...scalarOf(node.at, text) };

const resolves = Rules.of<Resolve>({
  'services.*.build.context': buildContext,
  'services.*.build.additional_contexts.*': buildContext,
  'services.*.build.ssh.*': unixPath,
  'services.*.env_file.*.path': path,
  'services.*.label_file.*': path,
  'services.*.extends.file': path,
  'services.*.develop.watch.*.path': path,
  'services.*.volumes.*': mount,
  'configs.*.file': unixPath,
  'secrets.*.file': unixPath,
  'volumes.*': volume,
});

/** Every path that begins nowhere else begins at the folder; `~` at the home folder. */
export function absolutePaths(tree: MapNode, folder: string, context: Context): Node {
  const walk = (node: Node, rules: Rules<Resolve>): Node => {
    if (rules.none) return node;
    if (rules.rule !== undefined) return rules.rule(node, folder, context.deps.home);
    if (node.kind === 'map') return mapValues(node, (value, key) => walk(value, rules.below(key)));
    if (node.kind === 'seq') return mapItems(node, (item) => walk(item, rules.below('[]')));
    return node;
  };
  return walk(tree, resolves);
}
