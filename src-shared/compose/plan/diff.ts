import { msg } from '../../i18n/index';
import type { ComposeDiff, DiffEntry } from '../diff';
import { lint, lintAgainst } from '../lint/index';
import type { ComposeObserved } from '../observed';
import { decide, plainUp, type PartDecision, type ServiceDecision, type UpOptions } from './decide';

/** What `up` would do now: services in the order in which they would start, networks, volumes, orphans. */
export function diffOf(observed: ComposeObserved, options: UpOptions = plainUp): ComposeDiff {
  const { reading, name } = observed;
  const decision = decide(observed, options);
  const problems = reading === undefined ? [] : [...lint(reading), ...lintAgainst(reading, observed)];
  if (decision === undefined) return { name, entries: [], problems };
  const orphans = new Map<string, string[]>();
  for (const { service, name: container } of decision.orphans)
    orphans.set(service, [...(orphans.get(service) ?? []), container]);
  return {
    name,
    problems,
    entries: [
      ...[...decision.services].sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap(serviceEntries),
      ...decision.networks.map((part) => partEntry('network', part)),
      ...decision.volumes.map((part) => partEntry('volume', part)),
      ...[...orphans].map(([key, names]): DiffEntry => ({
        part: 'orphan',
        key,
        what: options.removeOrphans ? 'remove' : 'leave',
        names,
        why: msg('cplan.why.orphan', { service: key }),
      })),
    ],
  };
}

/** An entry for each thing that happens to containers of a service, with the first one's reason. */
function serviceEntries({ name: key, containers }: ServiceDecision): DiffEntry[] {
  const order = ['create', 'recreate', 'start', 'leave', 'remove'] as const;
  return order.flatMap((what): DiffEntry[] => {
    const concerned = containers.filter((each) => each.what === what);
    const [first] = concerned;
    if (first === undefined) return [];
    return [{ part: 'service', key, what, names: concerned.map(({ name }) => name), why: first.why }];
  });
}

function partEntry(part: 'network' | 'volume', { key, name, what, why }: PartDecision): DiffEntry {
  return { part, key, what: what === 'create' ? 'create' : 'leave', names: [name], why };
}
