import type { ComposeModel } from '../model';
import type { Reading } from '../source';
import { composeLabel } from '../stack';
import { literal, shownAt } from './shown';
import { record, records, text, texts, textMap } from './values';

/** `docker network create …` for a network of the model. */
export function networkWords(reading: Reading, project: ComposeModel, key: string): string[][] {
  const network = project.networks?.[key];
  const options = Object.entries(textMap(network?.['driver_opts'])).map(([name, value]) => [
    '--opt',
    `${literal(name)}=${shownAt(reading, ['networks', key, 'driver_opts', name], value)}`,
  ]);
  const pools = records(record(network?.['ipam'])['config']).flatMap((pool) =>
    Object.entries({ subnet: '--subnet', ip_range: '--ip-range', gateway: '--gateway' }).flatMap(
      ([field, option]) => {
        const value = text(pool[field]);
        return value === undefined ? [] : [[option, literal(value)]];
      },
    ),
  );
  const flags = { internal: '--internal', attachable: '--attachable', enable_ipv6: '--ipv6' };
  return [
    ['docker', 'network', 'create', '--driver', literal(network?.driver ?? 'bridge')],
    ...pools,
    ...options,
    ...Object.entries(flags).flatMap(([field, option]) => (network?.[field] === true ? [[option]] : [])),
    ...labels(project, { [composeLabel.network]: key }),
    [literal(network?.name ?? key)],
  ];
}

/** `docker volume create …`; its driver's options may hold a password and are named only. */
export function volumeWords(reading: Reading, project: ComposeModel, key: string): string[][] {
  const volume = project.volumes?.[key];
  const options = Object.entries(textMap(volume?.['driver_opts'])).map(([name, value]) => {
    const shown = shownAt(reading, ['volumes', key, 'driver_opts', name], value);
    return ['--opt', `${literal(name)}=${/pass|secret|token|cred/i.test(value) ? '…' : shown}`];
  });
  return [
    [
      'docker',
      'volume',
      'create',
      ...(volume?.driver === undefined ? [] : ['--driver', literal(volume.driver)]),
    ],
    ...options,
    ...labels(project, { [composeLabel.volume]: key }),
    [literal(volume?.name ?? key)],
  ];
}

/** `docker build …` for a service; build arguments by their names. */
export function buildWords(project: ComposeModel, service: string, image: string): string[][] {
  const build = project.services[service]?.build;
  const one = (option: string, value: unknown): string[][] => {
    const given = text(value);
    return given === undefined ? [] : [[option, literal(given)]];
  };
  const file = build?.dockerfile_inline === undefined ? build?.dockerfile : '-';
  const context = build?.context ?? '.';
  const inside = file === undefined || file === '-' || file.startsWith('/') || /^[a-z]+:/.test(context);
  return [
    ['docker', 'build', '--tag', literal(image)],
    ...(file === undefined || file === 'Dockerfile'
      ? []
      : [['--file', literal(inside ? file : `${context.replace(/\/$/, '')}/${file}`)]]),
    ...one('--target', build?.target),
    ...Object.keys(build?.args ?? {}).map((name) => ['--build-arg', literal(name)]),
    ...one('--network', build?.['network']),
    ...(build?.['no_cache'] === true ? [['--no-cache']] : []),
    ...texts(build?.['cache_from']).map((from) => ['--cache-from', literal(from)]),
    [literal(context)],
  ];
}

function labels(project: ComposeModel, own: Readonly<Record<string, string>>): string[][] {
  return Object.entries({ [composeLabel.project]: project.name, ...own }).map(([name, value]) => [
    '--label',
    `${name}=${literal(value)}`,
  ]);
}
