import { msg } from '../../i18n/index';
import type { Step } from '../../plan';
import type { ProjectRef } from '../source';
import type { Decision, ServiceDecision } from './decide';
import type { ContainerDecision } from './decide-containers';
import { linkedTo, networkKeys, sharedWith, volumeNames } from './names';
import { dependenciesOf } from './order';
import type { StepContext } from './steps-parts';
import { createWords, joinWords } from './words';

/** Stops what has to restart, and makes the containers that are missing or out of date. None of them runs yet. */
export function containerSteps(context: StepContext, before: ReadonlySet<string>): Step[] {
  const { decision, observed } = context;
  // One that replaces another waits for its network: the old one goes only when nothing more can be missing.
  const networkFirst = observed.engine.product === 'podman';
  const steps = stopSteps(decision);
  const stops = stopsOf(decision);
  const removals = [...before].filter((id) => id.startsWith('remove:'));
  const made = new Map<string, string[]>();
  for (const service of decision.services) {
    const ids: string[] = [];
    for (const container of service.containers) {
      if (container.what !== 'create' && container.what !== 'recreate') continue;
      const step = createStep(context, service, container);
      const needs = [
        ...needsOf(decision, service, networkFirst || container.what === 'recreate').filter((id) =>
          before.has(id),
        ),
        // Whose namespaces or volumes it shares must be there first.
        ...[...sharedWith(service.model), ...linkedTo(service.model)].flatMap((name) => made.get(name) ?? []),
        ...(stops.get(service.name) ?? []),
        // Its name or its ports may be those of one that goes.
        ...removals,
      ];
      steps.push({ ...step, dependsOn: [...new Set(needs)] });
      ids.push(step.id);
    }
    made.set(service.name, ids);
  }
  return steps;
}

function createStep(
  { project, decision, reading }: StepContext,
  service: ServiceDecision,
  each: ContainerDecision,
): Step {
  const { name, number, why, container } = each;
  const model = decision.project;
  const args = {
    ...{ project, stack: model.name, service: service.name, number, container: name },
    ...{ image: service.image, hash: service.hash },
    words: createWords(reading, model, service, name),
    then: joinWords(model, service.name, service.model, name),
  };
  const common = { cause: why, group: 'containers', dependsOn: [] };
  if (each.what === 'create' || container === undefined)
    return {
      ...common,
      id: `create:${name}`,
      title: msg('cplan.step.create', { name }),
      op: { kind: 'compose.create', args },
    };
  return {
    ...common,
    id: `recreate:${name}`,
    title:
      each.when === undefined ? msg('cplan.step.recreate', { name }) : msg('cplan.step.recreateIf', { name }),
    op: {
      kind: 'compose.recreate',
      args: {
        ...args,
        replaces: { id: container.id, name: container.name, ran: container.state === 'running' },
        when: each.when ?? 'always',
      },
    },
  };
}

const networksOf = ({ project }: Decision, { model }: ServiceDecision): string[] =>
  networkKeys(model).map((key) => `network:${project.networks?.[key]?.name ?? key}`);

/**
 * Its networks, its volumes and its image, by the ids of the steps that would make them. An engine looks for a
 * container's one network only when it starts, so that both can be made at once; `networkFirst`: not this engine.
 */
function needsOf(decision: Decision, service: ServiceDecision, networkFirst: boolean): string[] {
  const { project } = decision;
  const { model, image } = service;
  const networks = networksOf(decision, service);
  return [
    ...(networkFirst || networks.length > 1 ? networks : []),
    ...volumeNames(project, model).map((name) => `volume:${name}`),
    `pull:${image}`,
    `build:${image}`,
  ];
}

/** Dependents that are to restart with a service that is recreated (`restart: true`) stop before it goes. */
function stopSteps({ services }: Decision): Step[] {
  return services.flatMap(({ containers }) =>
    containers.flatMap(({ stopFor, container, why }): Step[] =>
      stopFor === undefined || container === undefined
        ? []
        : [
            {
              id: `stop:${container.name}`,
              title: msg('cplan.step.stop', { name: container.name }),
              cause: why,
              group: 'containers',
              op: { kind: 'compose.stop', args: { container: container.name, id: container.id } },
              dependsOn: [],
            },
          ],
    ),
  );
}

/** Service that is recreated -> the steps that stop others before. */
function stopsOf({ services }: Decision): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  for (const { stopFor, name } of services.flatMap(({ containers }) => containers))
    if (stopFor !== undefined) all.set(stopFor, [...(all.get(stopFor) ?? []), `stop:${name}`]);
  return all;
}

const runs = ({ what }: ContainerDecision): boolean => what !== 'leave' && what !== 'remove';

/** Starts what was made or does not run, in the order of `depends_on`, with the waits that it asks for. */
export function startSteps({ project, decision }: StepContext, before: readonly Step[]): Step[] {
  const there = new Set(before.map(({ id }) => id));
  const steps: Step[] = [];
  const started = new Map<string, string[]>();
  for (const each of decision.services) {
    const { name: service, containers } = each;
    const toStart = containers.filter(runs);
    if (toStart.length === 0) continue;
    const needs = networksOf(decision, each).filter((id) => there.has(id));
    const after: string[] = [];
    for (const [name, dependency] of Object.entries(dependenciesOf(decision.project, service))) {
      const of = started.get(name) ?? [];
      if (dependency.condition === 'service_started') needs.push(...of);
      else
        needs.push(
          waitStep(
            { project, decision },
            name,
            dependency.condition,
            dependency.required === false,
            of,
            steps,
          ),
        );
      after.push(name);
    }
    const ids = toStart.map(({ name, what, container, why }) => {
      const made = [`create:${name}`, `recreate:${name}`, `stop:${name}`].filter((id) => there.has(id));
      const paused = what === 'start' && container?.state === 'paused';
      const cause =
        what === 'start'
          ? why
          : after.length === 0
            ? msg('cplan.why.start')
            : msg('cplan.why.startAfter', { services: after.join(', ') });
      steps.push({
        id: `start:${name}`,
        title: paused ? msg('cplan.step.unpause', { name }) : msg('cplan.step.start', { name }),
        cause,
        group: 'start',
        op: paused
          ? { kind: 'container.unpause', args: { container: name } }
          : { kind: 'compose.start', args: { container: name, for: { project, service } } },
        dependsOn: [...new Set([...made, ...needs])],
      });
      return `start:${name}`;
    });
    started.set(service, ids);
  }
  return steps;
}

/** The step that waits for a dependency; made once, whoever depends on it. */
function waitStep(
  { project: files, decision: { services, project } }: Pick<StepContext, 'project' | 'decision'>,
  service: string,
  condition: 'service_healthy' | 'service_completed_successfully',
  optional: boolean,
  dependsOn: readonly string[],
  steps: Step[],
): string {
  const until = condition === 'service_healthy' ? 'healthy' : 'completed';
  const id = `wait:${service}:${until}`;
  if (steps.some((step) => step.id === id)) return id;
  const containers = (services.find(({ name }) => name === service)?.containers ?? [])
    .filter(({ what }) => what !== 'remove')
    .map(({ name }) => name);
  const waiting = services
    .filter(({ name }) => dependenciesOf(project, name)[service]?.condition === condition)
    .map(({ name }) => name)
    .sort()
    .join(', ');
  steps.push({
    id,
    title: msg(until === 'healthy' ? 'cplan.step.healthy' : 'cplan.step.completed', { service }),
    cause: msg(until === 'healthy' ? 'cplan.why.healthy' : 'cplan.why.completed', {
      services: waiting,
      service,
    }),
    group: 'start',
    op: { kind: 'compose.wait', args: { service, containers, until, for: { project: files, service } } },
    dependsOn: [...dependsOn],
    ...(optional && { bestEffort: true }),
  });
  return id;
}

/** Looks at every service in the end: what was started may have ended at once. */
export function verifySteps({ services }: Decision, started: readonly Step[], project: ProjectRef): Step[] {
  return services.flatMap(({ name: service, containers }): Step[] => {
    const names = containers.filter(({ what }) => what !== 'remove').map(({ name }) => name);
    if (names.length === 0) return [];
    const ids = new Set(names.map((name) => `start:${name}`));
    return [
      {
        id: `runs:${service}`,
        title: msg('cplan.step.runs', { service }),
        cause: msg('cplan.why.verify'),
        group: 'verify',
        op: {
          kind: 'compose.wait',
          args: { service, containers: names, until: 'running', for: { project, service } },
        },
        dependsOn: started.filter(({ id }) => ids.has(id)).map(({ id }) => id),
      },
    ];
  });
}
