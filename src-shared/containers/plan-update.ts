import { msg, type Message } from '../i18n/index';
import type { OpArgs } from '../ops';
import type { Finding, Plan } from '../plan';
import { finding } from '../redis-cluster/findings';
import type { RequestOf } from '../requests';
import { error, missing, one, warning } from '../resources/plan-one';
import type { ContainerDetail } from './model';

/** What a change of a container's limits is planned on. */
export interface UpdateObserved {
  /** Absent: there is no such container. */
  readonly container?: Pick<
    ContainerDetail,
    'id' | 'name' | 'limits' | 'restartPolicy' | 'state' | 'project'
  > & {
    /** It is removed when it ends (`docker run --rm`). */
    readonly autoRemove: boolean;
    /** Its CPU limit was given as a quota and a period: the engine takes no other kind beside it. */
    readonly cpuQuota: boolean;
    /** Bytes of memory and swap together; -1: no limit. */
    readonly memorySwap: number;
    /** Bytes that it uses now; absent: it does not run. */
    readonly memoryUsed?: number;
  };
  readonly host: { readonly cpus: number; readonly memoryBytes: number };
}

type Update = RequestOf<'containers.update'>;
type Args = OpArgs<'container.update'>;
type Container = NonNullable<UpdateObserved['container']>;
type Host = UpdateObserved['host'];

const mebibytes = (bytes: number): string => `${String(Math.round(bytes / 1_048_576))} MiB`;
const policy = ({ name, max }: { readonly name: string; readonly max: number }): string =>
  name === 'on-failure' && max > 0 ? `on-failure:${String(max)}` : name === '' ? 'no' : name;

/** Pure: `docker update`, with what of it is really a change. */
export function planUpdate(request: Update, { container, host }: UpdateObserved): Plan {
  if (container === undefined) return one(request.kind, undefined, [missing(request.container)]);
  const { name } = container;
  const title = msg('containers.update.title', { name });
  const args = changes(request, container, host);
  if (Object.keys(args).length === 2) return one(request.kind, undefined, [], title);
  return one(
    request.kind,
    { target: `container/${name}`, title, cause: causeOf(args), op: { kind: 'container.update', args } },
    findings(request, args, container, host),
  );
}

/** The engine reads 0 as "as it is": where a limit is to go, all that there is takes its place. */
function changes({ restart, memory, cpus, pids }: Update, container: Container, host: Host): Args {
  const { id, name, limits } = container;
  const limit = memory === 0 ? host.memoryBytes : memory;
  const asked = restart && policy({ name: restart.name, max: restart.maximumRetryCount ?? 0 });
  return {
    ...{ id, container: name },
    ...(restart !== undefined && asked !== policy(container.restartPolicy) && { restart }),
    ...(limit !== undefined &&
      memory !== limits.memory && {
        memory: { limit, swap: swapFor(limit, container) },
      }),
    ...(cpus !== undefined && cpus !== limits.cpus && { cpus: cpus === 0 ? host.cpus : cpus }),
    ...(pids !== undefined && pids !== limits.pids && { pids }),
  };
}

/**
 * Swap as it was: without limit, none at all, or as `docker run --memory` has it, as much as memory. A limit on swap
 * that is in force is never lifted: the engine passes no -1 on to a container that runs (daemon/update_linux.go).
 */
function swapFor(limit: number, { limits, memorySwap }: Container): number {
  if (memorySwap === -1) return -1;
  return limits.memory > 0 && memorySwap === limits.memory ? limit : limit * 2;
}

/** What takes effect when. */
function causeOf(args: Args): Message {
  const limits = args.memory !== undefined || args.cpus !== undefined || args.pids !== undefined;
  if (limits && args.restart !== undefined) return msg('containers.update.why.both');
  return limits ? msg('containers.update.why.limits') : msg('containers.update.why.restart');
}

function findings(request: Update, args: Args, container: Container, host: Host): Finding[] {
  const { name, project } = container;
  const stack =
    project === undefined
      ? []
      : [
          warning(
            'container.of-stack',
            msg('containers.update.stack', { name, project }),
            msg('containers.update.stack.hint'),
          ),
        ];
  return [
    ...aboutRestart(args, container),
    ...aboutMemory(request, args, container, host),
    ...aboutCpus(args, container, host),
    ...aboutFirst(request, args, container),
    ...stack,
  ];
}

function aboutRestart({ restart }: Args, { autoRemove, name }: Container): Finding[] {
  if (restart === undefined) return [];
  const found: Finding[] = [];
  if (restart.name !== 'no' && autoRemove)
    found.push(
      error(
        'restart.auto-remove',
        msg('containers.update.autoRemove', { name }),
        msg('containers.update.autoRemove.hint'),
        'restart',
      ),
    );
  if ((restart.maximumRetryCount ?? 0) > 0 && restart.name !== 'on-failure')
    found.push(
      error(
        'restart.count',
        msg('containers.update.count', { policy: restart.name }),
        msg('containers.update.count.hint'),
        'restart',
      ),
    );
  return found;
}

function aboutMemory(request: Update, { memory }: Args, container: Container, host: Host): Finding[] {
  if (memory === undefined || request.memory === 0) return [];
  const { memoryUsed, name } = container;
  const limit = mebibytes(memory.limit);
  if (memoryUsed !== undefined && memory.limit < memoryUsed)
    return [
      error(
        'memory.below-use',
        msg('containers.update.below', { name, used: mebibytes(memoryUsed), limit }),
        msg('containers.update.below.hint'),
        'memory',
      ),
    ];
  if (memory.limit <= host.memoryBytes) return [];
  return [
    warning(
      'memory.above-host',
      msg('containers.update.aboveMemory', { limit, has: mebibytes(host.memoryBytes) }),
      msg('containers.update.above.hint'),
    ),
  ];
}

function aboutCpus({ cpus }: Args, { cpuQuota, name }: Container, host: Host): Finding[] {
  if (cpus === undefined) return [];
  const found: Finding[] = [];
  if (cpus > host.cpus)
    found.push(
      error(
        'cpus.above-host',
        msg('containers.update.aboveCpus', { n: cpus, has: host.cpus }),
        msg('containers.update.aboveCpus.hint', { has: host.cpus }),
        'cpus',
      ),
    );
  if (cpuQuota)
    found.push(
      error(
        'cpus.quota',
        msg('containers.update.quota', { name }),
        msg('containers.update.quota.hint'),
        'cpus',
      ),
    );
  return found;
}

/** A limit once given stays: said before the first, and where one is to be taken away. */
function aboutFirst(request: Update, args: Args, { limits }: Container): Finding[] {
  const which = (memory: boolean, cpus: boolean): string =>
    [...(memory ? ['--memory'] : []), ...(cpus ? ['--cpus'] : [])].join(', ');
  const first = which(
    args.memory !== undefined && limits.memory === 0,
    args.cpus !== undefined && limits.cpus === 0,
  );
  const lifted = which(
    args.memory !== undefined && request.memory === 0,
    args.cpus !== undefined && request.cpus === 0,
  );
  const say = (code: string, what: Message, hint: Message): Finding =>
    finding('info', code, undefined, what, hint);
  return [
    ...(first === ''
      ? []
      : [
          say(
            'limit.first',
            msg('containers.update.first', { what: first }),
            msg('containers.update.first.hint'),
          ),
        ]),
    ...(lifted === ''
      ? []
      : [
          say(
            'limit.lifted',
            msg('containers.update.lifted', { what: lifted }),
            msg('containers.update.lifted.hint'),
          ),
        ]),
  ];
}
