import type { ComposeModel, DependencyModel, ServiceModel } from '../model';
import { linkedTo, sharedWith } from './names';

/** What a service has to wait for: `depends_on`, and what `links` and shared namespaces come to. */
export function dependenciesOf(
  project: ComposeModel,
  service: string,
): Readonly<Record<string, DependencyModel>> {
  const model = serviceOf(project, service);
  if (model === undefined) return {};
  const all = new Map<string, DependencyModel>(Object.entries(model.depends_on ?? {}));
  for (const name of [...linkedTo(model), ...sharedWith(model)])
    if (!all.has(name)) all.set(name, { condition: 'service_started', required: true, restart: true });
  const known = [...all].filter(([name]) => name !== service && serviceOf(project, name) !== undefined);
  return Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A service of a model; a name that every object has (`constructor`) is none. */
export function serviceOf(project: ComposeModel, service: string): ServiceModel | undefined {
  return Object.hasOwn(project.services, service) ? project.services[service] : undefined;
}

/** `wanted` with all that they depend on, dependencies first, equals by name. A cycle is cut where it closes. */
export function inOrder(
  wanted: readonly string[],
  dependencies: (name: string) => readonly string[],
): readonly string[] {
  const ordered = new Set<string>();
  const seen = new Set<string>();
  // A chain of a thousand services must not be as deep a recursion.
  const stack = [...wanted].sort().reverse();
  while (stack.length > 0) {
    const name = stack.at(-1) ?? '';
    if (seen.has(name)) {
      stack.pop();
      ordered.add(name);
      continue;
    }
    seen.add(name);
    for (const each of [...dependencies(name)].sort().reverse()) if (!seen.has(each)) stack.push(each);
  }
  return [...ordered];
}
