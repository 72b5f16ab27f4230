import type { Reading } from '../source';
import { cursorAt, type Cursor } from './cursor';
import { namesFor, sectionFor } from './project-names';
import { alternatives, keysOf, schemaAt, typesOf, type Schema } from './schema';
import type { Completion } from './types';

/**
 * What may be written at the cursor of a compose file: keys, values, names that the project declares, variables.
 * Bears with files that are half written. Nothing is sorted or left out by what stands before the cursor but for
 * keys that are there already.
 * @param offset of the cursor, in UTF-16 units
 * @param reading the project as last read, for names that other files declare
 */
export function completionsAt(text: string, offset: number, reading?: Reading): Completion[] {
  const cursor = cursorAt(text, offset);
  if (cursor === undefined || cursor.comment) return [];
  const variables = variablesAt(text, offset, reading);
  if (variables !== undefined) return variables;
  const { parent } = cursor;
  const found: Completion[] = [];
  if (cursor.atKey) {
    const schema = schemaAt(parent);
    const section = sectionFor(parent);
    if (schema !== undefined) {
      const there = new Set(siblings(text, cursor));
      for (const [key, value] of keysOf(schema))
        if (!there.has(key) || key === cursor.word) found.push(keyCompletion(key, value, cursor));
      if (section !== undefined && takesNames(schema))
        for (const name of own(namesFor(section, text, reading), parent))
          if (!there.has(name)) found.push({ ...nameCompletion(name, cursor), insert: `${name}:` });
    }
  }
  if (cursor.item || cursor.key !== undefined) {
    const path = cursor.key === undefined ? parent : [...parent, cursor.key];
    found.push(...valuesAt(path, cursor));
    const section = sectionFor(path);
    const list = cursor.item || path.at(-1) === 'source' || path.at(-1) === 'service';
    if (section !== undefined && list)
      for (const name of own(namesFor(section, text, reading), path))
        found.push(nameCompletion(name, cursor));
    if (cursor.key === 'network_mode')
      for (const name of own(namesFor('services', text, reading), path))
        found.push({ ...nameCompletion(name, cursor), label: `service:${name}`, insert: `service:${name}` });
  }
  return unique(found);
}

/** A service does not depend on itself. */
const own = (names: readonly string[], path: readonly (string | number)[]): string[] =>
  names.filter((name) => path[0] !== 'services' || name !== path[1]);

const takesNames = (schema: Schema): boolean =>
  alternatives(schema).some((each) => each.patternProperties !== undefined && each.properties === undefined);

function unique(all: readonly Completion[]): Completion[] {
  const seen = new Set<string>();
  return all.filter(({ label }) => !seen.has(label) && seen.add(label));
}

function keyCompletion(key: string, schema: Schema, cursor: Cursor): Completion {
  const types = [...new Set(alternatives(schema).flatMap((each) => [...typesOf(each)]))];
  const { description, deprecated } = schema;
  // With a key's colon already there, the key alone changes.
  return {
    label: key,
    kind: 'key',
    insert: key + bodyOf(types, cursor),
    from: cursor.from,
    to: cursor.to,
    detail: types.map((type) => short[type] ?? type).join(' | '),
    ...(description !== undefined && { docs: description }),
    ...(deprecated === true && { deprecated }),
  };
}

const short: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'number',
  boolean: 'true | false',
  array: 'list',
  object: 'map',
  null: 'nothing',
};

/** What follows a key: a space, a first item, or a deeper line. */
function bodyOf(types: readonly string[], { indent, flow, hasColon }: Cursor): string {
  if (hasColon) return '';
  if (flow) return ': ';
  const deeper = `\n${' '.repeat(indent + 2)}`;
  const [first] = types;
  if (first === 'array') return `:${deeper}- `;
  if (types.every((type) => type === 'object' || type === 'null')) return `:${deeper}`;
  if (types.includes('object') && !types.includes('string')) return `:${deeper}`;
  return ': ';
}

const nameCompletion = (name: string, { from, to }: Cursor): Completion => ({
  label: name,
  kind: 'name',
  insert: name,
  from,
  to,
});

/** Values with a form that the schema only describes. */
const known: Readonly<Record<string, readonly string[]>> = {
  restart: ['unless-stopped', 'always', 'on-failure', '"no"'],
  pull_policy: ['missing', 'always', 'never', 'build', 'if_not_present', 'daily', 'weekly'],
  network_mode: ['bridge', 'host', 'none'],
  ipc: ['host', 'private', 'shareable', 'none'],
  pid: ['host'],
  userns_mode: ['host'],
  uts: ['host'],
  stop_signal: ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGKILL'],
  protocol: ['tcp', 'udp'],
  mode: ['host', 'ingress'],
  cap_add: ['NET_ADMIN', 'NET_BIND_SERVICE', 'SYS_PTRACE', 'SYS_TIME', 'IPC_LOCK', 'ALL'],
  cap_drop: ['ALL', 'NET_RAW', 'MKNOD', 'SETUID', 'SETGID'],
  platform: ['linux/amd64', 'linux/arm64'],
  security_opt: ['no-new-privileges:true'],
  test: ['CMD', 'CMD-SHELL', 'NONE'],
  failure_action: ['pause', 'continue', 'rollback'],
  external: ['true'],
};

const drivers: Readonly<Record<string, readonly string[]>> = {
  networks: ['bridge', 'overlay', 'macvlan', 'ipvlan', 'host', 'none'],
  volumes: ['local'],
  services: ['json-file', 'local', 'journald', 'syslog', 'gelf', 'fluentd', 'none'],
};

function valuesAt(path: readonly (string | number)[], { from, to }: Cursor): Completion[] {
  const schema = schemaAt(path);
  const key = path.findLast((part) => typeof part === 'string') ?? '';
  const all = schema === undefined ? [] : alternatives(schema);
  // `test`, `mode` and their like mean other things elsewhere.
  const words =
    key === 'driver' ? (drivers[String(path[0])] ?? []) : path.includes('tmpfs') ? [] : (known[key] ?? []);
  const values = [
    ...all.flatMap((each) => [...(each.enum ?? [])]),
    ...(schema === undefined ? [] : words),
    ...(all.some((each) => typesOf(each).includes('boolean')) && all.length === 1 ? ['true', 'false'] : []),
  ];
  return values.map((label) => ({ label, kind: 'value', insert: label, from, to }));
}

/** Keys beside the cursor's: of the block in its column. */
function siblings(text: string, { from, indent, flow }: Cursor): string[] {
  if (flow) return [];
  const found: string[] = [];
  const lineStart = from === 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1;
  const look = (line: string): boolean => {
    if (/^\s*(#.*)?$/.test(line)) return true;
    const column = /^ *(?:- +)*/.exec(line)?.[0].length ?? 0;
    if (column < indent) return false;
    const key = /^["']?([\w.$-]+)["']?\s*:/.exec(line.slice(column))?.[1];
    if (column === indent && key !== undefined) found.push(key);
    return true;
  };
  const own = text.slice(lineStart).split('\n', 1)[0] ?? '';
  const item = /^ *-/.test(own);
  for (let end = lineStart - 1; end >= 0 && !item;) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    end = start - 1;
    if (!look(line) || (/^ *-/.test(line) && /^ *(?:- +)*/.exec(line)?.[0].length === indent)) break;
  }
  for (let start = lineStart + own.length + 1; start < text.length;) {
    const line = text.slice(start).split('\n', 1)[0] ?? '';
    start += line.length + 1;
    if (/^ *- /.test(line) && /^ *(?:- +)*/.exec(line)?.[0].length === indent) break;
    if (!look(line)) break;
  }
  return found;
}

/** Names of variables, where `$` or `${` stands before the cursor. */
function variablesAt(text: string, offset: number, reading: Reading | undefined): Completion[] | undefined {
  const found = /(?<!\$)\$(\{?)(\w*)$/.exec(text.slice(Math.max(0, offset - 200), offset));
  if (found === null) return undefined;
  const names = new Set<string>();
  for (const { kind, text: env } of reading?.files ?? [])
    if (kind === 'env')
      for (const [, name] of env.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*[=:]/gm))
        if (name) names.add(name);
  for (const { name } of reading?.variables ?? []) names.add(name);
  names.delete(found[2] ?? '');
  const braces = found[1] === '{';
  const closed = /^\w*\}/.test(text.slice(offset));
  return [...names].map((name) => ({
    label: name,
    kind: 'variable',
    insert: braces && !closed ? `${name}}` : name,
    from: offset - (found[2]?.length ?? 0),
    to: offset,
  }));
}
