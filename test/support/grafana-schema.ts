import { join } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';

// Grafana's own types of its files, as its Apache-2.0 SDK gives them, read by the compiler: a file is held against them
// as strictly as a literal would be. https://github.com/grafana/grafana-foundation-sdk

const sdk = join('node_modules', '@grafana', 'grafana-foundation-sdk', 'dist');
const kinds = ['timeseries', 'stat', 'bargauge', 'table'] as const;
const fileOf = (part: string): string => join(sdk, part, 'types.gen.d.ts');

const program = ts.createProgram([...kinds, 'dashboard'].map(fileOf), {
  lib: ['lib.es5.d.ts'],
  types: [],
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
});
const checker = program.getTypeChecker();

/** An exported type of the SDK; undefined: there is none of this name. */
function typeOf(part: string, name: string): ts.Type | undefined {
  const source = program.getSourceFile(fileOf(part));
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find((each) => each.name === name);
  return symbol && checker.getDeclaredTypeOfSymbol(symbol);
}

/** InfluxQL's part of a target, which the SDK does not have: https://grafana.com/docs/grafana/latest/datasources/influxdb/ */
const target = z.strictObject({
  refId: z.string().min(1),
  datasource: z.strictObject({ type: z.literal('influxdb'), uid: z.string().min(1) }),
  hide: z.boolean().optional(),
  rawQuery: z.literal(true),
  resultFormat: z.enum(['time_series', 'table', 'logs']),
  alias: z.string(),
  measurement: z.string().optional(),
  query: z.string().includes('$timeFilter').includes('fill(none)'),
  /** Ours, for the way back: Grafana keeps what it does not know in a target. */
  flotilla: z.record(z.string(), z.unknown()).optional(),
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function problemsOf(type: ts.Type, value: unknown, path: string): string[] {
  const { flags } = type;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  if (type.isUnion()) {
    const tried = type.types.map((each) => problemsOf(each, value, path));
    if (tried.some((each) => each.length === 0)) return [];
    // Of several shapes the one that fits best tells what is amiss.
    const [best] = tried
      .filter((each) => each.every((problem) => !problem.startsWith(`${path}: `)))
      .sort((one, other) => one.length - other.length);
    return best ?? [`${path}: ${JSON.stringify(value)} is not ${checker.typeToString(type)}`];
  }
  const not = [`${path}: ${JSON.stringify(value)} is not ${checker.typeToString(type)}`];
  if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value ? [] : not;
  if (flags & ts.TypeFlags.BooleanLiteral) return String(value) === checker.typeToString(type) ? [] : not;
  if (flags & ts.TypeFlags.String) return typeof value === 'string' ? [] : not;
  if (flags & ts.TypeFlags.Number) return typeof value === 'number' ? [] : not;
  if (flags & ts.TypeFlags.Null) return value === null ? [] : not;
  if (flags & ts.TypeFlags.Undefined) return value === undefined ? [] : not;
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type as ts.TypeReference);
    if (!Array.isArray(value) || element === undefined) return not;
    return value.flatMap((each, n) => problemsOf(element, each, `${path}[${String(n)}]`));
  }
  if (!isRecord(value)) return not;
  const index = type.getStringIndexType();
  const properties = type.getProperties();
  // A method marks a variant that the SDK leaves to each data source.
  if (properties.some(({ name }) => name.startsWith('_implements'))) return [];
  const strange = Object.keys(value).filter((key) => properties.every(({ name }) => name !== key));
  return [
    ...strange.flatMap((key) =>
      index === undefined ? [`${path}.${key}: unknown`] : problemsOf(index, value[key], `${path}.${key}`),
    ),
    ...properties.flatMap((property) => {
      const { name } = property;
      if (value[name] === undefined)
        return property.flags & ts.SymbolFlags.Optional ? [] : [`${path}.${name}: missing`];
      return problemsOf(checker.getTypeOfSymbol(property), value[name], `${path}.${name}`);
    }),
  ];
}

/** What Grafana's schema says against a dashboard's file, each by its path; [] where it is sound. */
export function grafanaProblems(file: unknown): readonly string[] {
  const dashboard = typeOf('dashboard', 'Dashboard');
  if (dashboard === undefined) throw new Error('the SDK has no dashboard');
  // As it is on disk: without what JSON leaves out.
  const data: unknown = JSON.parse(JSON.stringify(file));
  const panels = isRecord(data) && Array.isArray(data['panels']) ? (data['panels'] as unknown[]) : [];
  return [...problemsOf(dashboard, data, 'dashboard'), ...panels.flatMap(panelProblems)];
}

function panelProblems(panel: unknown, n: number): string[] {
  if (!isRecord(panel)) return [];
  const path = `panels[${String(n)}]`;
  if (panel['type'] === 'row')
    return Array.isArray(panel['panels'])
      ? (panel['panels'] as unknown[]).flatMap(panelProblems).map((each) => `${path}.${each}`)
      : [];
  const kind = kinds.find((each) => each === panel['type']);
  if (kind === undefined) return [`${path}: ${String(panel['type'])} is none of ours`];
  const options = typeOf(kind, 'Options');
  const custom = typeOf(kind, 'FieldConfig');
  const config = panel['fieldConfig'];
  const defaults = isRecord(config) && isRecord(config['defaults']) ? config['defaults'] : {};
  const targets = z.array(target).min(1).safeParse(panel['targets']);
  return [
    ...(options === undefined ? [] : problemsOf(options, panel['options'], `${path}.options`)),
    ...(custom === undefined
      ? Object.keys(isRecord(defaults['custom']) ? defaults['custom'] : {}).map(
          (key) => `${path}.custom.${key}: unknown`,
        )
      : problemsOf(custom, defaults['custom'] ?? {}, `${path}.custom`)),
    ...(targets.success
      ? []
      : targets.error.issues.map((issue) => `${path}.targets.${issue.path.join('.')}: ${issue.message}`)),
  ];
}
