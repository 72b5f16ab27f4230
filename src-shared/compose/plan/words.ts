import type { ComposeModel, ServiceModel } from '../model';
import type { Reading } from '../source';
import { composeLabel } from '../stack';
import { restartOf } from './body-resources';
import type { ServiceDecision } from './decide';
import { networkKeys } from './names';
import { literal, shownAt, shownWords, variableAt } from './shown';
import { number, record, records, text, textMap, texts } from './values';

type Words = string[][];

/** `docker create …` for a container of a service, a line each. Of environment variables the names only. */
export function createWords(
  reading: Reading,
  project: ComposeModel,
  { name: service, model, image }: Pick<ServiceDecision, 'name' | 'model' | 'image'>,
  container: string,
): Words {
  const at = (...path: (string | number)[]) => ['services', service, ...path];
  const command = model.command === null ? [] : shownWords(reading, at('command'), model.command);
  const [entry, ...rest] =
    model.entrypoint === null ? [] : shownWords(reading, at('entrypoint'), model.entrypoint);
  return [
    ['docker', 'create', '--name', literal(container)],
    ...[composeLabel.project, composeLabel.service].map((label, i) => [
      '--label',
      `${label}=${literal(i === 0 ? project.name : service)}`,
    ]),
    ...networkWords(project, service, model),
    ...one('--hostname', model.hostname),
    ...(model.ports ?? []).map((port) => ['--publish', portText(port)]),
    ...Object.keys(model.environment ?? {}).map((key) => {
      const variable = variableAt(reading, at('environment', key));
      return ['--env', variable === undefined ? literal(key) : `${literal(key)}=${variable}`];
    }),
    ...(model.volumes ?? []).map((volume) => mountWords(project, volume)),
    ...fileWords(project, model),
    ...one('--user', model['user']),
    ...one('--workdir', model['working_dir']),
    ...restartWords(model),
    ...healthWords(reading, service, model),
    ...optionWords(model),
    ...Object.entries(model.labels ?? {}).map(([key, value]) => [
      '--label',
      `${literal(key)}=${shownAt(reading, at('labels', key), value)}`,
    ]),
    ...(entry === undefined ? [] : [['--entrypoint', entry]]),
    [literal(image), ...rest, ...command],
  ];
}

const one = (option: string, value: unknown): Words => {
  const given = text(value);
  return given === undefined ? [] : [[option, literal(given)]];
};

function networkWords(project: ComposeModel, service: string, model: ServiceModel): Words {
  if (model.network_mode !== undefined) return [['--network', literal(model.network_mode)]];
  const [main] = networkKeys(model);
  if (main === undefined) return [];
  const given = model.networks?.[main];
  const aliases = [service, ...(given?.aliases ?? [])];
  return [
    [
      ...['--network', literal(project.networks?.[main]?.name ?? main)],
      ...aliases.flatMap((alias) => ['--network-alias', literal(alias)]),
      ...(given?.ipv4_address === undefined ? [] : ['--ip', given.ipv4_address]),
    ],
  ];
}

/** Networks beyond the first, which a container joins once it is created. */
export function joinWords(
  project: ComposeModel,
  service: string,
  model: ServiceModel,
  container: string,
): Words[] {
  if (model.network_mode !== undefined) return [];
  return networkKeys(model)
    .slice(1)
    .map((key) => {
      const given = model.networks?.[key];
      const aliases = [service, ...(given?.aliases ?? [])].flatMap((alias) => ['--alias', literal(alias)]);
      const address = given?.ipv4_address === undefined ? [] : ['--ip', given.ipv4_address];
      const network = literal(project.networks?.[key]?.name ?? key);
      return [['docker', 'network', 'connect', ...aliases, ...address, network, literal(container)]];
    });
}

function portText({
  host_ip,
  published,
  target,
  protocol,
}: NonNullable<ServiceModel['ports']>[number]): string {
  const host = host_ip === undefined ? '' : `${host_ip.includes(':') ? `[${host_ip}]` : host_ip}:`;
  const outside = published === undefined || published === '' ? (host === '' ? '' : ':') : `${published}:`;
  return `${host}${outside}${String(target)}${protocol === 'udp' ? '/udp' : ''}`;
}

function mountWords(project: ComposeModel, volume: NonNullable<ServiceModel['volumes']>[number]): string[] {
  const { type, source = '', target, read_only } = volume;
  if (type === 'tmpfs') return ['--tmpfs', literal(target)];
  const from = type === 'volume' ? (project.volumes?.[source]?.name ?? source) : source;
  return [
    '--volume',
    `${from === '' ? '' : `${literal(from)}:`}${literal(target)}${read_only === true ? ':ro' : ''}`,
  ];
}

/** Secrets and configs that are files; others are copied in and have no option. */
function fileWords(project: ComposeModel, model: ServiceModel): Words {
  const of = (base: string, given: unknown, objects: ComposeModel['secrets']): Words =>
    records(given).flatMap((each) => {
      const source = text(each['source']) ?? '';
      const target = text(each['target']) ?? source;
      const file = objects?.[source]?.file;
      const path = target.startsWith('/') ? target : base + target;
      return file === undefined ? [] : [['--volume', `${literal(file)}:${literal(path)}:ro`]];
    });
  return [
    ...of('/run/secrets/', model['secrets'], project.secrets),
    ...of('/', model['configs'], project.configs),
  ];
}

function restartWords(model: ServiceModel): Words {
  const policy = restartOf(model);
  if (policy === undefined || policy['Name'] === 'no') return [];
  const name = text(policy['Name']) ?? '';
  const tries = number(policy['MaximumRetryCount']) ?? 0;
  return [['--restart', tries > 0 ? `${name}:${String(tries)}` : name]];
}

function healthWords(reading: Reading, service: string, { healthcheck }: ServiceModel): Words {
  if (healthcheck === undefined) return [];
  if (healthcheck.disable === true) return [['--no-healthcheck']];
  const [kind, ...test] = shownWords(
    reading,
    ['services', service, 'healthcheck', 'test'],
    healthcheck.test ?? [],
  );
  const how = kind === 'CMD' || kind === 'CMD-SHELL' ? test : [kind ?? '', ...test];
  const { interval, timeout, retries, start_period } = healthcheck;
  const timing = [
    ...one('--health-interval', interval),
    ...one('--health-timeout', timeout),
    ...one('--health-retries', retries),
    ...one('--health-start-period', start_period),
  ].flat();
  return [
    ...(healthcheck.test === undefined
      ? []
      : [['--health-cmd', how.filter((each) => each !== '').join(' ')]]),
    ...(timing.length === 0 ? [] : [timing]),
  ];
}

function optionWords(model: ServiceModel): Words {
  const limits = record(record(record(model['deploy'])['resources'])['limits']);
  const flags = {
    tty: '--tty',
    stdin_open: '--interactive',
    init: '--init',
    privileged: '--privileged',
    read_only: '--read-only',
  };
  const each = (option: string, value: unknown): Words => texts(value).map((one) => [option, literal(one)]);
  const hosts = model['extra_hosts'];
  return [
    ...Object.entries(flags).flatMap(([key, option]) => (model[key] === true ? [[option]] : [])),
    ...one('--memory', limits['memory'] ?? model['mem_limit']),
    ...one('--cpus', limits['cpus'] ?? model['cpus']),
    ...one('--pids-limit', limits['pids'] ?? model['pids_limit']),
    ...one('--shm-size', model['shm_size']),
    ...one('--stop-signal', model['stop_signal']),
    ...one('--platform', model['platform']),
    ...one('--pid', model['pid']),
    ...one('--ipc', model['ipc']),
    ...each('--cap-add', model['cap_add']),
    ...each('--cap-drop', model['cap_drop']),
    ...each('--device', model['devices']),
    ...each('--dns', model['dns']),
    ...each('--tmpfs', model['tmpfs']),
    ...each('--group-add', model['group_add']),
    ...each('--security-opt', model['security_opt']),
    ...each('--volumes-from', model['volumes_from']),
    ...(Array.isArray(hosts)
      ? texts(hosts).map((host) => ['--add-host', literal(host.replace('=', ':'))])
      : Object.entries(record(hosts)).flatMap(([host, address]) =>
          texts(address).map((to) => ['--add-host', literal(`${host}:${to}`)]),
        )),
    ...Object.entries(textMap(model['sysctls'])).map(([key, value]) => [
      '--sysctl',
      literal(`${key}=${value}`),
    ]),
    ...one('--log-driver', record(model['logging'])['driver']),
  ];
}
