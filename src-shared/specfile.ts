import { isAlias, isMap, LineCounter, parseDocument, visit, type Document, type YAMLError } from 'yaml';
import { msg, type Message } from './i18n/index';
import { nearest } from './nearest';
import {
  containerFileSchema,
  containerJsonSchema,
  containerSpec,
  containerToYaml,
  containerWords,
} from './containers/spec-file';
import type { RunSpec } from './containers/run-spec';
import { redisClusterJsonSchema, type JsonSchema } from './redis-cluster/json-schema';
import { redisClusterSpecSchema, type RedisClusterSpec } from './redis-cluster/spec';
import type { PlanRequest } from './requests';
import { explainIssues, type SpecIssue } from './spec-issues';

export { specToYaml } from './spec-yaml';
export { containerToYaml };

/** Where in a file something is wrong; line and column count from 1. */
export interface SpecProblem {
  readonly line: number;
  readonly column: number;
  readonly message: Message;
}

export type SpecFile =
  | {
      readonly ok: true;
      readonly kind: 'redis-cluster';
      readonly request: PlanRequest;
      readonly spec: RedisClusterSpec;
    }
  | { readonly ok: true; readonly kind: 'container'; readonly request: PlanRequest; readonly spec: RunSpec }
  | { readonly ok: false; readonly fileName: string; readonly problems: readonly SpecProblem[] };

/** Made when they are first needed: only a broken file needs them. */
let jsonSchema: JsonSchema | undefined;
let containerSchema: JsonSchema | undefined;

const mostCharacters = 256 * 1024;
const mostAliases = 20;

/** Reads a spec file: YAML, or JSON, which is YAML too. All problems are told at once, in the file's order. */
export function parseSpecFile(text: string, fileName: string): SpecFile {
  const lines = new LineCounter();
  const fail = (problems: readonly SpecProblem[]): SpecFile => ({
    ok: false,
    fileName,
    problems: [...problems].sort((a, b) => a.line - b.line || a.column - b.column),
  });
  const at = (offset: number, message: Message): SpecProblem => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)));
    return { line: Math.max(1, line), column: Math.max(1, col), message };
  };
  if (text.length > mostCharacters) return fail([{ line: 1, column: 1, message: msg('spec.tooLarge') }]);

  let document: Document.Parsed;
  let value: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    if (document.errors.length > 0)
      // The first is the cause; what follows it in a broken file is mostly noise.
      return fail(document.errors.slice(0, 1).map((error) => at(error.pos[0], syntax(error, text))));
    const aliases: number[] = [];
    visit(document, (_, node) => {
      if (isAlias(node)) aliases.push(node.range?.[0] ?? 0);
    });
    if (aliases.length > mostAliases) return fail([at(aliases[mostAliases] ?? 0, msg('spec.alias'))]);
    value = document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    // Aliases of aliases, an anchor inside itself, or nesting without end.
    const message = error instanceof ReferenceError ? msg('spec.alias') : msg('spec.tooLarge');
    return fail([{ line: 1, column: 1, message }]);
  }
  if (value === null || value === undefined)
    return fail([{ line: 1, column: 1, message: msg('spec.empty') }]);
  if (!isMap(document.contents)) return fail([at(start(document, []), msg('spec.notMap'))]);

  const kind = (value as Record<string, unknown>)['kind'];
  const told = (issues: readonly SpecIssue[]): SpecFile =>
    fail(
      issues.map(({ path, message, unknown }) =>
        at(unknown ? keyStart(document, path) : start(document, path), message),
      ),
    );
  if (kind === 'container') {
    const read = containerFileSchema.safeParse(value);
    if (!read.success)
      return told(
        explainIssues(read.error, value, (containerSchema ??= containerJsonSchema()), containerWords),
      );
    const spec = containerSpec(read.data);
    return { ok: true, kind, spec, request: { kind: 'containers.run', spec } };
  }
  if (kind !== 'redis-cluster') return fail([at(start(document, ['kind']), unknownKind(kind))]);
  const result = redisClusterSpecSchema.safeParse(value);
  if (result.success)
    return {
      ok: true,
      kind,
      spec: result.data,
      request: { kind: 'redis-cluster.create', spec: result.data },
    };
  return told(explainIssues(result.error, value, (jsonSchema ??= redisClusterJsonSchema())));
}

function unknownKind(kind: unknown): Message {
  const known = ['redis-cluster', 'container'];
  const choices = known.join(', ');
  if (kind === undefined) return msg('spec.requiredChoice', { field: 'kind', choices });
  const text = typeof kind === 'string' || typeof kind === 'number' ? String(kind) : '?';
  const near = nearest(text, known);
  return near === undefined
    ? msg('spec.unknownKind', { kind: text, known: choices })
    : msg('spec.choiceNear', { field: 'kind', value: text, near, choices });
}

/** The library's words are English; the commonest mistakes have ours. */
function syntax(error: YAMLError, text: string): Message {
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[\w.-]+/.exec(text.slice(error.pos[0]))?.[0];
    if (key !== undefined) return msg('spec.duplicateKey', { key });
  }
  if (error.code === 'TAB_AS_INDENT') return msg('spec.tab');
  if (error.code === 'MULTIPLE_DOCS') return msg('spec.documents');
  if (error.message.includes('call stack')) return msg('spec.tooLarge');
  return msg('spec.syntax', { text: error.message });
}

/** Where a field's value starts; of a missing field: where the fields start that it should be among. */
function start(document: Document.Parsed, path: readonly string[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as
      { range?: [number, number, number] } | undefined;
    if (node?.range !== undefined) return node.range[0];
  }
  return 0;
}

function keyStart(document: Document.Parsed, path: readonly string[]): number {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent))
    for (const { key } of parent.items) {
      const node = key as { value?: unknown; range?: [number, number, number] } | null;
      if (String(node?.value) === path.at(-1) && node?.range !== undefined) return node.range[0];
    }
  return start(document, path);
}
