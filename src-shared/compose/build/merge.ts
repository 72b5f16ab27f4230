import { freeName, isValueMap, type Drafted, type DraftPart, type StackDraft, type Value } from './draft';

const kinds = ['networks', 'volumes', 'secrets', 'configs'] as const;

/**
 * Several drafts as one stack. A service whose name is taken gets another (`redis-2`), and what names it within its own
 * draft follows; networks, volumes and variables of one name are the same one, unless a variable's value differs.
 */
export function mergeDrafts(parts: readonly Drafted[], base: StackDraft): Drafted {
  let merged = base;
  const notes: Drafted['notes'][number][] = [];
  for (const { draft, notes: own } of parts) {
    const renamed = rename(draft, merged);
    merged = {
      ...merged,
      head: [...merged.head, ...draft.head],
      services: { ...merged.services, ...renamed.services },
      ...Object.fromEntries(kinds.map((kind) => [kind, { ...merged[kind], ...draft[kind] }])),
      env: [
        ...merged.env,
        ...renamed.env.filter(({ name }) => !merged.env.some((line) => line.name === name)),
      ],
      files: [
        ...merged.files,
        ...draft.files.filter(({ path }) => !merged.files.some((file) => file.path === path)),
      ],
    };
    notes.push(...own);
  }
  return { draft: merged, notes };
}

/** A draft whose services and variables collide with none of `taken`. */
function rename(draft: StackDraft, taken: StackDraft): Pick<StackDraft, 'services' | 'env'> {
  const services = new Map<string, string>();
  for (const name of Object.keys(draft.services)) {
    const used = (wanted: string): boolean =>
      Object.hasOwn(taken.services, wanted) || [...services.values()].includes(wanted);
    services.set(name, freeName(name, used));
  }
  const variables = new Map<string, string>();
  for (const line of draft.env) {
    const other = taken.env.find(({ name }) => name === line.name);
    if (other === undefined || other.value === line.value) continue;
    for (let n = 2; ; n++) {
      const name = `${line.name}_${String(n)}`;
      if ([...taken.env, ...draft.env].some((each) => each.name === name)) continue;
      variables.set(line.name, name);
      break;
    }
  }
  return {
    services: Object.fromEntries(
      Object.entries(draft.services).map(([name, part]) => [
        services.get(name) ?? name,
        followNames(renameVariables(part, variables), services),
      ]),
    ),
    env: draft.env.map((line) => ({ ...line, name: variables.get(line.name) ?? line.name })),
  };
}

function renameVariables(part: DraftPart, variables: ReadonlyMap<string, string>): DraftPart {
  if (variables.size === 0) return part;
  const text = (value: string): string =>
    value.replace(/\$\$|\$\{?([A-Za-z_]\w*)/g, (all, name: string | undefined) => {
      const other = name === undefined ? undefined : variables.get(name);
      return name === undefined || other === undefined ? all : all.replace(name, other);
    });
  return { ...part, fields: deep(part.fields, text) as DraftPart['fields'] };
}

function deep(value: Value, change: (text: string) => string): Value {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => deep(item, change));
  if (isValueMap(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item, change)]));
  return value;
}

/** A service's own mentions of others: what it waits for, whose network it is in, and `name:port` in its settings. */
function followNames(part: DraftPart, services: ReadonlyMap<string, string>): DraftPart {
  const changed = [...services].filter(([from, to]) => from !== to);
  if (changed.length === 0) return part;
  const fields = { ...part.fields };
  const to = (name: string): string => services.get(name) ?? name;
  const { depends_on: needs, environment, network_mode: mode } = fields;
  if (Array.isArray(needs)) fields['depends_on'] = (needs as readonly string[]).map(to);
  else if (isValueMap(needs))
    fields['depends_on'] = Object.fromEntries(Object.entries(needs).map(([name, how]) => [to(name), how]));
  if (typeof mode === 'string')
    fields['network_mode'] = mode.replace(/^service:(.+)$/, (_, name: string) => `service:${to(name)}`);
  if (isValueMap(environment)) {
    const hosts = changed.map(([from, other]) => ({
      at: new RegExp(`(^|[/@,])${from.replace(/[.-]/g, '\\$&')}(?=$|[:/,])(?!://)`, 'g'),
      other,
    }));
    fields['environment'] = deep(environment, (text) =>
      hosts.reduce((value, { at, other }) => value.replace(at, `$1${other}`), text),
    );
  }
  return { ...part, fields };
}
