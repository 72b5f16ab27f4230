import type { DraftFile, DraftPart, StackDraft, ValueMap } from './draft';
import { dotenvText } from './dotenv';
import { commentLines, mapLines, scalar } from './yaml-text';

/** A service's keys in the order in which people look for them; others follow, as they came. */
const serviceOrder = [
  'extends', 'image', 'build', 'platform', 'pull_policy', 'container_name', 'hostname', 'domainname', 'profiles',
  'restart', 'init', 'privileged', 'user', 'working_dir', 'entrypoint', 'command', 'stdin_open', 'tty',
  'env_file', 'environment', 'secrets', 'configs', 'network_mode', 'ports', 'expose', 'volumes', 'volumes_from',
  'tmpfs', 'devices', 'networks', 'links', 'extra_hosts', 'dns', 'depends_on', 'healthcheck',
]; // prettier-ignore

export interface Words {
  /** At the head of `.env`. */
  readonly envHead?: readonly string[];
}

/**
 * The stack's files: `compose.yml` first, then `.env` where variables are needed, then the others. The text is what a
 * careful person would have written: in order, with comments, short forms, a blank line between services.
 */
export function writeStack(draft: StackDraft, words: Words = {}): readonly DraftFile[] {
  const env = draft.env.length === 0 ? [] : [{ path: '.env', text: dotenvText(draft.env, words.envHead) }];
  return [{ path: 'compose.yml', text: composeText(draft) }, ...env, ...draft.files];
}

export function composeText(draft: StackDraft): string {
  const head = draft.head.flatMap((line) => commentLines(line, ''));
  const blocks = [
    ...(head.length > 0 ? [head] : []),
    ...(draft.name === undefined ? [] : [[`name: ${scalar(draft.name)}`]]),
    services(draft.services),
    ...(['networks', 'volumes', 'secrets', 'configs'] as const)
      .filter((key) => Object.keys(draft[key]).length > 0)
      .map((key) => [
        `${key}:`,
        ...Object.entries(draft[key]).flatMap(([name, part]) => partLines(name, part, part.fields)),
      ]),
  ];
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function services(parts: StackDraft['services']): string[] {
  const names = Object.keys(parts);
  if (names.length === 0) return ['services: {}'];
  const blocks = names.map((name) => {
    const part = parts[name] as DraftPart;
    return partLines(name, part, ordered(part.fields)).join('\n');
  });
  return ['services:', blocks.join('\n\n')];
}

function partLines(name: string, part: DraftPart, fields: ValueMap): string[] {
  return [
    ...commentLines(part.comments[''], '  '),
    `  ${scalar(name)}:`,
    ...mapLines(fields, part.comments, '    '),
  ];
}

function ordered(fields: ValueMap): ValueMap {
  const place = (key: string): number => {
    const at = serviceOrder.indexOf(key);
    return at < 0 ? serviceOrder.length : at;
  };
  return Object.fromEntries(
    Object.entries(fields)
      .map((entry, index) => ({ entry, index }))
      .sort((a, b) => place(a.entry[0]) - place(b.entry[0]) || a.index - b.index)
      .map(({ entry }) => entry),
  );
}
