import { msg } from '../../../i18n/index';
import { contains, formatAddress, overlaps, parseAddress, parseSubnet, type Subnet } from '../../../ipv4';
import type { Range } from '../../node';
import type { Problem, Reading } from '../../source';
import {
  entriesAt,
  fieldOf,
  fieldText,
  isExternal,
  namesIn,
  servicesOf,
  textOf,
  type Named,
} from '../access';
import { write } from '../fixes';
import { problem } from '../problem';

export interface SubnetUse {
  readonly network: string;
  readonly subnet: Subnet;
  readonly text: string;
  readonly at: Range;
}

/** The IPv4 subnets that the project's own networks ask for. */
export function subnetsOf(networks: readonly Named[]): SubnetUse[] {
  return networks.flatMap(({ name, value }) => {
    const config = fieldOf(fieldOf(value, 'ipam'), 'config');
    if (config?.kind !== 'seq') return [];
    return config.items.flatMap((item) => {
      const node = fieldOf(item, 'subnet');
      const text = textOf(node) ?? '';
      const subnet = parseSubnet(text);
      return node === undefined || subnet === undefined ? [] : [{ network: name, subnet, text, at: node.at }];
    });
  });
}

/** Subnets that overlap, and fixed addresses that cannot be had. */
export function addresses(reading: Reading): Problem[] {
  const networks = entriesAt(reading.tree, ['networks']);
  const subnets = subnetsOf(networks);
  const found: Problem[] = [];
  subnets.forEach((one, index) => {
    const other = subnets.slice(0, index).find((each) => overlaps(each.subnet, one.subnet));
    if (other !== undefined)
      found.push(
        problem(
          'error',
          'subnet-overlap',
          one.at,
          msg('clint.overlap', { subnet: one.text, other: other.text, network: other.network }),
          msg('clint.overlap.hint'),
          { related: [other.at] },
        ),
      );
  });
  const given = new Map<string, { service: string; at: Range }>();
  for (const service of servicesOf(reading.tree)) {
    const mode = fieldOf(service.value, 'network_mode');
    const joined = namesIn(service, 'networks');
    if (mode !== undefined && joined.length > 0)
      found.push(
        problem(
          'error',
          'network-mode',
          mode.at,
          msg('clint.modeNetworks', { service: service.name }),
          msg('clint.modeNetworks.hint'),
          { path: [...service.path, 'network_mode'] },
        ),
      );
    for (const use of joined) {
      const node = fieldOf(use.value, 'ipv4_address');
      const text = textOf(node);
      if (node === undefined || text === undefined) continue;
      const path = [...use.path, 'ipv4_address'];
      const address = parseAddress(text);
      const network = networks.find(({ name }) => name === use.name);
      if (address === undefined) {
        found.push(
          problem('error', 'address', node.at, msg('clint.address', { text }), msg('clint.address.hint'), {
            path,
          }),
        );
        continue;
      }
      const key = `${use.name} ${text}`;
      const before = given.get(key);
      if (before !== undefined)
        found.push(
          problem(
            'error',
            'duplicate-address',
            node.at,
            msg('clint.sameAddress', { address: text, service: before.service, line: before.at.from.line }),
            msg('clint.sameAddress.hint'),
            { path, related: [before.at] },
          ),
        );
      else given.set(key, { service: service.name, at: node.at });
      if (network !== undefined && isExternal(network.value)) continue;
      const own = subnets.filter(({ network: name }) => name === use.name);
      if (own.length === 0)
        found.push(
          problem(
            'error',
            'address-without-subnet',
            node.at,
            msg('clint.noSubnet', { address: text, network: use.name }),
            msg('clint.noSubnet.hint', {
              subnet: `${text.split('.').slice(0, 3).join('.')}.0/24`,
              network: use.name,
            }),
            { path, ...(network !== undefined && { related: [network.key] }) },
          ),
        );
      else if (!own.some(({ subnet }) => contains(subnet, address)))
        found.push(outside(use.name, text, node.at, own, path));
      else if (own.some(({ subnet }) => address === subnet.base || address === subnet.last))
        found.push(
          problem(
            'error',
            'address-reserved',
            node.at,
            msg('clint.reserved', { address: text }),
            msg('clint.address.hint'),
            { path },
          ),
        );
      else if (network !== undefined && gatewaysOf(network).includes(text))
        found.push(
          problem(
            'error',
            'address-gateway',
            node.at,
            msg('clint.gateway', { address: text }),
            msg('clint.sameAddress.hint'),
            {
              path,
            },
          ),
        );
    }
  }
  return found;
}

function gatewaysOf({ value }: Named): string[] {
  const config = fieldOf(fieldOf(value, 'ipam'), 'config');
  if (config?.kind !== 'seq') return [];
  return config.items.flatMap((item) => {
    const subnet = parseSubnet(fieldText(item, 'subnet') ?? '');
    const named = fieldText(item, 'gateway');
    return named !== undefined ? [named] : subnet === undefined ? [] : [formatAddress(subnet.base + 1)];
  });
}

function outside(
  network: string,
  text: string,
  at: Range,
  own: readonly SubnetUse[],
  path: readonly (string | number)[],
): Problem {
  const [first] = own;
  // The same place in the subnet, where it has one there.
  const address = parseAddress(text) ?? 0;
  const size = first === undefined ? 1 : first.subnet.last - first.subnet.base + 1;
  const moved = first === undefined ? undefined : first.subnet.base + (address % size);
  const better =
    first !== undefined && moved !== undefined && moved > first.subnet.base + 1 && moved < first.subnet.last
      ? formatAddress(moved)
      : undefined;
  return problem(
    'error',
    'address-outside',
    at,
    msg('clint.outside', { address: text, network, subnet: own.map((each) => each.text).join(', ') }),
    msg('clint.address.hint'),
    {
      path,
      ...(first !== undefined && { related: [first.at] }),
      fixes: better === undefined ? [] : write(at, better),
    },
  );
}
