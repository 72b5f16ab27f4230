import { panelQuerySchema, type PanelQuery } from './dashboard';
import { metricOfText } from './grafana-query';
import { listAt, textAt } from './grafana-words';
import { metrics } from './model';

/** A target as a query of ours, with the variables of the other dashboard that stood in it: all is shown for them. */
export interface ReadTarget {
  readonly query: PanelQuery;
  readonly variables: readonly string[];
}

/** A panel's target as a query of ours: our own, InfluxQL built or typed, or PromQL of cAdvisor's names. */
export function readTarget(target: Readonly<Record<string, unknown>>): ReadTarget | undefined {
  const own = panelQuerySchema.safeParse(target['flotilla']);
  if (own.success) return { query: own.data, variables: [] };
  const built = target['rawQuery'] !== true && typeof target['measurement'] === 'string';
  const text = built ? influxQlOf(target) : wordAt(target, 'query') || wordAt(target, 'expr');
  const metric = metricOfText(text);
  if (metric === undefined) return undefined;
  const flux = /\bfrom\b/i.test(text);
  const { name, variables } = nameIn(text, flux);
  const read = panelQuerySchema.safeParse({
    metric,
    filter: name === undefined ? {} : { name },
    ...(flux ? influxShape(text, metrics[metric].kind === 'counter') : promShape(text)),
  });
  return read.success ? { query: read.data, variables } : undefined;
}

/** Characters of a query that are looked at, and parts of one that was put together. */
const most = { text: 20_000, parts: 100 };
const wordAt = (value: unknown, key: string): string => textAt(value, key, most.text);
const partsAt = (value: unknown, key: string): readonly unknown[] => listAt(value, key).slice(0, most.parts);

/** What was put together by Grafana's form, as the text that it stands for. */
function influxQlOf(target: Readonly<Record<string, unknown>>): string {
  const [parts] = partsAt(target, 'select');
  const select = (Array.isArray(parts) ? (parts as unknown[]) : []).reduce<string>((inner, part) => {
    const [type, [param]] = [wordAt(part, 'type'), partsAt(part, 'params')];
    if (type === 'field') return `"${String(param)}"`;
    if (type === 'math') return `${inner}${String(param)}`;
    return type === 'alias' ? inner : `${type}(${inner})`;
  }, '');
  const tags = partsAt(target, 'tags').map((tag) => {
    const value = wordAt(tag, 'value');
    const regex = value.startsWith('/');
    const operator = wordAt(tag, 'operator') || (regex ? '=~' : '=');
    return `"${wordAt(tag, 'key').replace(/::tag$/, '')}" ${operator} ${regex ? value : `'${value}'`}`;
  });
  const group = partsAt(target, 'groupBy').map((each) => {
    const [param] = partsAt(each, 'params');
    const type = wordAt(each, 'type');
    return type === 'tag' ? `"${String(param).replace(/::tag$/, '')}"` : `${type}(${String(param)})`;
  });
  return `SELECT ${select} FROM "${wordAt(target, 'measurement')}" WHERE ${tags.join(' AND ')} GROUP BY ${group.join(', ')}`;
}

const condition =
  /(?<![\w$])"?(?:container_name|container|name)"?(?:::tag)?\s*(=~|!~|!=|<>|=)\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\/((?:[^/\\]|\\.)*)\/)/g;

/** Which containers are meant: those of these names, or that a expression fits, or that none fits. */
function nameIn(
  text: string,
  flux: boolean,
): { readonly name?: PanelQuery['filter']['name']; readonly variables: readonly string[] } {
  const names: string[] = [];
  const variables: string[] = [];
  let regex: string | undefined;
  let not: string | undefined;
  for (const [, operator = '', single, double, slashed] of text.matchAll(condition)) {
    const value = single ?? double ?? slashed ?? '';
    // A variable stands for a choice that we do not have: all.
    const variable = /\$\{?([a-zA-Z_]\w*)|\[\[([a-zA-Z_]\w*)/.exec(value);
    if (variable !== null) variables.push(variable[1] ?? variable[2] ?? '');
    // PromQL's expressions are to fit as a whole.
    else if (operator === '=~' && !/^(\.[+*])?$/.test(value)) regex ??= flux ? value : `^(?:${value})$`;
    // Those that are no containers are left out anyway.
    else if (operator === '!~' && value !== '' && value !== '^\\/') not ??= flux ? value : `^(?:${value})$`;
    else if (operator === '=' && value !== '') names.push(value.replaceAll(/\\(.)/g, '$1'));
  }
  const name =
    names.length > 0
      ? names
      : regex !== undefined
        ? { regex }
        : not !== undefined
          ? { regex: not, not: true }
          : undefined;
  return { ...(name !== undefined && { name }), variables: [...new Set(variables)] };
}

type Shape = Partial<Pick<PanelQuery, 'aggregate' | 'groupBy' | 'groupAggregate' | 'top'>>;

/** One line a service or a project, where the labels that compose gives are what it goes by. */
const groupIn = (text: string): 'service' | 'project' | undefined =>
  text.includes('compose_service') ? 'service' : text.includes('compose_project') ? 'project' : undefined;

function influxShape(text: string, counter: boolean): Shape {
  const [, select = '', group = ''] = /\bselect\b(.*?)\bfrom\b(?:.*\bgroup\s+by\b(.*))?/is.exec(text) ?? [];
  const told = /\b(mean|max|min|last|sum)\s*\(/i.exec(select)?.[1]?.toLowerCase();
  // Within a rate it says how a counter is read, and nothing of the rate.
  const fold = counter || told === undefined ? undefined : ({ max: 'max', min: 'min' } as const)[told];
  const aggregate = fold ?? (!counter && told === 'last' ? 'last' : undefined);
  const whole = !/container_name|\bname\b|\*/.test(group) && !/container_name"?\s*=\s*'/.test(text);
  const groupBy = groupIn(group) ?? (whole ? 'all' : undefined);
  return {
    ...(aggregate !== undefined && { aggregate }),
    ...(groupBy !== undefined && {
      groupBy,
      groupAggregate: fold ?? (!counter && told === 'mean' ? 'avg' : 'sum'),
    }),
  };
}

function promShape(text: string): Shape {
  const top = /\btopk\s*\(\s*(\d{1,3})\b/.exec(text)?.[1];
  const fold = /^\s*(?:topk\s*\(\s*\d+\s*,\s*)?(sum|avg|max|min)\b/.exec(text)?.[1];
  const by = /\bby\s*\(([^)]*)\)/.exec(text)?.[1];
  const groupBy = by === undefined ? ('all' as const) : groupIn(by);
  return {
    ...(top !== undefined && { top: Number(top) }),
    ...(fold !== undefined &&
      groupBy !== undefined &&
      !/\bwithout\b/.test(text) && { groupBy, groupAggregate: fold as 'sum' | 'avg' | 'max' | 'min' }),
  };
}
