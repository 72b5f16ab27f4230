import { msg, raw } from '../../../i18n/index';
import { nearest } from '../../../nearest';
import type { Problem, Reading } from '../../source';
import {
  dependenciesOf,
  entriesAt,
  mountsOf,
  namesIn,
  servicesOf,
  fieldOf,
  textOf,
  type Named,
} from '../access';
import { declare, rename, type Section } from '../fixes';
import { problem } from '../problem';

/** Networks, volumes, secrets and configs that services name and nobody declares. */
export function undeclared(reading: Reading): Problem[] {
  const { tree } = reading;
  const known: Record<Section, string[]> = {
    services: [],
    networks: ['default', ...entriesAt(tree, ['networks']).map(({ name }) => name)],
    volumes: entriesAt(tree, ['volumes']).map(({ name }) => name),
    secrets: entriesAt(tree, ['secrets']).map(({ name }) => name),
    configs: entriesAt(tree, ['configs']).map(({ name }) => name),
  };
  const found: Problem[] = [];
  const look = (section: Exclude<Section, 'services'>, service: Named, use: Omit<Named, 'value'>): void => {
    if (use.name === '' || known[section].includes(use.name)) return;
    const near = nearest(use.name, known[section]);
    const params = { service: service.name, name: use.name };
    const what = {
      networks: msg('clint.undeclared.network', params),
      volumes: msg('clint.undeclared.volume', params),
      secrets: msg('clint.undeclared.secret', params),
      configs: msg('clint.undeclared.config', params),
    }[section];
    const hint =
      near !== undefined
        ? msg('clint.near', { near })
        : section === 'volumes'
          ? msg('clint.undeclared.volume.hint', { section })
          : msg('clint.undeclared.hint', { section });
    found.push(
      problem('error', `undeclared-${section.slice(0, -1)}`, use.key, what, hint, {
        path: use.path,
        fixes: [
          ...(near === undefined ? [] : rename(reading, use.key, use.name, near)),
          ...declare(reading, use.key, section, use.name),
        ],
      }),
    );
  };
  for (const service of servicesOf(tree)) {
    for (const use of namesIn(service, 'networks')) look('networks', service, use);
    for (const section of ['secrets', 'configs'] as const)
      for (const use of namesIn(service, section)) look(section, service, use);
    for (const mount of mountsOf(service))
      if (mount.type === 'volume' && mount.source !== undefined)
        look('volumes', service, { name: mount.source, key: mount.sourceAt, path: mount.path });
  }
  return found;
}

/** Services that others wait for or share with, and that are not there; and circles of them. */
export function dependencies(reading: Reading): Problem[] {
  const services = servicesOf(reading.tree);
  const names = services.map(({ name }) => name);
  const byName = new Map(services.map((each) => [each.name, each]));
  const found: Problem[] = [];
  const edges = new Map<string, readonly Named[]>();
  for (const service of services) {
    const all = dependenciesOf(service);
    edges.set(
      service.name,
      all.filter(({ name }) => byName.has(name)),
    );
    for (const use of all) {
      const target = byName.get(use.name);
      if (target === undefined) {
        if (use.optional) continue;
        const others = names.filter((name) => name !== service.name);
        const near = nearest(use.name, others);
        found.push(
          problem(
            'error',
            'undeclared-service',
            use.key,
            msg('clint.undeclared.service', { service: service.name, name: use.name }),
            near !== undefined
              ? msg('clint.near', { near })
              : others.length === 0
                ? msg('clint.undeclared.service.none', { name: use.name })
                : msg('clint.undeclared.service.hint', { names: raw(others.join(', ')) }),
            { path: use.path, fixes: near === undefined ? [] : rename(reading, use.key, use.name, near) },
          ),
        );
      } else if (use.condition === 'service_healthy' && !hasCheck(target))
        found.push(
          problem(
            fieldOf(target.value, 'healthcheck') === undefined ? 'warning' : 'error',
            'no-healthcheck',
            use.key,
            msg('clint.noCheck', { service: service.name, name: use.name }),
            msg('clint.noCheck.hint', { name: use.name }),
            { path: use.path, related: [target.key] },
          ),
        );
    }
  }
  return [...found, ...circles(edges)];
}

function hasCheck(service: Named): boolean {
  const check = fieldOf(service.value, 'healthcheck');
  if (check === undefined || textOf(fieldOf(check, 'disable')) === 'true') return false;
  const test = fieldOf(check, 'test');
  const first = test?.kind === 'seq' ? textOf(test.items[0]) : textOf(test);
  return first !== 'NONE';
}

/** One problem a circle, at the first of its services by place: `a -> b -> a`. */
function circles(edges: ReadonlyMap<string, readonly Named[]>): Problem[] {
  const found: Problem[] = [];
  const done = new Set<string>();
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    // Without recursion: a file may chain thousands of services.
    const trail: { name: string; next: number }[] = [{ name: start, next: 0 }];
    const on = new Set([start]);
    for (let here = trail.at(-1); here !== undefined; here = trail.at(-1)) {
      const use = edges.get(here.name)?.[here.next++];
      if (use === undefined) {
        trail.pop();
        on.delete(here.name);
        done.add(here.name);
      } else if (on.has(use.name)) {
        const from = trail.findIndex(({ name }) => name === use.name);
        const circle = [...trail.slice(from).map(({ name }) => name), use.name];
        found.push(
          problem(
            'error',
            'depends-cycle',
            use.key,
            msg('clint.cycle', { cycle: circle.join(' -> ') }),
            msg('clint.cycle.hint'),
            { path: use.path },
          ),
        );
      } else if (!done.has(use.name)) {
        trail.push({ name: use.name, next: 0 });
        on.add(use.name);
      }
    }
  }
  return found;
}
