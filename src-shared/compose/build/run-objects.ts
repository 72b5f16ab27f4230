import { msg } from '../../i18n/index';
import { isValueMap, part, type DraftPart, type Note, type Value, type ValueMap } from './draft';
import type { RunService } from './run-service';
import type { ShellWord } from './shell-words';

/** `name=value` as one more entry of a map. */
function entry(map: Value | undefined, text: string): ValueMap {
  const at = text.indexOf('=');
  return {
    ...(isValueMap(map) ? map : {}),
    [at < 0 ? text : text.slice(0, at)]: at < 0 ? '' : text.slice(at + 1),
  };
}

/** `docker network create` */
export function network(words: readonly ShellWord[], into: Record<string, DraftPart>, notes: Note[]): void {
  const ipam: Record<string, Value>[] = [];
  const fields: Record<string, Value> = {};
  let name: string | undefined;
  each(
    words,
    new Set(['--attachable', '--internal', '--ipv6', '--ingress', '--config-only']),
    (flag, value, line) => {
      if (flag === undefined) name = value;
      else if (flag === '--driver' || flag === '-d') fields['driver'] = value;
      else if (flag === '--subnet') ipam.push({ subnet: value });
      else if (flag === '--gateway' || flag === '--ip-range') {
        const last = ipam.at(-1) ?? {};
        if (ipam.length === 0) ipam.push(last);
        last[flag === '--gateway' ? 'gateway' : 'ip_range'] = value;
      } else if (flag === '--internal' || flag === '--attachable') fields[flag.slice(2)] = true;
      else if (flag === '--ipv6') fields['enable_ipv6'] = true;
      else if (flag === '--opt' || flag === '-o') fields['driver_opts'] = entry(fields['driver_opts'], value);
      else if (flag === '--label') fields['labels'] = entry(fields['labels'], value);
      else
        notes.push({
          level: 'warning',
          code: 'docker-network.unsupported',
          what: msg('cwizard.run.unsupported', { flag }),
          line,
        });
    },
  );
  if (fields['driver'] === 'bridge') delete fields['driver'];
  if (ipam.length > 0) fields['ipam'] = { config: ipam };
  if (name !== undefined) into[name] = part(fields);
}

/** `docker volume create` */
export function volume(words: readonly ShellWord[], into: Record<string, DraftPart>): void {
  const fields: Record<string, Value> = {};
  let name: string | undefined;
  each(words, new Set(), (flag, value) => {
    if (flag === undefined || flag === '--name') name = value;
    else if (flag === '--driver' || flag === '-d') fields['driver'] = value;
    else if (flag === '--opt' || flag === '-o') fields['driver_opts'] = entry(fields['driver_opts'], value);
    else if (flag === '--label') fields['labels'] = entry(fields['labels'], value);
  });
  if (fields['driver'] === 'local') delete fields['driver'];
  if (name !== undefined) into[name] = part(fields);
}

/** `docker network connect`: the service of that container joins one network more. */
export function connect(
  words: readonly ShellWord[],
  services: RunService[],
  notes: Note[],
  line: number,
): void {
  const names: string[] = [];
  const own: Record<string, Value> = {};
  each(words, new Set(), (flag, value) => {
    if (flag === undefined) names.push(value);
    else if (flag === '--ip') own['ipv4_address'] = value;
    else if (flag === '--alias')
      own['aliases'] = [
        ...(Array.isArray(own['aliases']) ? (own['aliases'] as readonly Value[]) : []),
        value,
      ];
  });
  const [net = '', container = ''] = names;
  const at = services.findIndex((run) => run.container === container);
  const run = services[at];
  if (run === undefined) {
    notes.push({
      level: 'info',
      code: 'commands.not-taken',
      what: msg('cwizard.run.notTaken', { command: 'docker network connect' }),
      line,
    });
    return;
  }
  const before = run.part.fields['networks'];
  const joined = {
    ...(isValueMap(before)
      ? before
      : Object.fromEntries(
          (Array.isArray(before) ? (before as readonly string[]) : []).map((each) => [each, null]),
        )),
    [net]: Object.keys(own).length > 0 ? own : null,
  };
  const plain = Object.values(joined).every((value) => value === null);
  const fields = { ...run.part.fields, networks: plain ? Object.keys(joined) : joined };
  services[at] = { ...run, part: part(fields), networks: [...run.networks, net] };
}

/** `docker build`: tag -> what `build` is. */
export function build(words: readonly ShellWord[], into: Map<string, Value>): void {
  const fields: Record<string, Value> = {};
  const tags: string[] = [];
  let context = '.';
  each(
    words,
    new Set([
      '--no-cache',
      '--pull',
      '--rm',
      '--force-rm',
      '--squash',
      '--load',
      '--push',
      '-q',
      '--quiet',
      '--compress',
    ]),
    (flag, value) => {
      if (flag === undefined) context = value;
      else if (flag === '-t' || flag === '--tag') tags.push(value);
      else if (flag === '-f' || flag === '--file') fields['dockerfile'] = value;
      else if (flag === '--target') fields['target'] = value;
      else if (flag === '--build-arg')
        fields['args'] = {
          ...(isValueMap(fields['args']) ? fields['args'] : {}),
          [value.split('=')[0] ?? '']: value.includes('=') ? value.split('=').slice(1).join('=') : null,
        };
    },
  );
  for (const tag of tags) into.set(tag, Object.keys(fields).length === 0 ? context : { context, ...fields });
}

/** Calls back for each flag with its value, and for each word that is none. */
function each(
  words: readonly ShellWord[],
  switches: ReadonlySet<string>,
  use: (flag: string | undefined, value: string, line: number) => void,
): void {
  for (let i = 0; i < words.length; i++) {
    const { plain, value, line } = words[i] as ShellWord;
    if (!plain.startsWith('-') || plain === '-') use(undefined, value, line);
    else if (switches.has(plain)) use(plain, 'true', line);
    else if (plain.includes('='))
      use(plain.slice(0, plain.indexOf('=')), value.slice(value.indexOf('=') + 1), line);
    else use(plain, words[++i]?.value ?? '', line);
  }
}
