import type { ComposeContainer, ComposeObserved } from '../observed';
import { inOrder } from './order';

/** Services that stand, dependencies first, by the `depends_on` labels of their containers: no file is needed. */
export function standingOrder({ containers }: ComposeObserved): readonly string[] {
  const services = new Set(containers.map(({ service }) => service));
  return inOrder([...services], (name) =>
    dependenciesIn(containers, name).filter((each) => services.has(each)),
  );
}

function dependenciesIn(containers: readonly ComposeContainer[], service: string): string[] {
  return [
    ...new Set(
      containers
        .filter((each) => each.service === service)
        .flatMap(({ dependsOn }) => Object.keys(dependsOn)),
    ),
  ].sort();
}

/** What a container's service depends on, directly. */
export function dependsOn({ containers }: ComposeObserved, service: string): readonly string[] {
  return dependenciesIn(containers, service).filter((name) => name !== service);
}

/** Containers in an order of services; within one by number, one-off ones last. */
export function inServiceOrder(
  containers: readonly ComposeContainer[],
  services: readonly string[],
): ComposeContainer[] {
  const at = new Map(services.map((name, i) => [name, i]));
  return [...containers].sort(
    (a, b) =>
      (at.get(a.service) ?? 0) - (at.get(b.service) ?? 0) ||
      Number(a.oneOff) - Number(b.oneOff) ||
      a.number - b.number ||
      (a.name < b.name ? -1 : 1),
  );
}

export const isUp = ({ state }: ComposeContainer): boolean =>
  state === 'running' || state === 'restarting' || state === 'paused';
