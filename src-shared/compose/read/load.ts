import type { MapNode, Node, Range } from '../node';
import { canonical, withDefaults } from './canonical';
import { entryOf, isNull, mapOf, mapValues, withoutEntry } from './build';
import { nowhere, type Context, type Environment } from './context';
import { applyExtends } from './extends';
import { applyInclude } from './include';
import { interpolate } from './interpolate';
import { merge, takeResets, without } from './merge';
import { absolutePaths } from './resolve';
import { unique } from './unique';
import { readYaml } from './yaml';

/** What a file is read with. */
export interface Scope {
  readonly context: Context;
  readonly env: Environment;
  /** The folder that relative paths begin at. */
  readonly folder: string;
  /** Files that include one another, outermost first. */
  readonly included: readonly string[];
  /** Checks a merged tree against the schema. */
  readonly validate: (tree: MapNode) => void;
}

export type Resets = readonly (readonly string[])[];

/** Files merged one over the other, canonical, with defaults and absolute paths. */
export function loadFiles(files: readonly string[], scope: Scope, from?: Range): MapNode {
  let tree = mapOf(nowhere(files[0] ?? ''), []);
  for (const file of files) tree = loadFile(file, tree, scope, from).tree;
  // One of several may say nothing, or no more than its `version`.
  if (tree.entries.size === 0 && !scope.context.failed)
    scope.context.error('compose.empty', nowhere(files[0] ?? ''), 'cread.empty');
  const filled = withDefaults(tree) as MapNode;
  return absolutePaths(filled, scope.folder, scope.context) as MapNode;
}

/**
 * One file over what was read before it.
 * @param raw for a file that `extends` names: its own `extends` and `include` stay, the schema is not asked
 */
export function loadFile(
  file: string,
  base: MapNode,
  scope: Scope,
  from?: Range,
  raw = false,
): { tree: MapNode; resets: Resets } {
  const { context } = scope;
  let tree = base;
  let resets: Resets = [];
  if (context.deps.kindOf(file) === 'folder') {
    context.error('compose.file-folder', from ?? nowhere(file), 'cread.file-folder', { file });
    return { tree, resets };
  }
  const places = context.open(file, 'compose', from);
  if (places === undefined) {
    context.error('compose.file-missing', from ?? nowhere(file), 'cread.file-missing', { file });
    return { tree, resets };
  }
  const documents = readYaml(places, context);
  for (const document of documents) {
    // Tags are rare.
    const taken = places.text.includes('!') ? takeResets(document) : { tree: document, paths: [] };
    resets = taken.paths;
    if (taken.tree?.kind !== 'map') {
      if (taken.tree !== undefined && !isNull(taken.tree)) {
        context.error('compose.top-level', taken.tree.at, 'cread.top-level');
      } else if (taken.tree !== undefined && documents.length > 1) {
        context.error('compose.empty-document', taken.tree.at, 'cread.empty-document');
      } else if (raw) {
        context.error('compose.empty', document.at, 'cread.empty');
      }
      continue;
    }
    tree = loadDocument(taken.tree, tree, resets, file, scope, raw);
  }
  if (raw && tree.entries.size === 0 && !context.failed)
    context.error('compose.empty', nowhere(file), 'cread.empty');
  return { tree, resets };
}

function loadDocument(
  document: MapNode,
  base: MapNode,
  resets: Resets,
  file: string,
  scope: Scope,
  raw: boolean,
): MapNode {
  const { context, env } = scope;
  let own = interpolate(document, env, context) as MapNode;
  const services = entryOf(own, 'services');
  // Merged over services it would be lost before the schema sees it.
  if (!raw && services !== undefined && isNull(services) && entryOf(base, 'services') !== undefined)
    context.error('compose.no-services', services.at, 'cread.services-nothing');
  if (!raw) own = applyExtends(own, resets, file, scope);
  let before: MapNode = without(base, resets) as MapNode;
  if (!raw) own = applyInclude(own, file, scope);
  before = merge(before, own, [], context) as MapNode;
  let tree = unique(before, context) as MapNode;
  if (!raw) {
    scope.validate(tree);
    const version = tree.entries.get('version');
    if (version !== undefined) {
      context.warning('compose.version', version.key, 'cread.version');
      tree = withoutEntry(tree, 'version');
    }
  }
  tree = canonical(tree, context) as MapNode;
  return unique(withoutEmptyDns(tree), context) as MapNode;
}

/** `dns: ["", …]`: empty addresses go. */
function withoutEmptyDns(tree: MapNode): MapNode {
  const service = (node: Node): Node =>
    node.kind !== 'map'
      ? node
      : mapValues(node, (value, key) =>
          key === 'dns' && value.kind === 'seq'
            ? {
                ...value,
                items: value.items.filter(
                  (item) => item.kind !== 'scalar' || (item.value !== null && item.value !== ''),
                ),
              }
            : value,
        );
  return mapValues(tree, (value, key) =>
    key === 'services' && value.kind === 'map' ? mapValues(value, service) : value,
  );
}
