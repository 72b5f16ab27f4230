import { msg } from '../../i18n/index';
import type { ComposeModel, ServiceModel } from '../model';
import { nodeAt, type MapNode, type Node, type Path } from '../node';
import { building, type Tell } from './consistency-build';
import type { Context } from './context';
import { isAddress } from './ports';

/**
 * What docker compose refuses in a whole project: names that nobody declares, services without an image, settings
 * that contradict each other, circles.
 * @param all every service's name, those that profiles switch off as well
 */
export function checkConsistency(
  model: ComposeModel,
  tree: MapNode,
  all: readonly string[],
  context: Context,
): void {
  const tell: Tell = (code, path, what, hint) => {
    const at = placeOf(tree, path);
    context.add({ level: 'error', code, what, hint, at, path, fixes: [] });
  };
  for (const [name, service] of Object.entries(model.services)) {
    const path = ['services', name];
    image(service, nodeAt(tree, [...path, 'image']), path, tell);
    references(model, service, path, tell);
    dependencies(model, service, path, all, tell);
    numbers(service, path, tell);
    health(service, path, tell);
    targets(service, path, tell);
    building(model, service, path, tell);
    addresses(service, path, tell);
  }
  for (const kind of ['secrets', 'configs'] as const) {
    for (const [name, object] of Object.entries(model[kind] ?? {})) {
      const ways = ['file', 'environment', ...(kind === 'configs' ? ['content'] : [])];
      // As it is written: empty text counts.
      const given = ways.filter((way) => nodeAt(tree, [kind, name, way]) !== undefined);
      const path = [kind, name];
      if (given.length > 1)
        tell(
          'compose.source-twice',
          path,
          msg('cread.source-twice', { name }),
          msg('cread.source-twice.hint'),
        );
      if (given.length === 0 && object.external !== true)
        tell(
          'compose.source-missing',
          path,
          msg('cread.source-missing', { name }),
          msg('cread.source-missing.hint'),
        );
    }
  }
  for (const [name, volume] of Object.entries(model.volumes ?? {})) {
    const node = nodeAt(tree, ['volumes', name]);
    if (volume.external !== true || node?.kind !== 'map') continue;
    const other = [...node.entries.keys()].find(
      (key) => key !== 'name' && key !== 'external' && !key.startsWith('x-'),
    );
    if (other !== undefined)
      tell(
        'compose.external-with',
        ['volumes', name, other],
        msg('cread.external-with', { name, key: other }),
        msg('cread.external-with.hint'),
      );
  }
  circles(model, tell);
}

/** Where a path stands; a name in a list or map by its key. */
function placeOf(tree: MapNode, path: Path): Node['at'] {
  const node = nodeAt(tree, path);
  const parent = nodeAt(tree, path.slice(0, -1));
  const last = path.at(-1);
  if (parent?.kind === 'map' && typeof last === 'string') return parent.entries.get(last)?.key ?? parent.at;
  return node?.at ?? (path.length > 1 ? placeOf(tree, path.slice(0, -1)) : tree.at);
}

function image(service: ServiceModel, written: Node | undefined, path: Path, tell: Tell): void {
  const name = String(path[1]);
  if (service.image === undefined && service.build === undefined && service['provider'] === undefined)
    if (written === undefined)
      tell('compose.no-image', path, msg('cread.no-image', { name }), msg('cread.no-image.hint'));
    else
      tell(
        'compose.no-image',
        [...path, 'image'],
        msg('cread.image-empty', { name }),
        msg('cread.image-empty.hint'),
      );
  const { build } = service;
  if (build?.dockerfile !== undefined && build.dockerfile_inline !== undefined)
    tell(
      'compose.two-dockerfiles',
      [...path, 'build', 'dockerfile_inline'],
      msg('cread.two-dockerfiles'),
      msg('cread.two-dockerfiles.hint'),
    );
  const platforms = (build?.['platforms'] ?? []) as readonly string[];
  const platform = service['platform'] as string | undefined;
  if (platform !== undefined && platforms.length > 0 && !platforms.includes(platform))
    tell(
      'compose.platforms',
      [...path, 'platform'],
      msg('cread.platforms', { platform }),
      msg('cread.platforms.hint'),
    );
  if (service.network_mode !== undefined && service.networks !== undefined)
    tell(
      'compose.network-mode',
      [...path, 'network_mode'],
      msg('cread.network-mode'),
      msg('cread.network-mode.hint'),
    );
}

function references(model: ComposeModel, service: ServiceModel, path: Path, tell: Tell): void {
  const name = String(path[1]);
  const missing = (
    kind: 'network' | 'volume' | 'secret' | 'config' | 'model',
    key: string,
    at: Path,
  ): void => {
    const declared = (model[`${kind}s`] ?? {}) as object;
    if (Object.hasOwn(declared, key)) return;
    tell(
      `compose.undeclared-${kind}`,
      at,
      msg(`cread.undeclared.${kind}`, { service: name, name: key }),
      msg('cread.undeclared.hint'),
    );
  };
  for (const key of Object.keys(service.networks ?? {})) missing('network', key, [...path, 'networks', key]);
  service.volumes?.forEach((mount, n) => {
    if (mount.type === 'volume' && mount.source !== undefined)
      missing('volume', mount.source, [...path, 'volumes', n]);
  });
  const each = (list: unknown, kind: 'secret' | 'config', at: Path): void => {
    ((list ?? []) as readonly { source?: string }[]).forEach((one, n) =>
      missing(kind, one.source ?? '', [...at, n]),
    );
  };
  for (const key of Object.keys(service['models'] ?? {})) missing('model', key, [...path, 'models', key]);
  each(service['secrets'], 'secret', [...path, 'secrets']);
  each(service['configs'], 'config', [...path, 'configs']);
  each(service.build?.['secrets'], 'secret', [...path, 'build', 'secrets']);
}

function dependencies(
  model: ComposeModel,
  service: ServiceModel,
  path: Path,
  all: readonly string[],
  tell: Tell,
): void {
  for (const [name, { required }] of Object.entries(service.depends_on ?? {})) {
    if (Object.hasOwn(model.services, name)) continue;
    const off = all.includes(name);
    if (off && required === false) continue;
    const key = off ? 'cread.depends-off' : 'cread.depends-unknown';
    const hint = off ? msg('cread.depends-off.hint') : msg('cread.depends-unknown.hint');
    tell(
      'compose.undeclared-service',
      [...path, 'depends_on', name],
      msg(key, { service: String(path[1]), name }),
      hint,
    );
  }
}

function numbers(service: ServiceModel, path: Path, tell: Tell): void {
  const deploy = service['deploy'] as
    { replicas?: number; resources?: { limits?: Limits; reservations?: Limits } } | undefined;
  const { scale } = service;
  const differs = (key: string, other: string): void =>
    tell(
      'compose.two-values',
      [...path, key],
      msg('cread.two-values', { key, other }),
      msg('cread.two-values.hint'),
    );
  if (scale !== undefined && deploy?.replicas !== undefined && scale !== deploy.replicas)
    differs('scale', 'deploy.replicas');
  const limits = deploy?.resources?.limits;
  const set = (key: string): unknown =>
    service[key] === '0' || service[key] === 0 ? undefined : service[key];
  if (limits !== undefined) {
    if (set('cpus') !== undefined && service['cpus'] !== (limits.cpus ?? 0))
      differs('cpus', 'deploy.resources.limits.cpus');
    if (set('mem_limit') !== undefined && service['mem_limit'] !== (limits.memory ?? '0'))
      differs('mem_limit', 'deploy.resources.limits.memory');
    if (set('pids_limit') !== undefined && service['pids_limit'] !== (limits.pids ?? 0))
      differs('pids_limit', 'deploy.resources.limits.pids');
  }
  const reserved = deploy?.resources?.reservations;
  if (
    reserved !== undefined &&
    set('mem_reservation') !== undefined &&
    service['mem_reservation'] !== (reserved.memory ?? '0')
  )
    differs('mem_reservation', 'deploy.resources.reservations.memory');
  const count = scale ?? deploy?.replicas ?? 1;
  if (count < 0)
    tell(
      'compose.negative',
      [...path, scale === undefined ? 'deploy' : 'scale'],
      msg('cread.negative'),
      msg('cread.negative.hint'),
    );
  if (count > 1 && service.container_name !== undefined)
    tell(
      'compose.name-and-scale',
      [...path, 'container_name'],
      msg('cread.name-and-scale', { count }),
      msg('cread.name-and-scale.hint'),
    );
}

interface Limits {
  readonly cpus?: number;
  readonly memory?: string;
  readonly pids?: number;
}

function health(service: ServiceModel, path: Path, tell: Tell): void {
  const first = service.healthcheck?.test?.[0];
  if (first === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(first)) return;
  tell(
    'compose.health-test',
    [...path, 'healthcheck', 'test'],
    msg('cread.health-test'),
    msg('cread.health-test.hint'),
  );
}

/** Two mounts at one place (refused since 2.40; the engine refuses them as well). */
function targets(service: ServiceModel, path: Path, tell: Tell): void {
  const seen = new Set<string>();
  const look = (target: string, at: Path): void => {
    if (seen.has(target))
      tell('compose.target-twice', at, msg('cread.target-twice', { target }), msg('cread.target-twice.hint'));
    seen.add(target);
  };
  const tmpfs = (service['tmpfs'] ?? []) as readonly string[];
  tmpfs.forEach((each, n) => look(each.split(':', 1)[0] ?? '', [...path, 'tmpfs', n]));
  service.volumes?.forEach(({ target }, n) => look(target, [...path, 'volumes', n]));
}

/** Published ports on what is no address of the host (refused since 2.40; the engine refuses them as well). */
function addresses(service: ServiceModel, path: Path, tell: Tell): void {
  service.ports?.forEach(({ host_ip: ip }, n) => {
    if (ip === undefined || isAddress(ip)) return;
    tell(
      'compose.bad-port',
      [...path, 'ports', n],
      msg('cread.bad-port.address', { text: ip }),
      msg('cread.bad-port.address.hint'),
    );
  });
}

function circles(model: ComposeModel, tell: Tell): void {
  const done = new Set<string>();
  const walk = (name: string, chain: readonly string[]): boolean => {
    const from = chain.indexOf(name);
    if (from !== -1) {
      const circle = [...chain.slice(from), name];
      const path = ['services', circle.at(-2) ?? name, 'depends_on', name];
      tell(
        'compose.depends-cycle',
        path,
        msg('cread.depends-cycle', { chain: circle.join(' → ') }),
        msg('cread.depends-cycle.hint'),
      );
      return true;
    }
    if (done.has(name)) return false;
    const service = Object.hasOwn(model.services, name) ? model.services[name] : undefined;
    const found = Object.keys(service?.depends_on ?? {}).some((next) => walk(next, [...chain, name]));
    done.add(name);
    return found;
  };
  Object.keys(model.services).some((name) => walk(name, []));
}
