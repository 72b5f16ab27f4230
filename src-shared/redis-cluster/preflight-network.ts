import { msg } from '../i18n/index';
import {
  canonicalSubnet,
  contains,
  formatAddress,
  formatSubnet,
  freeSubnet,
  isPrivate,
  overlaps,
  parseAddress,
  parseSubnet,
  type Subnet,
} from '../ipv4';
import type { Finding } from '../plan';
import { existingNetwork, suits } from './existing';
import { finding, inVm, listed } from './findings';
import { networkName, type PlannedNode } from './nodes';
import type { ObservedNetwork, RedisClusterObserved } from './observed';
import type { RedisClusterSpec } from './spec';

/** Bridge mode: the network's name, its subnet, and room for the nodes' addresses in it. */
export function checkNetwork(
  spec: RedisClusterSpec,
  observed: RedisClusterObserved,
  nodes: readonly PlannedNode[],
): Finding[] {
  if (spec.network.mode !== 'bridge') return [];
  const name = networkName(spec) ?? '';
  if (['bridge', 'host', 'none', 'default'].includes(name))
    return [
      finding(
        'error',
        'network.reserved',
        'network.name',
        msg('redis.finding.networkReserved.what', { network: name }),
        msg('redis.finding.networkReserved.hint'),
      ),
    ];
  const subnet = parseSubnet(spec.network.subnet);
  if (subnet === undefined) return [];
  const found: Finding[] = [];
  const canonical = canonicalSubnet(spec.network.subnet);
  if (canonical !== spec.network.subnet)
    found.push(
      finding(
        'error',
        'subnet.hostBits',
        'network.subnet',
        msg('redis.finding.subnetBits.what', { subnet: spec.network.subnet }),
        msg('redis.finding.subnetBits.hint', { canonical }),
      ),
    );
  const network = existingNetwork(spec, observed);
  if (network === undefined) found.push(...checkSubnet(subnet, observed));
  else if (!suits(network, spec))
    found.push(
      finding(
        'error',
        'network.differs',
        'network.name',
        msg('redis.finding.networkDiffers.what', {
          network: name,
          driver: network.driver,
          subnet: listed(network.subnets) || '–',
        }),
        network.driver === 'bridge' && network.subnets.length > 0
          ? msg('redis.finding.networkDiffers.hint')
          : msg('redis.finding.networkDriver.hint'),
      ),
    );
  else found.push(...checkTaken(network, subnet, observed, nodes));
  return [...found, ...checkRoom(subnet, nodes)];
}

/** A new network's subnet must overlap no other network, nor what this computer is connected to. */
function checkSubnet(subnet: Subnet, observed: RedisClusterObserved): Finding[] {
  const { networks, host, engine } = observed;
  const mine = formatSubnet(subnet);
  const used = [
    ...networks.flatMap((each) => each.subnets),
    ...host.interfaces.map((each) => canonicalSubnet(each.cidr)),
  ];
  const free = freeSubnet(used);
  const hint =
    free === undefined ? msg('redis.finding.subnet.hintNone') : msg('redis.finding.subnet.hint', { free });
  const clash = (texts: readonly string[]): string | undefined =>
    texts.find((text) => {
      const other = parseSubnet(text);
      return other !== undefined && overlaps(other, subnet);
    });
  for (const network of networks) {
    const other = clash(network.subnets);
    if (other !== undefined)
      return [
        finding(
          'error',
          'subnet.overlap',
          'network.subnet',
          msg('redis.finding.subnetNetwork.what', { subnet: mine, other, network: network.name }),
          hint,
        ),
      ];
  }
  for (const { name, cidr } of engine.local ? host.interfaces : []) {
    if (clash([cidr]) !== undefined)
      return [
        finding(
          // In a virtual machine it can be made, but hides that part of the network from the containers.
          inVm(observed) ? 'warning' : 'error',
          'subnet.overlap',
          'network.subnet',
          msg('redis.finding.subnetInterface.what', {
            subnet: mine,
            other: canonicalSubnet(cidr),
            interface: name,
          }),
          hint,
        ),
      ];
  }
  if (isPrivate(subnet)) return [];
  const what = msg('redis.finding.subnetPublic.what', { subnet: mine });
  return [finding('warning', 'subnet.public', 'network.subnet', what, hint)];
}

/** Nodes fit between the gateway (the first address) and the broadcast address. */
function checkRoom(subnet: Subnet, nodes: readonly PlannedNode[]): Finding[] {
  const first = parseAddress(nodes[0]?.address ?? '');
  if (first === undefined) return [];
  const text = formatSubnet(subnet);
  const last = first + nodes.length - 1;
  const lowest = subnet.base + 2;
  const highest = subnet.last - 1;
  const bounds = msg('redis.finding.addressOutside.hint', {
    from: formatAddress(lowest),
    to: formatAddress(Math.max(highest - nodes.length + 1, lowest)),
  });
  const fits = highest - lowest + 1 >= nodes.length;
  if (fits && !contains(subnet, first))
    return [
      finding(
        'error',
        'address.outside',
        'network.firstAddress',
        msg('redis.finding.addressOutside.what', { address: formatAddress(first), subnet: text }),
        bounds,
      ),
    ];
  if (fits && (first < lowest || first > highest))
    return [
      finding(
        'error',
        'address.reserved',
        'network.firstAddress',
        msg('redis.finding.addressReserved.what', { address: formatAddress(first), subnet: text }),
        bounds,
      ),
    ];
  if (fits && last <= highest) return [];
  // Network, gateway and broadcast address beside the nodes.
  const prefix = 32 - Math.ceil(Math.log2(nodes.length + 3));
  return [
    finding(
      'error',
      'address.room',
      fits ? 'network.firstAddress' : 'network.subnet',
      msg('redis.finding.addressRoom.what', {
        subnet: text,
        count: nodes.length,
        address: formatAddress(first),
        last: formatAddress(last),
      }),
      fits
        ? msg('redis.finding.addressRoom.hint', { from: formatAddress(lowest) })
        : msg('redis.finding.addressRoom.hintSmall', { prefix }),
    ),
  ];
}

/** An existing network's containers must not have the addresses that the nodes are to get. */
function checkTaken(
  network: ObservedNetwork,
  subnet: Subnet,
  observed: RedisClusterObserved,
  nodes: readonly PlannedNode[],
): Finding[] {
  const taken = new Set(
    observed.containers.map((each) => each.addresses[network.name]).filter((each) => each !== undefined),
  );
  const clash = nodes.flatMap(({ address }) =>
    address !== undefined && taken.has(address) ? [address] : [],
  );
  if (clash.length === 0) return [];
  const start = freeRun(subnet, taken, nodes.length);
  return [
    finding(
      'error',
      'address.taken',
      'network.firstAddress',
      msg('redis.finding.addressTaken.what', { network: network.name, addresses: listed(clash) }),
      start === undefined
        ? msg('redis.finding.addressTaken.hintNone', { count: nodes.length })
        : msg('redis.finding.addressTaken.hint', { address: formatAddress(start) }),
    ),
  ];
}

/** The first of `count` free addresses in a row, from base + 11 on where the subnet is that large. */
function freeRun(subnet: Subnet, taken: ReadonlySet<string>, count: number): number | undefined {
  let start = subnet.base + (subnet.last - subnet.base > 64 ? 11 : 2);
  for (let at = start; at < subnet.last; at++) {
    if (taken.has(formatAddress(at))) start = at + 1;
    else if (at - start + 1 === count) return start;
  }
  return undefined;
}
