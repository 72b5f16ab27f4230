import type { MapNode, Node } from '../node';
import { entryOf, Rules, stringOf } from './build';
import type { Context } from './context';

/** A check of one place. */
type Check = (node: Node, context: Context) => void;

/** `count` and `device_ids` say the same thing in two ways. */
const devices: Check = (node, context) => {
  const ids = node.kind === 'map' ? node.entries.get('device_ids') : undefined;
  if (ids !== undefined && entryOf(node, 'count') !== undefined)
    context.error('compose.device-count', ids.key, 'cread.device-count');
};

const mount: Check = (node, context) => {
  if (node.kind !== 'map' || stringOf(entryOf(node, 'type')) !== 'bind') return;
  if (entryOf(node, 'source') === undefined)
    context.error('compose.mount-source', node.at, 'cread.mount-source');
};

const watched: Check = (node, context) => {
  if (stringOf(node) === '') context.error('compose.watch-path', node.at, 'cread.watch-path');
};

const checks = Rules.of<Check>({
  'services.*.deploy.resources.reservations.devices.[]': devices,
  'services.*.gpus.[]': devices,
  'services.*.volumes.[]': mount,
  'services.*.develop.watch.[].path': watched,
});

/** What docker compose refuses in a canonical tree beyond its schema, in services that profiles switch off as well. */
export function checkValues(tree: MapNode, context: Context): void {
  const walk = (node: Node, rules: Rules<Check>): void => {
    if (rules.none) return;
    rules.rule?.(node, context);
    if (node.kind === 'map') for (const [key, { value }] of node.entries) walk(value, rules.below(key));
    if (node.kind === 'seq') for (const item of node.items) walk(item, rules.below('[]'));
  };
  walk(tree, checks);
}
