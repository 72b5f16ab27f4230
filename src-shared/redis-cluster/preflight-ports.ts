import { msg, type Message } from '../i18n/index';
import type { Finding } from '../plan';
import { finding, listed } from './findings';
import { busOffset, needsBusPorts, type PlannedNode } from './nodes';
import type { RedisClusterObserved } from './observed';
import type { RedisClusterSpec } from './spec';

const highest = 65_535;

/** The ports on this computer: in range, and free. Says by whom they are taken and where free ones begin. */
export function checkPorts(
  spec: RedisClusterSpec,
  observed: RedisClusterObserved,
  nodes: readonly PlannedNode[],
): Finding[] {
  const { first } = spec.ports;
  const last = first + nodes.length - 1;
  if (last + busOffset > highest)
    return [
      finding(
        'error',
        'port.range',
        'ports.first',
        msg('redis.finding.portRange.what', { from: first, to: last }),
        msg('redis.finding.portRange.hint', { max: highest - busOffset - nodes.length + 1 }),
      ),
    ];
  const owners = portOwners(observed);
  const bus = needsBusPorts(spec);
  const start = nextFree(first, nodes.length, bus, owners);
  const hint =
    start === undefined
      ? msg('redis.finding.port.hintNone')
      : msg('redis.finding.port.hint', { port: start });
  const found: Finding[] = [];
  const look = (ports: readonly number[], code: 'port.taken' | 'busPort.taken'): void => {
    // One finding for each that holds ports, in the order of the ports.
    const groups = new Map<string, { by: Message; ports: number[] }>();
    for (const port of ports) {
      const by = owners.get(port);
      if (by === undefined) continue;
      const key = JSON.stringify(by);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { by, ports: [port] });
      else group.ports.push(port);
    }
    for (const { by, ports: taken } of groups.values()) {
      const params = { n: taken.length, ports: listed(taken), by };
      const what =
        code === 'port.taken'
          ? msg('redis.finding.portTaken.what', params)
          : msg('redis.finding.busPortTaken.what', params);
      found.push(finding('error', code, 'ports.first', what, hint));
    }
  };
  look(
    nodes.map((node) => node.port),
    'port.taken',
  );
  if (bus)
    look(
      nodes.map((node) => node.busPort),
      'busPort.taken',
    );
  return found;
}

/** Who holds which port. What a container publishes is told by the container: the process is Docker's own. */
function portOwners({ containers, host }: RedisClusterObserved): Map<number, Message> {
  const owners = new Map<number, Message>();
  for (const { port, by } of host.portsInUse)
    owners.set(port, by === undefined ? msg('redis.by.unknown') : msg('redis.by.process', { name: by }));
  for (const { name, state, ports } of containers)
    if (['running', 'paused', 'restarting'].includes(state))
      for (const { hostPort } of ports)
        if (hostPort > 0) owners.set(hostPort, msg('redis.by.container', { name }));
  return owners;
}

/** The first port from which on `count` (and their bus ports) are free, as far as was looked. */
function nextFree(
  first: number,
  count: number,
  bus: boolean,
  owners: ReadonlyMap<number, Message>,
): number | undefined {
  let start = first;
  for (let at = first; at + busOffset <= highest; at++) {
    if (owners.has(at) || (bus && owners.has(at + busOffset))) start = at + 1;
    else if (at - start + 1 === count) return start;
  }
  return undefined;
}
