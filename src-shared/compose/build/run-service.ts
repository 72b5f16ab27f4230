import { msg, type Message } from '../../i18n/index';
import { imageParts } from '../../image';
import { isValueMap, part, serviceName, type DraftPart, type Note, type Value } from './draft';
import { runArgs, type Flag } from './run-args';
import { mountOf, namedVolumes, oddSources, tidyTmpfs, volumeFieldsOf } from './run-mounts';
import { switchFlags, valueFlags } from './run-flags';
import type { ShellWord } from './shell-words';

/** A service as one `docker run` describes it, before it is joined with the others. */
export interface RunService {
  readonly name: string;
  readonly part: DraftPart;
  readonly notes: readonly Note[];
  /** `--name`: others may call it by that. */
  readonly container?: string;
  /** Names of networks, of volumes that it uses, as on the engine. */
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** `--volume-driver` */
  readonly driver?: string;
  /** What `--mount` says of a named volume itself: its driver and the driver's options. */
  readonly volumeFields: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  readonly line: number;
}

type Fields = Record<string, Value>;

/** Turns `docker run …` (the words behind `run`) into a service. Undefined where no image is named: a note says so. */
export function runService(
  words: readonly ShellWord[],
  line: number,
): { service?: RunService; notes: Note[] } {
  const { flags, rest, notes: wrong } = runArgs(words);
  const notes: Note[] = [...wrong];
  const note = (level: Note['level'], code: string, what: Message, at = line): void =>
    void notes.push({ level, code: `docker-run.${code}`, what, line: at });
  const [image, ...command] = rest;
  if (image === undefined) {
    note('error', 'no-image', msg('cwizard.run.noImage'));
    return { notes };
  }
  const fields: Fields = { image: image.value };
  const networks: string[] = [];
  const extra: { alias: string[]; ip?: string; ip6?: string; local: string[] } = { alias: [], local: [] };
  let entrypoint: string | undefined;
  let container: string | undefined;
  let driver: string | undefined;
  const volumeFields: Record<string, Readonly<Record<string, Value>>> = {};

  const push = (key: string, value: Value): void => {
    fields[key] = [...(Array.isArray(fields[key]) ? (fields[key] as readonly Value[]) : []), value];
  };
  const put = (key: string, name: string, value: Value): void => {
    const before = fields[key];
    fields[key] = { ...(isValueMap(before) ? before : {}), [name]: value };
  };
  const own: Readonly<Record<string, (flag: Flag) => void>> = {
    '--name': ({ value }) => (container = value),
    '--env': ({ value }) => {
      const at = value.indexOf('=');
      if (at < 0) put('environment', value, null);
      else put('environment', value.slice(0, at), value.slice(at + 1));
    },
    '--entrypoint': ({ value }) => (entrypoint = value),
    '--network': ({ value, plain, line: at }) => {
      if (/^(?:host|none|bridge|default)$/.test(plain))
        fields['network_mode'] = plain === 'default' ? 'bridge' : plain;
      else if (plain.startsWith('container:')) fields['network_mode'] = value;
      else if (/^\w+=/.test(plain)) {
        const options = new Map(
          value.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]),
        );
        networks.push(options.get('name') ?? '');
        if (options.has('alias')) extra.alias.push(options.get('alias') ?? '');
        if (options.has('ip')) extra.ip = options.get('ip') ?? '';
        const others = [...options.keys()].filter((key) => !['name', 'alias', 'ip'].includes(key));
        if (others.length > 0)
          note(
            'warning',
            'unsupported',
            msg('cwizard.run.unsupported', { flag: `--network …,${others.join(',')}` }),
            at,
          );
      } else networks.push(value);
    },
    '--network-alias': ({ value }) => extra.alias.push(value),
    '--ip': ({ value }) => (extra.ip = value),
    '--ip6': ({ value }) => (extra.ip6 = value),
    '--link-local-ip': ({ value }) => extra.local.push(value),
    '--link': ({ value }) => push('links', value),
    '--volumes-from': ({ value }) => push('volumes_from', `container:${value}`),
    '--ipc': ({ value }) => (fields['ipc'] = value),
    '--pid': ({ value }) => (fields['pid'] = value),
    '--mount': (flag) => {
      const mount = mountOf(flag.value);
      if (mount === undefined)
        note('error', 'bad-mount', msg('cwizard.run.badMount', { value: flag.plain }), flag.line);
      else push('volumes', mount);
      Object.assign(volumeFields, volumeFieldsOf(flag.value));
    },
    '--volume-driver': ({ value }) => (driver = value),
    '--log-driver': ({ value }) => put('logging', 'driver', value),
    '--log-opt': ({ value }) => {
      const before = fields['logging'];
      const options = isValueMap(before) && isValueMap(before['options']) ? before['options'] : {};
      put('logging', 'options', {
        ...options,
        [value.split('=')[0] ?? '']: value.split('=').slice(1).join('='),
      });
    },
    '--ulimit': ({ plain }) => {
      const [name = '', limits = ''] = plain.split('=');
      const [soft = '', hard] = limits.split(':');
      put(
        'ulimits',
        name,
        hard === undefined || hard === soft ? Number(soft) : { soft: Number(soft), hard: Number(hard) },
      );
    },
    '--stop-timeout': ({ value }) => (fields['stop_grace_period'] = `${value}s`),
    '--health-cmd': ({ value }) => put('healthcheck', 'test', ['CMD-SHELL', value]),
    '--no-healthcheck': () => put('healthcheck', 'disable', true),
    '--gpus': ({ plain }) => {
      const all = /^"?all"?$/.test(plain);
      const ids = /device=([^",]+(?:,[^",=]+)*)/.exec(plain)?.[1];
      const device = {
        driver: 'nvidia',
        ...(ids !== undefined ? { device_ids: ids.split(',') } : { count: all ? 'all' : Number(plain) || 1 }),
        capabilities: ['gpu'],
      };
      fields['deploy'] = { resources: { reservations: { devices: [device] } } };
    },
    '--blkio-weight': ({ plain }) => put('blkio_config', 'weight', Number(plain)),
    ...blkio(fields),
    '--publish-all': ({ line: at }) => note('warning', 'publish-all', msg('cwizard.run.publishAll'), at),
    '--rm': ({ line: at }) => note('info', 'rm', msg('cwizard.run.rm'), at),
    '--label-file': ({ value, line: at }) => {
      fields['label_file'] = value;
      note('info', 'label-file', msg('cwizard.run.labelFile'), at);
    },
  };
  const synonyms: Readonly<Record<string, string>> = {
    '--net': '--network',
    '--net-alias': '--network-alias',
  };

  for (const flag of flags) {
    const use = valueFlags[flag.name] ?? switchFlags[flag.name];
    if (use === undefined) continue;
    if (use.to === 'own') {
      const act = own[synonyms[flag.name] ?? flag.name];
      if (act === undefined)
        note('warning', 'unsupported', msg('cwizard.run.unsupported', { flag: flag.name }), flag.line);
      else act(flag);
    } else if (use.to === 'unsupported')
      note('warning', 'unsupported', msg('cwizard.run.unsupported', { flag: flag.name }), flag.line);
    else if (use.to === 'text') fields[use.key] = flag.value;
    else if (use.to === 'number')
      fields[use.key] = /^-?\d+(?:\.\d+)?$/.test(flag.plain) ? Number(flag.plain) : flag.value;
    else if (use.to === 'true') fields[use.key] = true;
    else if (use.to === 'list') push(use.key, flag.value);
    else if (use.to === 'map')
      put(use.key, flag.value.split('=')[0] ?? '', flag.value.split('=').slice(1).join('='));
    else if (use.to === 'health')
      put('healthcheck', use.key, use.key === 'retries' ? Number(flag.plain) : flag.value);
  }
  if (fields['restart'] === 'no') delete fields['restart'];
  if (fields['pull_policy'] === 'missing') delete fields['pull_policy'];
  tidyTmpfs(fields);
  const named = namedVolumes(fields['volumes']);
  for (const source of oddSources(fields['volumes']))
    note('warning', 'odd-source', msg('cwizard.run.oddSource', { source }));
  if (entrypoint !== undefined) {
    // `--entrypoint` takes one program; the words behind the image are its arguments.
    fields['entrypoint'] = entrypoint === '' ? [] : [entrypoint];
  }
  if (command.length > 0) fields['command'] = commandValue(command);
  if ([image, ...command, ...flags].some(({ computed }) => computed))
    note('warning', 'computed', msg('cwizard.run.computed'));
  const unique = [...new Set(networks)];
  const first = unique[0];
  if (first !== undefined) fields['networks'] = networksValue(unique, extra);
  else if (extra.ip !== undefined || extra.alias.length > 0)
    note('warning', 'ip', msg('cwizard.run.ipWithoutNetwork'));
  if (container !== undefined) fields['container_name'] = container;
  const name = serviceName(container ?? imageParts(image.plain).name);
  return {
    service: {
      name,
      part: part(fields),
      notes,
      networks: unique,
      volumes: named,
      volumeFields,
      line,
      ...(driver !== undefined && { driver }),
      ...(container !== undefined && { container }),
    },
    notes,
  };
}

/** A command as one reads it: a plain text where a shell's words are the same, else a list. */
export function commandValue(words: readonly Pick<ShellWord, 'value' | 'plain'>[]): Value {
  return words.every(({ plain }) => /^[A-Za-z0-9_@%+:,./=-]+$/.test(plain))
    ? words.map(({ value }) => value).join(' ')
    : words.map(({ value }) => value);
}

function networksValue(
  names: readonly string[],
  extra: { alias: readonly string[]; ip?: string; ip6?: string; local: readonly string[] },
): Value {
  const own = {
    ...(extra.ip !== undefined && { ipv4_address: extra.ip }),
    ...(extra.ip6 !== undefined && { ipv6_address: extra.ip6 }),
    ...(extra.alias.length > 0 && { aliases: extra.alias }),
    ...(extra.local.length > 0 && { link_local_ips: extra.local }),
  };
  if (Object.keys(own).length === 0) return names;
  return Object.fromEntries(names.map((name, index) => [name, index === 0 ? own : null]));
}

/** Limits of single devices: `--device-read-bps /dev/sda:1mb`. */
function blkio(fields: Fields): Record<string, (flag: Flag) => void> {
  const of =
    (key: string, named: string) =>
    ({ value }: Flag): void => {
      const cut = value.lastIndexOf(':');
      const limit = value.slice(cut + 1);
      const config = isValueMap(fields['blkio_config']) ? fields['blkio_config'] : {};
      const before = Array.isArray(config[key]) ? (config[key] as readonly Value[]) : [];
      const entry = { path: value.slice(0, cut), [named]: /^\d+$/.test(limit) ? Number(limit) : limit };
      fields['blkio_config'] = { ...config, [key]: [...before, entry] };
    };
  return {
    '--blkio-weight-device': of('weight_device', 'weight'),
    '--device-read-bps': of('device_read_bps', 'rate'),
    '--device-read-iops': of('device_read_iops', 'rate'),
    '--device-write-bps': of('device_write_bps', 'rate'),
    '--device-write-iops': of('device_write_iops', 'rate'),
  };
}
