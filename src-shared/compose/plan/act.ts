import { msg, type Message } from '../../i18n/index';
import type { Op } from '../../ops';
import type { Finding, Plan, Step } from '../../plan';
import type { ComposeRequest } from '../../requests';
import type { ComposeContainer, ComposeObserved } from '../observed';
import { groupsOf } from './groups';
import { dependsOn, inServiceOrder, isUp, standingOrder } from './standing';

type ActRequest = Extract<ComposeRequest, { services: unknown; name: string }>;
type Act = 'start' | 'stop' | 'restart' | 'pause' | 'unpause';

/** Starts, stops, restarts, pauses or resumes what stands, by its labels alone, in the order of dependencies. */
export function planAct(request: ActRequest, observed: ComposeObserved): Plan {
  const { name } = observed;
  const act = request.kind.slice('compose.'.length) as Act;
  const wanted = (service: string): boolean =>
    request.services.length === 0 || request.services.includes(service);
  const chosen = observed.containers.filter(({ service, oneOff }) => !oneOff && wanted(service));
  // Those that depend on others go down first, and come up last.
  const order = standingOrder(observed);
  const downwards = act === 'stop' || act === 'pause';
  const concerned = inServiceOrder(
    chosen.filter((each) => concerns(act, each)),
    downwards ? [...order].reverse() : order,
  );
  const steps: Step[] = [];
  for (const container of concerned) {
    const step = stepFor(act, container, steps, observed, request);
    const waits = act === 'start' ? waitsFor(container, observed, steps) : [];
    steps.push({ ...step, dependsOn: [...step.dependsOn, ...waits] });
  }
  const runs = act === 'start' || act === 'restart' ? checks(act, concerned) : [];
  const all = [...steps, ...runs];
  return {
    kind: request.kind,
    target: `compose/${name}`,
    title: titleOf(
      act,
      request.services.length === 0
        ? name
        : msg('cplan.services', { services: request.services.join(', '), name }),
    ),
    groups: groupsOf(all),
    steps: all,
    findings: findingsOf(request, observed, steps.length === 0),
  };
}

function concerns(act: Act, container: ComposeContainer): boolean {
  switch (act) {
    case 'start':
      return !isUp(container);
    case 'stop':
      return isUp(container);
    case 'restart':
      return container.state !== 'removing' && container.state !== 'dead';
    case 'pause':
      return container.state === 'running';
    case 'unpause':
      return container.state === 'paused';
  }
}

function stepFor(
  act: Act,
  { name, id, service }: ComposeContainer,
  before: readonly Step[],
  observed: ComposeObserved,
  request: ActRequest,
): Step {
  const needed = dependsOn(observed, service);
  const dependents = observed.containers
    .filter((each) => dependsOn(observed, each.service).includes(service))
    .map((each) => each.service);
  const first = new Set(act === 'stop' || act === 'pause' ? dependents : needed);
  const after = observed.containers
    .filter((each) => first.has(each.service))
    .map((each) => `${act}:${each.name}`)
    .filter((step) => before.some((each) => each.id === step));
  const cause =
    request.services.length > 0
      ? msg('cplan.why.stopAsked')
      : after.length > 0 && (act === 'start' || act === 'restart')
        ? msg('cplan.why.startAfter', { services: [...first].sort().join(', ') })
        : needed.length > 0 && act === 'stop'
          ? msg('cplan.why.stopOrder', { services: needed.join(', ') })
          : msg('cplan.why.stop', { name: observed.name });
  return {
    id: `${act}:${name}`,
    title: stepTitle(act, name),
    cause,
    group: act === 'stop' || act === 'pause' ? 'stop' : 'start',
    op: opOf(act, name, id),
    dependsOn: [...new Set(after)],
  };
}

/** As `docker compose start`: what a container's label wants healthy, or done, is waited for. Gives the steps' ids. */
function waitsFor(
  { service, dependsOn: conditions }: ComposeContainer,
  { containers }: ComposeObserved,
  steps: Step[],
): string[] {
  return Object.entries(conditions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([needed, condition]) => {
      const names = containers
        .filter((each) => each.service === needed && !each.oneOff)
        // One that was left stopped on purpose would be waited for in vain.
        .filter((each) => isUp(each) || steps.some(({ id }) => id === `start:${each.name}`))
        .map(({ name }) => name)
        .sort();
      if (condition === 'service_started' || names.length === 0) return [];
      const until = condition === 'service_healthy' ? 'healthy' : 'completed';
      const id = `wait:${needed}:${until}`;
      const words = { services: service, service: needed };
      if (!steps.some((step) => step.id === id))
        steps.push({
          id,
          title: msg(until === 'healthy' ? 'cplan.step.healthy' : 'cplan.step.completed', {
            service: needed,
          }),
          cause: msg(until === 'healthy' ? 'cplan.why.healthy' : 'cplan.why.completed', words),
          group: 'start',
          op: { kind: 'compose.wait', args: { service: needed, containers: names, until } },
          dependsOn: names
            .map((name) => `start:${name}`)
            .filter((start) => steps.some((step) => step.id === start)),
        });
      return [id];
    });
}

function opOf(act: Act, container: string, id: string): Op {
  switch (act) {
    case 'start':
      return { kind: 'compose.start', args: { container } };
    case 'stop':
      return { kind: 'compose.stop', args: { container, id } };
    case 'restart':
      return { kind: 'compose.restart', args: { container, id } };
    case 'pause':
      return { kind: 'container.pause', args: { container } };
    case 'unpause':
      return { kind: 'container.unpause', args: { container } };
  }
}

/** In the end, of every service: does it run? */
function checks(act: 'start' | 'restart', containers: readonly ComposeContainer[]): Step[] {
  const services = [...new Set(containers.map(({ service }) => service))];
  return services.map((service): Step => {
    const names = containers.filter((each) => each.service === service).map(({ name }) => name);
    return {
      id: `runs:${service}`,
      title: msg('cplan.step.runs', { service }),
      cause: msg('cplan.why.verify'),
      group: 'verify',
      op: { kind: 'compose.wait', args: { service, containers: names, until: 'running' } },
      dependsOn: names.map((name) => `${act}:${name}`),
    };
  });
}

function titleOf(act: Act, name: string | Message): Message {
  switch (act) {
    case 'start':
      return msg('cplan.plan.start', { name });
    case 'stop':
      return msg('cplan.plan.stop', { name });
    case 'restart':
      return msg('cplan.plan.restart', { name });
    case 'pause':
      return msg('cplan.plan.pause', { name });
    case 'unpause':
      return msg('cplan.plan.unpause', { name });
  }
}

function stepTitle(act: Act, name: string): Message {
  switch (act) {
    case 'start':
      return msg('cplan.step.start', { name });
    case 'stop':
      return msg('cplan.step.stop', { name });
    case 'restart':
      return msg('cplan.step.restart', { name });
    case 'pause':
      return msg('cplan.step.pause', { name });
    case 'unpause':
      return msg('cplan.step.unpause', { name });
  }
}

function findingsOf(request: ActRequest, { containers, name }: ComposeObserved, nothing: boolean): Finding[] {
  if (containers.length === 0) return [unknownStack(name)];
  const services = [...new Set(containers.map(({ service }) => service))].sort();
  const missing = request.services.filter((each) => !services.includes(each));
  if (missing.length > 0)
    return missing.map((service) => ({
      level: 'error',
      code: 'compose.no-service',
      what: msg('cplan.find.noService', { service, name }),
      hint: msg('cplan.find.noService.hint', { services: services.join(', ') }),
    }));
  return nothing
    ? [
        {
          level: 'info',
          code: 'compose.nothing',
          what: msg('cplan.find.nothing', { name }),
          hint: msg('cplan.find.nothing.hint'),
        },
      ]
    : [];
}

/** No project of that name stands on the engine. */
export function unknownStack(name: string): Finding {
  return {
    level: 'error',
    code: 'stack.unknown',
    what: msg('cplan.find.unknown', { name }),
    hint: msg('cplan.find.unknown.hint'),
  };
}
