import type { MapEntry, MapNode, Node } from '../node';
import { entryOf, mapOf, sameValue, stringOf, withEntry, withoutEntry } from './build';
import { withEnvFiles } from './environment';
import { loadFiles, type Scope } from './load';
import { folderOf, inFolder } from './paths';
import { resolveLists } from './normalize';

const kinds = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** Takes in the projects that a file includes; what both have must be equal. */
export function applyInclude(tree: MapNode, file: string, scope: Scope): MapNode {
  const include = entryOf(tree, 'include');
  if (include === undefined) return tree;
  let out = withoutEntry(tree, 'include');
  if (include.kind !== 'seq') {
    if (include.kind !== 'scalar' || include.value !== null) {
      scope.context.error('compose.include-list', include.at, 'cread.include-list');
    }
    return out;
  }
  for (const each of include.items) {
    const imported = included(each, file, scope);
    if (imported !== undefined) out = taken(out, imported, scope);
  }
  return out;
}

const texts = (node: Node | undefined): { text: string; node: Node }[] =>
  (node?.kind === 'seq' ? node.items : node === undefined ? [] : [node]).flatMap((item) => {
    const text = stringOf(item);
    return text === undefined ? [] : [{ text, node: item }];
  });

function included(entry: Node, file: string, scope: Scope): MapNode | undefined {
  const { context, folder } = scope;
  const paths = texts(entry.kind === 'map' ? entryOf(entry, 'path') : entry);
  const [first] = paths;
  if (first === undefined) {
    context.error('compose.include-path', entry.at, 'cread.include-path');
    return undefined;
  }
  const files = paths.map(({ text }) => inFolder(folder, text));
  const main = files[0] ?? '';
  const chain = [...scope.included, file];
  if (chain.includes(main)) {
    const names = [...chain.slice(chain.indexOf(main)), main].join(' → ');
    context.error('compose.include-cycle', first.node.at, 'cread.include-cycle', { chain: names });
    return undefined;
  }
  const own = stringOf(entryOf(entry, 'project_directory'));
  const inner = own === undefined ? folderOf(main) : inFolder(folder, own);
  const envFiles = texts(entryOf(entry, 'env_file')).map(({ text }) => inFolder(folder, text));
  const plain = inFolder(inner, '.env');
  const given = envFiles.length > 0 ? envFiles : context.deps.kindOf(plain) === 'file' ? [plain] : [];
  const env = withEnvFiles(scope.env, given, context, entry.at);
  const tree = loadFiles(files, { ...scope, env, folder: inner, included: chain }, first.node.at);
  return resolveLists(tree, env);
}

function taken(tree: MapNode, imported: MapNode, { context }: Scope): MapNode {
  let out = tree;
  for (const kind of kinds) {
    const from = entryOf(imported, kind);
    if (from?.kind !== 'map') continue;
    const to = entryOf(out, kind);
    const entries = new Map<string, MapEntry>(to?.kind === 'map' ? to.entries : []);
    for (const [name, entry] of from.entries) {
      const known = entries.get(name);
      if (known === undefined) entries.set(name, entry);
      else if (!sameValue(known.value, entry.value)) {
        context.add({
          level: 'error',
          code: 'compose.include-conflict',
          what: { key: 'cread.include-conflict', params: { name: `${kind}.${name}` } },
          hint: { key: 'cread.include-conflict.hint' },
          at: known.key,
          related: [entry.key],
          fixes: [],
        });
      }
    }
    out = withEntry(out, kind, mapOf(to?.at ?? from.at, entries));
  }
  return out;
}
