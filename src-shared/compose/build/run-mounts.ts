import { isValueMap, type Value } from './draft';

/**
 * A value of `--mount` (`type=bind,source=…,target=…`), as a volume of a service: in the short form where that says
 * all, else in the long one. Undefined where it has no target.
 */
export function mountOf(text: string): Value | undefined {
  const options = new Map<string, string>();
  for (const field of csv(text)) {
    const at = field.indexOf('=');
    options.set(
      (at < 0 ? field : field.slice(0, at)).trim().toLowerCase(),
      at < 0 ? 'true' : field.slice(at + 1),
    );
  }
  const pick = (...names: string[]): string | undefined =>
    names.map((name) => options.get(name)).find((value) => value !== undefined);
  const type = pick('type') ?? 'volume';
  const source = pick('source', 'src');
  const target = pick('target', 'destination', 'dst');
  if (target === undefined || target === '') return undefined;
  const readOnly = /^(?:true|1)$/.test(pick('readonly', 'ro') ?? '');
  const known = new Set(['type', 'source', 'src', 'target', 'destination', 'dst', 'readonly', 'ro']);
  const more = [...options.keys()].filter((key) => !known.has(key));
  if (type === 'volume' && more.length === 0 && source === undefined && !readOnly) return target;
  if (type === 'volume' && more.length === 0 && source !== undefined)
    return `${source}:${target}${readOnly ? ':ro' : ''}`;
  const tmpfs = { ...number('size', pick('tmpfs-size')), ...number('mode', pick('tmpfs-mode'), 8) };
  const bind = pick('bind-propagation');
  return {
    type,
    ...(source !== undefined && { source }),
    target,
    ...(readOnly && { read_only: true }),
    ...(bind !== undefined && { bind: { propagation: bind } }),
    ...(options.has('volume-nocopy') && { volume: { nocopy: true } }),
    ...(Object.keys(tmpfs).length > 0 && { tmpfs }),
  };
}

function number(name: string, text: string | undefined, base = 10): Record<string, Value> {
  if (text === undefined) return {};
  return { [name]: /^\d+$/.test(text) ? parseInt(text, base) : text };
}

/** Fields of a line of CSV. */
function csv(text: string): string[] {
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}

/** One `tmpfs` reads better without a list. */
export function tidyTmpfs(fields: Record<string, Value>): void {
  const { tmpfs } = fields;
  if (Array.isArray(tmpfs) && tmpfs.length === 1) fields['tmpfs'] = (tmpfs as readonly Value[])[0] ?? null;
}

/** The volume that a `--mount` names, with the driver and the options that it gives it. */
export function volumeFieldsOf(text: string): Record<string, Readonly<Record<string, Value>>> {
  const pairs = csv(text).map((field) => [field.split('=')[0] ?? '', field.split('=').slice(1).join('=')]);
  const source = pairs.find(([key]) => key === 'source' || key === 'src')?.[1];
  const driver = pairs.find(([key]) => key === 'volume-driver')?.[1];
  const options = pairs
    .filter(([key]) => key === 'volume-opt')
    .map(([, value = '']) => [value.split('=')[0] ?? '', value.split('=').slice(1).join('=')] as const);
  if (source === undefined || (driver === undefined && options.length === 0)) return {};
  return {
    [source]: {
      ...(driver !== undefined && { driver }),
      ...(options.length > 0 && { driver_opts: Object.fromEntries(options) }),
    },
  };
}

const sourcesOf = (volumes: Value | undefined): string[] =>
  (Array.isArray(volumes) ? (volumes as readonly Value[]) : []).flatMap((value) => {
    if (isValueMap(value))
      return value['type'] === 'volume' && typeof value['source'] === 'string' ? [value['source']] : [];
    const [source = '', target] = (typeof value === 'string' ? value : '').split(':');
    return target === undefined ? [] : [source];
  });

const isName = (source: string): boolean => /^[a-zA-Z0-9][\w.-]+$/.test(source);

/** The named volumes among a service's `volumes`. */
export const namedVolumes = (volumes: Value | undefined): string[] => sourcesOf(volumes).filter(isName);

/** Sources that are no path, no name and no variable: `{DATA_DIR}`, `<path>`, which stand for what one has to fill in. */
export const oddSources = (volumes: Value | undefined): string[] =>
  sourcesOf(volumes).filter(
    (source) => !isName(source) && !/^(?:[.~/\\]|[A-Za-z]$)/.test(source) && !source.includes('$'),
  );
