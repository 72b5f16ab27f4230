import { msg } from '../i18n/index';
import type { Op } from '../ops';
import type { Finding, Plan, Step } from '../plan';
import { runFindings } from './run-findings';
import { hasImage, isNewNetwork, looksLikeFile, type RunObserved } from './run-observed';
import type { RunSpec } from './run-spec';

const settleMs = 120_000;
/** A database that sets itself up at its first start takes a while. */
const answerMs = 120_000;

/** Pure: `docker pull`, `docker network create`, `docker volume create` as far as needed, `docker run`, and the proof. */
export function planRun(spec: RunSpec, observed: RunObserved): Plan {
  const { name, image } = spec;
  const steps: Step[] = [];
  const add = (step: Omit<Step, 'dependsOn'> & { readonly dependsOn?: readonly string[] }): string => {
    steps.push({ ...step, dependsOn: [...(step.dependsOn ?? [])] });
    return step.id;
  };
  const before = preparations(spec, observed).map((step) => add({ ...step, group: 'prepare' }));
  const run = add({
    id: 'run',
    title: msg('containers.run.step.run', { name }),
    cause: msg('containers.run.why.run', { image }),
    group: 'run',
    op: { kind: 'container.run', args: runArgs(spec) },
    dependsOn: before,
  });
  const settled = add({
    id: 'settle',
    title: msg('containers.run.step.settle', { name }),
    cause: msg('containers.run.why.settle'),
    group: 'check',
    op: {
      kind: 'container.settle',
      args: { container: name, timeoutMs: settleMs, ...(spec.autoRemove && { autoRemove: true }) },
    },
    dependsOn: [run],
  });
  if (observed.engine.local && spec.network !== 'host' && spec.network !== 'none')
    for (const { hostIp, hostPort, protocol } of spec.ports)
      if (protocol === 'tcp' && !steps.some(({ id }) => id === `answers:${String(hostPort)}`)) {
        const host = hostIp === undefined || hostIp === '0.0.0.0' ? '127.0.0.1' : hostIp;
        add({
          id: `answers:${String(hostPort)}`,
          title: msg('containers.run.step.answers', { port: hostPort }),
          cause: msg('containers.run.why.answers'),
          group: 'check',
          op: {
            kind: 'container.answers',
            args: { container: name, host, port: hostPort, timeoutMs: answerMs },
          },
          dependsOn: [settled],
        });
      }
  const findings: Finding[] = runFindings(spec, observed);
  const groups = [
    ...(before.length > 0 ? [{ id: 'prepare', title: msg('containers.run.group.prepare') }] : []),
    { id: 'run', title: msg('containers.run.group.run') },
    { id: 'check', title: msg('containers.run.group.check') },
  ];
  return {
    kind: 'containers.run',
    target: `container/${name}`,
    title: msg('containers.run.title', { name }),
    ...{ groups, steps, findings },
  };
}

type Preparation = Pick<Step, 'id' | 'title' | 'cause'> & { readonly op: Op };

/** What is not there yet. */
function preparations(spec: RunSpec, observed: RunObserved): Preparation[] {
  const { image, network } = spec;
  const found: Preparation[] = [];
  const there = hasImage(spec, observed);
  if (spec.pull === 'always' || (spec.pull === 'missing' && !there))
    found.push({
      id: 'pull',
      title: msg('containers.run.step.pull', { image }),
      cause: msg(there ? 'containers.run.why.pullAgain' : 'containers.run.why.pull'),
      op: { kind: 'image.pull', args: { image, ...(spec.pull === 'always' && { always: true }) } },
    });
  if (isNewNetwork(spec, observed) && network !== undefined)
    found.push({
      id: 'network',
      title: msg('resources.step.networkCreate', { name: network }),
      cause: msg('containers.run.why.network'),
      op: {
        kind: 'resources.networkCreate',
        args: {
          ...{ name: network, driver: 'bridge', internal: false, attachable: false },
          ...(spec.subnet !== undefined && { subnet: spec.subnet }),
        },
      },
    });
  for (const { type, source } of spec.mounts) {
    if (found.some(({ id }) => id === `${type}:${source}`)) continue;
    if (type === 'volume' && !observed.volumes.includes(source))
      found.push({
        id: `volume:${source}`,
        title: msg('containers.run.step.volume', { name: source }),
        cause: msg('containers.run.why.volume'),
        op: { kind: 'volume.create', args: { name: source, labels: {} } },
      });
    // `shared`: an undo removes it only while it is empty, and no mark of ours lies among somebody's data.
    if (type === 'bind' && observed.host.paths[source] === 'missing' && !looksLikeFile(source))
      found.push({
        id: `bind:${source}`,
        title: msg('containers.run.step.folder', { path: source }),
        cause: msg('containers.run.why.folder'),
        op: { kind: 'folder.create', args: { path: source, shared: true } },
      });
  }
  return found;
}

function runArgs(spec: RunSpec): Extract<Op, { kind: 'container.run' }>['args'] {
  const { subnet: _subnet, env, pull, ...rest } = spec;
  return {
    ...rest,
    ...(pull === 'never' && { pull }),
    env: env.flatMap((each) => ('value' in each ? [each] : [])),
    secrets: Object.fromEntries(
      env.flatMap((each) => ('secret' in each ? [[each.name, each.secret] as const] : [])),
    ),
  };
}
