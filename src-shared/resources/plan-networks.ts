import { msg } from '../i18n/index';
import { contains, overlaps, parseAddress, parseSubnet } from '../ipv4';
import type { Finding, Plan } from '../plan';
import { listed } from '../redis-cluster/findings';
import type { RequestOf, ResourceRequest } from '../requests';
import type { NetworkRow, ResourcesObserved } from './model';
import { error, missing, ofOwner, one, warning } from './plan-one';

type Of<K extends ResourceRequest['kind']> = RequestOf<K>;

export function createNetwork(
  request: Of<'resources.network-create'>,
  { networks }: ResourcesObserved,
): Plan {
  const { kind, ...settings } = request;
  const { name, subnet, gateway } = settings;
  const findings: Finding[] = [];
  const mine = subnet === undefined ? undefined : parseSubnet(subnet);
  if (networks.some((each) => each.name === name))
    findings.push(
      error(
        'network.name-taken',
        msg('resources.find.networkTaken', { name }),
        msg('resources.find.name.hint'),
        'name',
      ),
    );
  for (const each of networks)
    for (const other of each.subnets) {
      const theirs = parseSubnet(other.subnet);
      if (mine !== undefined && theirs !== undefined && overlaps(mine, theirs))
        findings.push(
          error(
            'network.overlap',
            msg('resources.find.overlap', {
              subnet: subnet ?? '',
              other: other.subnet,
              network: each.name,
            }),
            msg('resources.find.overlap.hint'),
            'subnet',
          ),
        );
    }
  const at = gateway === undefined ? undefined : parseAddress(gateway);
  if (gateway !== undefined && (mine === undefined || at === undefined || !contains(mine, at)))
    findings.push(
      error(
        'network.gateway',
        msg('resources.find.gateway', { gateway, subnet: subnet ?? '–' }),
        msg('resources.find.gateway.hint'),
        'gateway',
      ),
    );
  return one(
    kind,
    {
      target: `network/${name}`,
      title: msg('resources.step.networkCreate', { name }),
      cause: msg(settings.internal ? 'resources.why.internal' : 'resources.why.network'),
      op: { kind: 'resources.networkCreate', args: settings },
    },
    findings,
  );
}

function networkOf(id: string, { networks }: ResourcesObserved): NetworkRow | undefined {
  return networks.find((each) => each.id === id) ?? networks.find((each) => each.name === id);
}

export function removeNetwork(request: Of<'resources.network-remove'>, seen: ResourcesObserved): Plan {
  const network = networkOf(request.network, seen);
  if (network === undefined) return one(request.kind, undefined, [missing(request.network)]);
  const { id, name, users, builtin, owner } = network;
  const findings = ofOwner(owner, name);
  if (builtin)
    findings.push(
      error('network.builtin', msg('resources.find.builtin', { name }), msg('resources.find.builtin.hint')),
    );
  if (users.length > 0)
    findings.push(
      error(
        'network.in-use',
        msg('resources.find.networkUsed', { name, users: listed(users.map((each) => each.name)) }),
        msg('resources.find.networkUsed.hint'),
      ),
    );
  return one(
    request.kind,
    {
      target: `network/${name}`,
      title: msg('resources.step.networkRemove', { name }),
      cause: msg('resources.why.asked.network'),
      op: { kind: 'resources.networkRemove', args: { id, name } },
    },
    findings,
  );
}

export function connect(request: Of<'resources.network-connect'>, seen: ResourcesObserved): Plan {
  const network = networkOf(request.network, seen);
  const container = seen.containers.find(({ name, id }) => [name, id].includes(request.container));
  if (network === undefined) return one(request.kind, undefined, [missing(request.network)]);
  if (container === undefined) return one(request.kind, undefined, [missing(request.container)]);
  const findings: Finding[] = [];
  const words = { name: container.name, network: network.name };
  if (container.networks.some(({ name }) => name === network.name))
    findings.push(
      error('network.joined', msg('resources.find.joined', words), msg('resources.find.joined.hint')),
    );
  if (['host', 'none'].includes(network.driver === 'null' ? 'none' : network.driver))
    findings.push(
      error('network.special', msg('resources.find.special', words), msg('resources.find.special.hint')),
    );
  else if (container.networks.some(({ name }) => name === 'host' || name === 'none'))
    findings.push(
      error('container.host', msg('resources.find.host', words), msg('resources.find.special.hint')),
    );
  const { address } = request;
  const at = address === undefined ? undefined : parseAddress(address);
  const inside = network.subnets.some(({ subnet }) => {
    const range = parseSubnet(subnet);
    return range !== undefined && at !== undefined && contains(range, at);
  });
  if (address !== undefined && !inside)
    findings.push(
      error(
        'address.outside',
        msg('resources.find.outside', {
          address,
          subnet: network.subnets.map(({ subnet }) => subnet).join(', ') || '–',
        }),
        msg('resources.find.outside.hint'),
        'address',
      ),
    );
  const taken = seen.containers.find(({ networks }) =>
    networks.some((each) => each.name === network.name && each.address === address),
  );
  if (address !== undefined && taken !== undefined)
    findings.push(
      error(
        'address.taken',
        msg('resources.find.address', { address, name: taken.name }),
        msg('resources.find.outside.hint'),
        'address',
      ),
    );
  return one(
    request.kind,
    {
      target: `network/${network.name}`,
      title: msg('resources.step.connect', words),
      cause: msg('resources.why.connect'),
      op: {
        kind: 'network.connect',
        args: {
          network: network.name,
          container: container.name,
          ...(address !== undefined && { address }),
        },
      },
    },
    findings,
  );
}

export function disconnect(request: Of<'resources.network-disconnect'>, seen: ResourcesObserved): Plan {
  const network = networkOf(request.network, seen);
  const container = seen.containers.find(({ name, id }) => [name, id].includes(request.container));
  if (network === undefined) return one(request.kind, undefined, [missing(request.network)]);
  if (container === undefined) return one(request.kind, undefined, [missing(request.container)]);
  const words = { name: container.name, network: network.name };
  const findings = ofOwner(container.owner, container.name);
  if (!container.networks.some(({ name }) => name === network.name))
    findings.push(
      error('network.not-joined', msg('resources.find.notJoined', words), msg('resources.find.joined.hint')),
    );
  else if (container.networks.length === 1)
    findings.push(
      warning('network.last', msg('resources.find.last', words), msg('resources.find.last.hint', words)),
    );
  return one(
    request.kind,
    {
      target: `network/${network.name}`,
      title: msg('resources.step.disconnect', words),
      cause: msg('resources.why.disconnect'),
      op: {
        kind: 'network.disconnect',
        args: { network: network.name, container: container.name },
      },
    },
    findings,
  );
}
