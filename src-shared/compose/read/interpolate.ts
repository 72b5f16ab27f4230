import type { Node, Range, ScalarNode } from '../node';
import { mapItems, mapValues } from './build';
import { casts, castText, isText, oldTruths, type Cast } from './cast';
import type { Context, Environment } from './context';
import { substitute, type Seen } from './template';

/** Values in the place of variables, in all texts but keys; then each text as what its place asks for. */
export function interpolate(node: Node, env: Environment, context: Context, rules = casts): Node {
  if (node.kind === 'map')
    return mapValues(node, (value, key) => interpolate(value, env, context, rules.below(key)));
  if (node.kind === 'seq') {
    const below = rules.below('[]');
    return mapItems(node, (item) => interpolate(item, env, context, below));
  }
  if (!isText(node)) return node;
  const text = filled(node, env, context);
  return rules.rule === undefined ? text : casted(text, rules.rule, context);
}

function filled(node: ScalarNode & { value: string }, env: Environment, context: Context): ScalarNode {
  if (!node.value.includes('$')) return node;
  const places = placesOfVariables(node, context);
  const given = substitute(
    node.value,
    (name) => env.get(name)?.value,
    (seen) => tell(seen, places(seen.name), env, context),
  );
  if (!given.ok) {
    if (given.problem === 'required') {
      const at = places(given.name);
      const { name, reason } = given;
      context.variables.push({ name, at, from: 'unset' });
      if (reason === '') context.error('compose.variable-required', at, 'cread.variable-required', { name });
      else context.error('compose.variable-required', at, 'cread.variable-required.why', { name, reason });
    } else
      context.error('compose.variable-malformed', node.at, 'cread.variable-malformed', { text: given.name });
    return node;
  }
  return {
    ...node,
    value: given.text,
    text: given.text,
    style: node.style === 'plain' ? 'quoted' : node.style,
  };
}

function tell(seen: Seen, at: Range, env: Environment, context: Context): void {
  const known = env.get(seen.name);
  const from = seen.default ? 'default' : (known?.from ?? 'unset');
  context.variables.push({ name: seen.name, at, from });
  if (from === 'unset')
    context.warning('compose.variable-unset', at, 'cread.variable-unset', { name: seen.name });
}

/** Finds each variable of a text in its file, in order; the whole text where it cannot be told. */
function placesOfVariables(node: ScalarNode, context: Context): (name: string) => Range {
  const file = context.placesOf(node.at.file);
  let from = node.at.from.offset;
  return (name) => {
    if (file === undefined) return node.at;
    const pattern = new RegExp(`\\$\\{?${name}(?![_a-zA-Z0-9])`, 'g');
    pattern.lastIndex = from;
    const found = pattern.exec(file.text);
    if (found === null || found.index >= node.at.to.offset) return node.at;
    from = found.index + found[0].length;
    const braced = found[0].startsWith('${');
    const end = braced ? file.text.indexOf('}', from) + 1 : from;
    return file.range(found.index, end > 0 && end <= node.at.to.offset ? end : from);
  };
}

function casted(node: ScalarNode, cast: Cast, context: Context): ScalarNode {
  if (typeof node.value !== 'string') return node;
  const value = castText(node.value, cast);
  if (value === undefined) {
    const how = node.value === '' ? 'empty' : cast;
    context.error('compose.cast', node.at, `cread.cast.${how}`, { text: node.value });
    return node;
  }
  if (cast === 'bool' && Object.hasOwn(oldTruths, node.value.toLowerCase())) {
    context.warning('compose.old-boolean', node.at, 'cread.old-boolean', {
      word: node.value,
      better: String(value),
    });
  }
  return { ...node, value, text: cast === 'int' ? String(value) : node.value, style: 'plain' };
}
