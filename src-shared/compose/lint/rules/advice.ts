import { msg, raw } from '../../../i18n/index';
import type { ScalarNode } from '../../node';
import type { Problem, QuickFix, Reading } from '../../source';
import { fieldOf, fieldText, mountsOf, namesIn, servicesOf, textOf, type Named } from '../access';
import { isWritten, removeLines, sourceOf } from '../fixes';
import { problem, put, scalar } from '../problem';

/** What works, and could be better: no services, images without a version, secrets in plain sight. */
export function advice(reading: Reading): Problem[] {
  const { tree } = reading;
  const found: Problem[] = [];
  const services = servicesOf(tree);
  if (services.length === 0 && tree.entries.has('services')) found.push(noServices(reading));
  for (const service of services) {
    const bare = ['image', 'build', 'provider', 'extends'].every(
      (key) => fieldOf(service.value, key) === undefined,
    );
    if (bare)
      found.push(
        problem(
          'error',
          'no-image',
          service.key,
          msg('clint.noImage', { service: service.name }),
          msg('clint.noImage.hint'),
          { path: service.path },
        ),
      );
    const image = fieldOf(service.value, 'image');
    const text = textOf(image) ?? '';
    if (
      image !== undefined &&
      fieldOf(service.value, 'build') === undefined &&
      /^[^:@$\s]+(:latest)?$/.test(text.replace(/^[^/]*:\d+\//, '')) &&
      text !== 'scratch'
    )
      found.push(
        problem(
          'info',
          'image-tag',
          image.at,
          msg('clint.imageTag', { image: text }),
          msg('clint.imageTag.hint'),
          {
            path: [...service.path, 'image'],
          },
        ),
      );
    found.push(...plainSecrets(reading, service));
  }
  return found;
}

/** None are written, or each waits for a profile. */
function noServices({ tree, profiles, inactive = [] }: Reading): Problem {
  const at = tree.entries.get('services')?.key ?? tree.at;
  return inactive.length === 0
    ? problem('warning', 'no-services', at, msg('clint.noServices'), msg('clint.noServices.hint'), {
        path: ['services'],
      })
    : problem(
        'info',
        'no-services',
        at,
        msg('clint.servicesOff', { profiles: profiles.join(', ') }),
        msg('clint.servicesOff.hint'),
        { path: ['services'] },
      );
}

const secretName = /(^|_)(PASS|PASSWD|PASSWORD|SECRET|TOKEN|PRIVATE_KEY|API_?KEY|ACCESS_KEY)(_|$)/i;

/** Passwords that are written out in the file. Their values are never repeated. */
function plainSecrets(reading: Reading, service: Named): Problem[] {
  const environment = fieldOf(service.value, 'environment');
  if (environment?.kind !== 'map') return [];
  return [...environment.entries].flatMap(([key, { key: place, value }]) => {
    if (!secretName.test(key) || /_FILE$/i.test(key) || /ALLOW_EMPTY|RANDOM/i.test(key)) return [];
    const source = sourceOf(reading, value.at);
    // What an env file gave has no place of its own: it stands at `env_file`.
    if (place.from.offset === value.at.from.offset && source?.includes(key) !== true) return [];
    if (!textOf(value) || source === undefined || source.trim() === '' || /\$\{?\w/.test(source)) return [];
    return [
      problem(
        'info',
        'plain-secret',
        place,
        msg('clint.secret', { key }),
        msg('clint.secret.hint', { variable: raw(`\${${key}}`) }),
        {
          path: [...service.path, 'environment', key],
          fixes: toDotEnv(reading, key, scalar(value), source),
        },
      ),
    ];
  });
}

/** Moves a value to the project's `.env`, where there is one. */
function toDotEnv(reading: Reading, key: string, value: ScalarNode | undefined, source: string): QuickFix[] {
  const file = reading.files.find(
    ({ kind, path }) => kind === 'env' && path.replaceAll('\\', '/') === `${reading.directory}/.env`,
  );
  if (file === undefined || value === undefined || /\n|'/.test(value.text)) return [];
  if (new RegExp(`^\\s*(export\\s+)?${key}\\s*[=:]`, 'm').test(file.text)) return [];
  // As an item of a list: `KEY=value`.
  const item = source.includes(`${key}=`);
  const variable = `\${${key}}`;
  const end = file.text.length;
  const gap = file.text === '' || file.text.endsWith('\n') ? '' : '\n';
  return [
    {
      title: msg('clint.fix.variable', { variable: raw(variable) }),
      edits: [
        // In quotes: between braces a bare one would end at its own.
        put(value.at, JSON.stringify(item ? `${key}=${variable}` : variable)),
        { file: file.path, from: end, to: end, text: `${gap}${key}='${value.text}'\n` },
      ],
    },
  ];
}

/** Networks, volumes, secrets and configs that no service uses. */
export function unused(reading: Reading): Problem[] {
  const { tree } = reading;
  const services = servicesOf(tree);
  const used = new Set<string>();
  for (const service of services) {
    const own = namesIn(service, 'networks');
    for (const { name } of own) used.add(`networks ${name}`);
    if (own.length === 0) used.add('networks default');
    for (const section of ['secrets', 'configs'])
      for (const { name } of namesIn(service, section)) used.add(`${section} ${name}`);
    const build = fieldOf(service.value, 'build');
    if (build?.kind === 'map')
      for (const { name } of namesIn({ ...service, value: build }, 'secrets')) used.add(`secrets ${name}`);
    for (const { type, source } of mountsOf(service))
      if (type === 'volume' && source !== undefined) used.add(`volumes ${source}`);
  }
  return ['networks', 'volumes', 'secrets', 'configs'].flatMap((section) => {
    const map = tree.entries.get(section)?.value;
    if (map?.kind !== 'map') return [];
    return [...map.entries].flatMap(([name, { key, value }]) => {
      // What stands nowhere in a file (the default network) was added while reading.
      if (used.has(`${section} ${name}`) || !isWritten(reading, key, name)) return [];
      // A service whose profile is off may use it; its driver's name is of no matter here.
      if (reading.profiles.length > 0 || fieldText(value, 'external') === 'true') return [];
      const written = [...map.entries].filter(([one, { key: at }]) => isWritten(reading, at, one));
      const last = written.length === 1;
      const whole = tree.entries.get(section);
      return [
        problem('info', 'unused', key, msg('clint.unused', { name }), msg('clint.unused.hint', { section }), {
          path: [section, name],
          fixes:
            last && whole !== undefined
              ? removeLines(reading, whole.key, whole.value.at, section)
              : removeLines(reading, key, value.at, name),
        }),
      ];
    });
  });
}
