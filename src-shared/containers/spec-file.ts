import { Document, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { memoryFlag } from '../commands/docker-run';
import { shellCommands } from '../compose/build/shell-words';
import { bytesOf } from '../compose/read/units';
import { msg, translate, type Locale, type Message } from '../i18n/index';
import type { JsonSchema } from '../redis-cluster/json-schema';
import { secretRefSchema } from '../secrets';
import { restartSchema } from './restart';
import { runMountSchema, runPortSchema, runSpecSchema, runUlimitSchema, type RunSpec } from './run-spec';
import {
  mountFrom,
  portsFrom,
  portText,
  restartFrom,
  restartText,
  ulimitFrom,
  ulimitText,
  volumeFrom,
} from './run-texts';

/** A text of docker's own, as what it stands for; refused where it is none, or what it stands for cannot be. */
const written = <T extends z.ZodType>(schema: T, read: (text: string) => unknown) =>
  z.string().transform((text, context): z.output<T> => {
    const result = schema.safeParse(read(text));
    if (result.success) return result.data;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  });

const texts = runSpecSchema.shape;
const name = z.string().min(1);

/** `kind: container`: the spec of one container with its values as `docker run` and compose files write them. */
export const containerFileSchema = z.strictObject({
  kind: z.literal('container'),
  ...runSpecSchema.omit({ command: true, ports: true, mounts: true, env: true }).omit({
    ...{ restart: true, memory: true, ulimits: true },
  }).shape,
  /** As in a shell, or word by word. */
  command: z
    .union([
      z
        .string()
        .transform((text) => shellCommands(text).flatMap(({ words }) => words.map(({ plain }) => plain))),
      texts.command.unwrap(),
    ])
    .default([]),
  /** `8080:80`, `127.0.0.1:53:53/udp`, `8000-8003:9000-9003`. */
  ports: z
    .array(z.union([written(z.array(runPortSchema), portsFrom), runPortSchema.transform((port) => [port])]))
    .transform((lists) => lists.flat())
    .default([]),
  /** `data:/data` is a volume, `/srv/conf:/etc/conf:ro` a path on the computer. */
  mounts: z
    .array(
      z.union([
        written(runMountSchema, (text) => (text.includes('=') ? mountFrom(text) : volumeFrom(text))),
        runMountSchema,
      ]),
    )
    .default([]),
  /** Variable -> its value, or where its secret comes from: `{ env: NAME }`, `{ file: PATH }`. */
  env: z
    .record(name, z.union([z.string(), z.number().transform(String), z.boolean().transform(String), secretRefSchema]))
    .transform((all) =>
      Object.entries(all).map(([variable, value]) =>
        typeof value === 'string' ? { name: variable, value } : { name: variable, secret: value },
      ),
    )
    .pipe(texts.env.unwrap())
    .default([]),
  /** `unless-stopped`, `on-failure:3`. */
  restart: z
    .union([written(restartSchema, restartFrom), restartSchema])
    .default({ name: 'no' }),
  /** `256m`, or bytes. */
  memory: z.union([written(texts.memory.unwrap(), bytesOf), texts.memory.unwrap()]).optional(),
  /** `nofile: 1024:4096`, `nproc: 200`. */
  ulimits: z
    .record(name, z.union([z.string(), z.int()]))
    .transform((all) => Object.entries(all).map(([limit, value]) => ulimitFrom(`${limit}=${String(value)}`)))
    .pipe(z.array(runUlimitSchema))
    .default([]),
}); // prettier-ignore

/** What a spec file's map says; the plan takes it from there. */
export function containerSpec({ kind: _, ...file }: z.output<typeof containerFileSchema>): RunSpec {
  return runSpecSchema.parse(file);
}

/** What to write instead, where a field has a form of its own. */
export function containerWords(path: readonly string[], value: unknown): Message | undefined {
  const [field, part] = path;
  // Its limits were read into a list: there is nothing at this path in the file.
  if (field === 'ulimits') return msg('containers.file.ulimits');
  if (value === undefined) return undefined;
  switch (field) {
    case 'name':
      return msg('containers.new.name.wrong');
    case 'image':
      return msg('containers.new.image.wrong');
    case 'ports':
      return part === undefined ? undefined : msg('containers.file.port');
    case 'mounts':
      return part === undefined ? undefined : msg('containers.file.mount');
    case 'env':
      return part === undefined
        ? msg('containers.file.env')
        : msg('containers.file.variable', { env: '{ env: NAME }', file: '{ file: PATH }' });
    case 'memory':
      return msg('spec.field.memory');
    case 'restart':
      return value === false ? msg('spec.field.restartNo') : msg('spec.field.restart');
    case 'subnet':
      return msg('spec.field.subnet');
    case 'address':
      return msg('spec.field.address');
    case 'aliases':
      return part === undefined ? undefined : msg('containers.new.aliases.wrong');
    case 'health':
      return ['interval', 'timeout', 'startPeriod'].includes(part ?? '')
        ? msg('containers.new.health.duration.wrong')
        : undefined;
    default:
      return undefined;
  }
}

/** The JSON Schema of such a file; resources/container.schema.json is this. */
export function containerJsonSchema(): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(containerFileSchema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  return {
    $schema,
    title: 'Flotilla: container',
    description: 'One container, as docker run makes it, for flotilla plan, apply and script.',
    ...rest,
  } as JsonSchema;
}

/** A spec as a file that people would have liked to write: short, in order, without what follows by itself. */
export function containerToYaml(spec: RunSpec, locale: Locale = 'en'): string {
  const { name: called, image, ports, mounts, env, restart, memory, ulimits, ...rest } = spec;
  const defaults = runSpecSchema.parse({ name: called, image });
  const others = Object.entries(rest).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[key as keyof RunSpec]),
  );
  const filled = <T>(key: string, list: readonly T[], value: unknown): [string, unknown][] =>
    list.length === 0 ? [] : [[key, value]];
  const document = new Document(
    Object.fromEntries([
      ...[['kind', 'container'] as const, ['name', called] as const, ['image', image] as const],
      ...others.filter(([key]) => key === 'command'),
      ...others.filter(([key]) => ['network', 'subnet', 'address', 'aliases'].includes(key)),
      ...filled('ports', ports, ports.map(portText)),
      ...filled('mounts', mounts, mounts.map(mountValue)),
      ...filled(
        'env',
        env,
        Object.fromEntries(
          env.map((each) => [each.name, 'value' in each ? each.value : each.secret] as const),
        ),
      ),
      ...(restart.name === 'no'
        ? []
        : [['restart', restartFrom(restartText(restart)) === undefined ? restart : restartText(restart)]]),
      ...(memory === undefined ? [] : [['memory', memoryFlag(memory)]]),
      ...filled(
        'ulimits',
        ulimits,
        Object.fromEntries(
          ulimits.map((each) => {
            const [limit = '', value = ''] = ulimitText(each).split('=');
            return [limit, /^-?\d+$/.test(value) ? Number(value) : value] as const;
          }),
        ),
      ),
      ...others.filter(([key]) => !['command', 'network', 'subnet', 'address', 'aliases'].includes(key)),
    ]) as Record<string, unknown>,
  );
  // A list of words reads best on one line, and so does where a secret comes from.
  for (const { key, value } of (document.contents as unknown as YAMLMap).items) {
    if (isSeq(value) && isScalar(key) && ['command', 'aliases'].includes(String(key.value)))
      value.flow = true;
    if (isMap(value)) for (const { value: inner } of value.items) if (isMap(inner)) inner.flow = true;
  }
  document.commentBefore = ` ${translate(locale, { key: 'containers.file.head' })}`;
  return document.toString({ lineWidth: 0 });
}

function mountValue({ type, source, target, readOnly }: RunSpec['mounts'][number]): unknown {
  const text = `${source}:${target}${readOnly ? ':ro' : ''}`;
  return JSON.stringify(volumeFrom(text)) === JSON.stringify({ type, source, target, readOnly })
    ? text
    : { type, source, target, ...(readOnly && { readOnly }) };
}
