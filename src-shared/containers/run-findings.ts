import { msg, type Message } from '../i18n/index';
import { contains, freeSubnet, overlaps, parseAddress, parseSubnet } from '../ipv4';
import type { Finding } from '../plan';
import { listed } from '../redis-cluster/findings';
import { aboutEnv, aboutLimits, error, info, warning } from './run-findings-limits';
import { hasImage, isNewNetwork, looksLikeFile, specialNetworks, type RunObserved } from './run-observed';
import type { RunSpec } from './run-spec';

/** What stands in the way of a container that is to be run, and what one should know before. */
export function runFindings(spec: RunSpec, observed: RunObserved): Finding[] {
  return [
    ...aboutImage(spec, observed),
    ...aboutName(spec, observed),
    ...aboutNetwork(spec, observed),
    ...aboutPorts(spec, observed),
    ...aboutMounts(spec, observed),
    ...aboutEnv(spec),
    ...aboutLimits(spec, observed),
  ];
}

function aboutImage(spec: RunSpec, observed: RunObserved): Finding[] {
  if (spec.pull !== 'never' || hasImage(spec, observed)) return [];
  return [
    error(
      'image.missing',
      'image',
      msg('containers.run.find.image', { image: spec.image }),
      msg('containers.run.find.image.hint', { image: spec.image }),
    ),
  ];
}

function aboutName({ name, privileged }: RunSpec, { containers }: RunObserved): Finding[] {
  const found: Finding[] = [];
  if (containers.some((each) => each.name === name)) {
    let n = 2;
    while (containers.some((each) => each.name === `${name}-${String(n)}`)) n++;
    found.push(
      error(
        'container.name-taken',
        'name',
        msg('containers.run.find.name', { name }),
        msg('containers.run.find.name.hint', { free: `${name}-${String(n)}` }),
      ),
    );
  }
  if (privileged)
    found.push(
      warning(
        'container.privileged',
        'privileged',
        msg('containers.run.find.privileged'),
        msg('containers.run.find.privileged.hint'),
      ),
    );
  return found;
}

function aboutNetwork(spec: RunSpec, observed: RunObserved): Finding[] {
  const { network = 'bridge', subnet, address, aliases, ports } = spec;
  const found: Finding[] = [];
  const special = specialNetworks.has(network);
  if ((network === 'host' || network === 'none') && ports.length > 0)
    found.push(
      warning(
        'port.no-network',
        'ports',
        msg('containers.run.find.noPorts', { network }),
        network === 'host'
          ? msg('containers.run.find.noPorts.host')
          : msg('containers.run.find.noPorts.none'),
      ),
    );
  if (special && (address !== undefined || aliases.length > 0))
    found.push(
      error(
        'network.no-names',
        address === undefined ? 'aliases' : 'address',
        msg('containers.run.find.special', { network }),
        msg('containers.run.find.special.hint'),
      ),
    );
  const there = observed.networks.find((each) => each.name === network);
  const mine = subnet === undefined ? undefined : parseSubnet(subnet);
  if (isNewNetwork(spec, observed) && mine !== undefined)
    for (const each of observed.networks) {
      const other = each.subnets.find((text) => {
        const theirs = parseSubnet(text);
        return theirs !== undefined && overlaps(mine, theirs);
      });
      if (other !== undefined)
        found.push(
          error(
            'network.overlap',
            'subnet',
            msg('resources.find.overlap', { subnet: subnet ?? '', other, network: each.name }),
            freeHint(observed),
          ),
        );
    }
  if (there !== undefined && subnet !== undefined && !there.subnets.includes(subnet))
    found.push(
      warning(
        'network.has-subnet',
        'subnet',
        msg('containers.run.find.subnet', { network, has: listed(there.subnets) || '–' }),
        msg('containers.run.find.subnet.hint'),
      ),
    );
  if (special || address === undefined) return found;
  const ranges = there?.subnets ?? (subnet === undefined ? [] : [subnet]);
  const at = parseAddress(address);
  const inside = ranges.some((text) => {
    const range = parseSubnet(text);
    return range !== undefined && at !== undefined && contains(range, at);
  });
  if (ranges.length === 0)
    found.push(
      error(
        'address.no-subnet',
        'subnet',
        msg('containers.run.find.noSubnet', { address, network }),
        freeHint(observed),
      ),
    );
  else if (!inside)
    found.push(
      error(
        'address.outside',
        'address',
        msg('resources.find.outside', { address, subnet: ranges.join(', ') }),
        msg('resources.find.outside.hint'),
      ),
    );
  const holder = observed.containers.find(({ addresses }) => addresses[network] === address);
  if (holder !== undefined)
    found.push(
      error(
        'address.taken',
        'address',
        msg('resources.find.address', { address, name: holder.name }),
        msg('resources.find.outside.hint'),
      ),
    );
  return found;
}

function freeHint({ networks }: RunObserved): Message {
  const free = freeSubnet(networks.flatMap(({ subnets }) => subnets));
  return free === undefined
    ? msg('resources.find.overlap.hint')
    : msg('containers.run.find.overlap.hint', { free });
}

const alive: readonly string[] = ['running', 'paused', 'restarting'];

function aboutPorts({ ports, network }: RunSpec, observed: RunObserved): Finding[] {
  if (network === 'host' || network === 'none') return [];
  const owners = new Map<number, Message>();
  for (const { port, by } of observed.host.portsInUse)
    owners.set(port, by === undefined ? msg('redis.by.unknown') : msg('redis.by.process', { name: by }));
  for (const { name, state, ports: theirs } of observed.containers)
    if (alive.includes(state))
      for (const { hostPort } of theirs)
        if (hostPort > 0) owners.set(hostPort, msg('redis.by.container', { name }));
  const found: Finding[] = [];
  ports.forEach(({ hostPort, hostIp, protocol }, i) => {
    const by = protocol === 'tcp' ? owners.get(hostPort) : undefined;
    if (by !== undefined) {
      const mine = new Set(ports.map((each) => each.hostPort));
      let free = hostPort + 1;
      while (free < 65_535 && (owners.has(free) || mine.has(free))) free++;
      found.push(
        error(
          'port.taken',
          `ports.${String(i)}`,
          msg('containers.run.find.port', { port: hostPort, by }),
          msg('containers.run.find.port.hint', { free }),
        ),
      );
    }
    const twice = ports.findIndex(
      (each) =>
        each.hostPort === hostPort &&
        each.protocol === protocol &&
        (each.hostIp ?? '0.0.0.0') === (hostIp ?? '0.0.0.0'),
    );
    if (twice < i)
      found.push(
        error(
          'port.twice',
          `ports.${String(i)}`,
          msg('containers.run.find.portTwice', { port: hostPort }),
          msg('containers.run.find.portTwice.hint'),
        ),
      );
  });
  return found;
}

function aboutMounts({ mounts }: RunSpec, { volumes, host, engine }: RunObserved): Finding[] {
  const found: Finding[] = [];
  mounts.forEach(({ type, source, target }, i) => {
    const path = `mounts.${String(i)}`;
    if (mounts.findIndex((each) => each.target === target) < i)
      found.push(
        error(
          'mount.twice',
          path,
          msg('containers.run.find.mountTwice', { path: target }),
          msg('containers.run.find.mountTwice.hint'),
        ),
      );
    if (type === 'volume' && volumes.includes(source))
      found.push(
        info(
          'volume.there',
          path,
          msg('containers.run.find.volume', { name: source }),
          msg('containers.run.find.volume.hint'),
        ),
      );
    if (type === 'bind' && host.paths[source] === 'missing' && looksLikeFile(source))
      found.push(
        error(
          'mount.missing',
          path,
          msg('containers.run.find.file', { path: source }),
          msg('containers.run.find.file.hint'),
        ),
      );
    if (type === 'bind' && !engine.local)
      found.push(
        warning(
          'mount.remote',
          path,
          msg('containers.run.find.remote', { path: source }),
          msg('containers.run.find.remote.hint'),
        ),
      );
  });
  return found;
}
