import { msg, raw, type Message } from '../../i18n/index';
import { freeSubnet, overlaps, parseSubnet } from '../../ipv4';
import type { ComposeObserved } from '../observed';
import { bytesOf } from '../read/units';
import type { Problem, QuickFix, Reading } from '../source';
import {
  entriesAt,
  fieldOf,
  fieldText,
  isExternal,
  mountsOf,
  portsOf,
  servicesOf,
  textOf,
  type Named,
} from './access';
import { removeLines } from './fixes';
import { nextFree, picks, portFix, shareAddress } from './ports';
import { byPlace, problem, put } from './problem';
import { subnetsOf } from './rules/networks';

/**
 * What would be in the way of bringing the project up on this engine: ports in use, missing bind sources, missing
 * external networks and volumes, names taken, subnets that overlap, memory. Beside those of `lint`, not among them.
 */
export function lintAgainst(reading: Reading, observed: ComposeObserved): Problem[] {
  const services = servicesOf(reading.tree);
  return [
    ...ports(reading, services, observed),
    ...services.flatMap((service) => [
      ...nameTaken(service, observed),
      ...sources(service, observed),
      ...limits(service, observed),
    ]),
    ...externals(reading, observed),
    ...subnets(reading, observed),
  ].sort(byPlace(reading.files.map(({ path }) => path)));
}

function ports(reading: Reading, services: readonly Named[], observed: ComposeObserved): Problem[] {
  const own = new Set(services.map(({ name }) => name));
  // A service that is no longer in the files leaves orphans behind, and up leaves those as they are.
  const orphans = observed.containers.filter(({ service }) => !own.has(service));
  const standing = [...observed.others, ...orphans].filter(({ state }) =>
    ['running', 'restarting', 'paused'].includes(state),
  );
  const ours = observed.containers.filter(({ service }) => own.has(service)).flatMap((each) => each.ports);
  const wanted = services.flatMap(portsOf);
  const userOf = (port: number, protocol: string, ip: string): Message | undefined => {
    const holder = standing.find((each) =>
      each.ports.some(
        (one) => one.hostPort === port && one.protocol === protocol && shareAddress(one.hostIp, ip),
      ),
    );
    if (holder !== undefined) return msg('clint.against.container', { name: holder.name });
    // A port that a container of this very project has now is its own.
    if (ours.some((one) => one.hostPort === port && one.protocol === protocol)) return undefined;
    const listener = observed.host.portsInUse.find(
      (each) => each.port === port && each.protocol === protocol,
    );
    if (listener === undefined) return undefined;
    return listener.by === undefined
      ? msg('clint.against.other')
      : msg('clint.against.process', { name: listener.by });
  };
  return wanted.flatMap((port) => {
    if (port.published === undefined || picks(port)) return [];
    const [from, to] = port.published;
    for (let n = from; n <= to; n++) {
      const by = userOf(n, port.protocol, port.hostIp);
      if (by === undefined) continue;
      const free = nextFree(
        n + 1,
        (candidate) =>
          userOf(candidate, port.protocol, port.hostIp) !== undefined ||
          wanted.some(({ published }) =>
            published === undefined ? false : published[0] <= candidate && candidate <= published[1],
          ),
      );
      return [
        problem(
          'error',
          'port-in-use',
          port.at,
          msg('clint.against.port', { port: String(n), by }),
          msg('clint.against.port.hint', { free: String(free ?? '–') }),
          { path: port.path, fixes: from === to && free !== undefined ? portFix(reading, port, free) : [] },
        ),
      ];
    }
    return [];
  });
}

function nameTaken(service: Named, observed: ComposeObserved): Problem[] {
  const node = fieldOf(service.value, 'container_name');
  const name = textOf(node);
  if (node === undefined || !observed.others.some((each) => each.name === name)) return [];
  return [
    problem(
      'error',
      'name-taken',
      node.at,
      msg('clint.against.name', { name: name ?? '' }),
      msg('clint.against.name.hint'),
      { path: [...service.path, 'container_name'] },
    ),
  ];
}

/** A path that ends like a file's: `nginx.conf`, `init.sql`; folders are `data`, `conf.d`, `.cache`, `v1.2`. */
const fileName = /[^/\\.][^/\\]*\.(?!d$)[A-Za-z][\w-]*$/;

function sources(service: Named, observed: ComposeObserved): Problem[] {
  return mountsOf(service).flatMap(({ type, source, target, sourceAt, path, created }) => {
    if (type !== 'bind' || source === undefined) return [];
    if (!observed.engine.local)
      return [
        problem(
          'warning',
          'source-remote',
          sourceAt,
          msg('clint.against.remote', { path: source }),
          msg('clint.against.remote.hint'),
          { path },
        ),
      ];
    const bare = source.replace(/(.)\/+$/, '$1');
    // The engine's own files are no files of this computer's on a desktop product.
    if (observed.host.present.some((each) => each === source || each === bare)) return [];
    // Data folders are usually made by the first `up`; a folder in place of a file is what hurts.
    const file = [source, target].some((each) => fileName.test(each));
    return [
      problem(
        created ? (file ? 'warning' : 'info') : 'error',
        'source-missing',
        sourceAt,
        msg('clint.against.source', { path: source }),
        msg(`clint.against.source.${created ? (file ? 'file' : 'folder') : 'error'}`),
        { path },
      ),
    ];
  });
}

function limits(service: Named, { engine }: ComposeObserved): Problem[] {
  const deploy = fieldOf(fieldOf(fieldOf(service.value, 'deploy'), 'resources'), 'limits');
  const node = fieldOf(service.value, 'mem_limit') ?? fieldOf(deploy, 'memory');
  const bytes = bytesOf(textOf(node) ?? '');
  if (node === undefined || bytes === undefined || engine.memoryBytes <= 0 || bytes <= engine.memoryBytes)
    return [];
  const size = (n: number): string => `${String(Math.round(n / 2 ** 20))} MiB`;
  return [
    problem(
      'warning',
      'memory-total',
      node.at,
      msg('clint.against.memory', { limit: size(bytes), total: size(engine.memoryBytes) }),
      msg('clint.against.memory.hint'),
      { path: service.path },
    ),
  ];
}

function externals(reading: Reading, observed: ComposeObserved): Problem[] {
  const there = {
    networks: observed.networks.map(({ name }) => name),
    volumes: observed.volumes.map(({ name }) => name),
  };
  return (['networks', 'volumes'] as const).flatMap((section) =>
    entriesAt(reading.tree, [section]).flatMap(({ name: key, value, path, key: at }) => {
      if (!isExternal(value)) return [];
      const name = fieldText(value, 'name') ?? fieldText(fieldOf(value, 'external'), 'name') ?? key;
      if (there[section].includes(name)) return [];
      const network = section === 'networks';
      return [
        problem(
          'error',
          network ? 'external-network' : 'external-volume',
          at,
          network ? msg('clint.against.network', { name }) : msg('clint.against.volume', { name }),
          network ? msg('clint.against.network.hint', { name }) : msg('clint.against.volume.hint', { name }),
          { path, fixes: internal(reading, value) },
        ),
      ];
    }),
  );
}

/** Without its `external: true` the project makes it. */
function internal(reading: Reading, value: Named['value']): QuickFix[] {
  const entry = value.kind === 'map' ? value.entries.get('external') : undefined;
  if (entry === undefined) return [];
  return removeLines(reading, entry.key, entry.value.at, 'external').map((fix) => ({
    ...fix,
    title: msg('clint.fix.external'),
  }));
}

function subnets(reading: Reading, observed: ComposeObserved): Problem[] {
  const all = observed.networks.flatMap((each) => each.subnets);
  const own = subnetsOf(entriesAt(reading.tree, ['networks']));
  return own.flatMap(({ network, subnet, text, at }) => {
    const clash = observed.networks
      .filter(({ project, key }) => !(project === observed.name && key === network))
      .flatMap(({ name, subnets: theirs }) => theirs.map((other) => ({ name, other })))
      .find(({ other }) => {
        const parsed = parseSubnet(other);
        return parsed !== undefined && overlaps(parsed, subnet);
      });
    if (clash === undefined) return [];
    const free = freeSubnet([...all, ...own.map((each) => each.text)]);
    return [
      problem(
        'error',
        'subnet-taken',
        at,
        msg('clint.against.subnet', { subnet: text, other: clash.other, name: clash.name }),
        msg('clint.against.subnet.hint', { free: raw(free ?? '–') }),
        {
          path: ['networks', network],
          fixes:
            free === undefined
              ? []
              : [{ title: msg('clint.fix.subnet', { subnet: free }), edits: [put(at, free)] }],
        },
      ),
    ];
  });
}
