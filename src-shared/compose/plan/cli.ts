import { msg, type Message } from '../../i18n/index';
import type { Finding, Step } from '../../plan';
import { listed } from '../../redis-cluster/findings';
import type { RequestOf } from '../../requests';
import type { Decision } from './decide';
import { verifySteps } from './steps-containers';

type UpRequest = RequestOf<'compose.up'>;

/** `docker compose up` does it all; what it is expected to do stands in the step's cause, and is looked at afterwards. */
export function cliSteps(request: UpRequest, decision: Decision): Step[] {
  const { services, networks, volumes, orphans, images } = decision;
  const all = services.flatMap(({ containers }) => containers);
  const count = (what: string): number => all.filter((each) => each.what === what).length;
  const created = (parts: Decision['networks']): string[] =>
    parts.filter(({ what }) => what === 'create').map(({ name }) => name);
  const args = upArguments(request);
  const up: Step = {
    id: 'cli:up',
    title: msg('cplan.step.cli', { command: args.join(' ') }),
    cause: msg('cplan.why.cli', {
      create: count('create'),
      recreate: count('recreate'),
      start: count('start'),
      remove: count('remove') + (request.removeOrphans ? orphans.length : 0),
      leave: count('leave'),
    }),
    group: 'cli',
    op: {
      kind: 'compose.cli',
      args: {
        project: request.project,
        stack: decision.project.name,
        args,
        hashes: Object.fromEntries(services.map(({ name, hash }) => [name, hash])),
        makes: {
          containers: all.filter(({ what }) => what === 'create').map(({ name }) => name),
          networks: created(networks),
          volumes: created(volumes),
          images: images.filter(({ anew }) => !anew).map(({ image }) => image),
          replaced: all.flatMap(({ what, name, container }) =>
            what === 'recreate' && container !== undefined
              ? [{ id: container.id, name, ran: container.state === 'running' }]
              : [],
          ),
        },
      },
    },
    dependsOn: [],
  };
  const verify = verifySteps(decision, [], request.project).map((step) => ({ ...step, dependsOn: [up.id] }));
  return [up, ...verify];
}

/** `up --detach …` for a request, behind `docker compose -f … -p …`. */
export function upArguments(request: UpRequest): string[] {
  return [
    ...['up', '--detach'],
    ...(request.build ? ['--build'] : []),
    ...(request.pull ? ['--pull', 'always'] : []),
    ...(request.recreate === 'force' ? ['--force-recreate'] : []),
    ...(request.recreate === 'never' ? ['--no-recreate'] : []),
    ...(request.removeOrphans ? ['--remove-orphans'] : []),
    ...Object.entries(request.scale).flatMap(([service, n]) => ['--scale', `${service}=${String(n)}`]),
    ...request.services,
  ];
}

/** What is not just created: what docker compose is expected to replace or remove, and why. */
export function expectations({ services, orphans }: Decision, { removeOrphans }: UpRequest): Finding[] {
  const info = (service: string, what: Message): Finding => ({
    level: 'info',
    code: 'compose.expected',
    what: msg('cplan.find.will', { service, what }),
    hint: msg('cplan.find.will.hint'),
  });
  const changes = services.flatMap(({ name: service, containers }) =>
    (['recreate', 'remove'] as const).flatMap((what): Finding[] => {
      const concerned = containers.filter((each) => each.what === what);
      const [first] = concerned;
      if (first === undefined) return [];
      const names = listed(concerned.map(({ name }) => name));
      const doing =
        what === 'recreate' ? msg('cplan.what.recreate', { names }) : msg('cplan.what.remove', { names });
      return [info(service, msg('cplan.both', { a: doing, b: first.why }))];
    }),
  );
  const strays = removeOrphans
    ? orphans.map(({ service, name }) => info(service, msg('cplan.what.remove', { names: name })))
    : [];
  return [...changes, ...strays];
}
