import { msg } from '../../../i18n/index';
import type { Problem, Reading } from '../../source';
import { fieldOf, namesIn, portsOf, scaleOf, servicesOf, textOf, type Named } from '../access';
import { rename } from '../fixes';
import { portFix, sharePort } from '../ports';
import { problem } from '../problem';

/** Things that two services cannot both have: a container's name, a host's port; and several containers of one. */
export function doubled(reading: Reading): Problem[] {
  const services = servicesOf(reading.tree);
  const found: Problem[] = [];
  const taken = new Map<string, Named>();
  const names = new Set<string>();
  for (const { value } of services) names.add(textOf(fieldOf(value, 'container_name')) ?? '');
  const ports: { service: Named; port: ReturnType<typeof portsOf>[number] }[] = [];
  const used = new Set<number>();
  for (const service of services)
    for (const { published } of portsOf(service))
      if (published !== undefined) for (let n = published[0]; n <= published[1]; n++) used.add(n);

  for (const service of services) {
    const path = [...service.path, 'container_name'];
    const node = fieldOf(service.value, 'container_name');
    const name = textOf(node);
    const scale = scaleOf(service) ?? 1;
    if (node !== undefined && name !== undefined) {
      const before = taken.get(name);
      const beforeAt = before && fieldOf(before.value, 'container_name')?.at;
      if (before !== undefined && beforeAt !== undefined) {
        let other = `${name}-${service.name}`;
        for (let n = 2; names.has(other); n++) other = `${name}-${String(n)}`;
        found.push(
          problem(
            'error',
            'duplicate-container-name',
            node.at,
            msg('clint.sameName', { name, service: before.name, line: beforeAt.from.line }),
            msg('clint.sameName.hint'),
            { path, related: [beforeAt], fixes: rename(reading, node.at, name, other) },
          ),
        );
      } else taken.set(name, service);
      if (scale > 1)
        found.push(
          problem(
            'error',
            'name-and-scale',
            node.at,
            msg('clint.nameScale', { service: service.name, count: scale }),
            msg('clint.nameScale.hint'),
            { path },
          ),
        );
    }
    for (const port of portsOf(service)) {
      if (port.published === undefined) continue;
      const [from, to] = port.published;
      if (scale > to - from + 1)
        found.push(
          problem(
            'warning',
            'port-and-scale',
            port.at,
            msg('clint.portScale', { service: service.name, count: scale, port: String(from) }),
            msg('clint.portScale.hint'),
            { path: port.path },
          ),
        );
      const clash = ports.find((each) => sharePort(each.port, port));
      if (clash !== undefined) {
        let free = from + 1;
        while (used.has(free)) free++;
        used.add(free);
        const apart = [service, clash.service].some((each) => namesIn(each, 'profiles').length > 0);
        found.push(
          problem(
            apart ? 'warning' : 'error',
            'duplicate-port',
            port.at,
            msg('clint.samePort', {
              port: String(Math.max(from, clash.port.published?.[0] ?? 0)),
              service: clash.service.name,
              line: clash.port.at.from.line,
            }),
            msg('clint.samePort.hint', { free: String(free) }),
            {
              path: port.path,
              related: [clash.port.at],
              fixes: from === to ? portFix(reading, port, free) : [],
            },
          ),
        );
      }
      ports.push({ service, port });
    }
  }
  return found;
}
