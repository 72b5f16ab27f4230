import type { ProjectRef } from '@shared/compose/source';
import type { Stack, StackContainer, StackService } from '@shared/compose/stack';
import { tr } from '../../lib/i18n.svelte';
import type { Tone } from '../../ui/tone';

/** How a stack or a service is, in a word. `failed`: it ended with an error. `down`: nothing of it stands. */
export type StackState = StackService['state'] | 'failed' | 'down';

export const stateTone: Readonly<Record<StackState, Tone>> = {
  running: 'ok',
  starting: 'running',
  partial: 'warn',
  paused: 'info',
  created: 'muted',
  exited: 'muted',
  down: 'muted',
  unhealthy: 'bad',
  restarting: 'bad',
  failed: 'bad',
};

/** Ends that a stop brings about, and success. */
const harmless = new Set([0, 130, 137, 143]);

/** Whether a container is in a state that wants an explanation. */
export function isTroubled({ state, health, exitCode, oomKilled }: StackContainer): boolean {
  if (state === 'restarting' || state === 'dead' || health === 'unhealthy' || oomKilled === true) return true;
  return state === 'exited' && exitCode !== undefined && !harmless.has(exitCode);
}

export function stateOfService(service: StackService): StackState {
  const { state, containers } = service;
  if (state !== 'exited') return state;
  return containers.some((each) => !each.oneOff && isTroubled(each)) ? 'failed' : 'exited';
}

const worstFirst = ['restarting', 'unhealthy', 'failed', 'partial', 'starting', 'paused'] as const;

/** One word for a whole stack: what is wrong with any service; else whether all, some or none of them run. */
export function stateOfStack(services: readonly StackService[]): StackState {
  const states = services
    .filter(({ containers }) => containers.some(({ oneOff }) => !oneOff))
    .map((service) => stateOfService(service));
  const worst = worstFirst.find((each) => states.includes(each));
  if (worst !== undefined) return worst;
  if (states.length === 0) return 'down';
  if (states.every((each) => each === 'running')) return 'running';
  if (states.includes('running')) return 'partial';
  return states.every((each) => each === 'created') ? 'created' : 'exited';
}

export interface OpenPort {
  readonly hostIp: string;
  readonly port: number;
  readonly containerPort: number;
  readonly protocol: string;
}

/** Published ports, each host port once, by number. The engine lists one for IPv4 and one for IPv6. */
export function portsOf(containers: readonly StackContainer[]): readonly OpenPort[] {
  const found = new Map<string, OpenPort>();
  for (const { ports } of containers)
    for (const { hostIp, hostPort, containerPort, protocol } of ports) {
      if (hostPort === undefined) continue;
      const key = `${String(hostPort)}/${protocol}`;
      if (!found.has(key) || hostIp === '0.0.0.0')
        found.set(key, { hostIp, port: hostPort, containerPort, protocol });
    }
  return [...found.values()].sort((a, b) => a.port - b.port);
}

export const containersOf = (stack: Stack): readonly StackContainer[] =>
  stack.services.flatMap(({ containers }) => containers);

export const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** The compose file in a cell: `compose.yml`, or `compose.yml and 1 more`. */
export function fileText(ref: ProjectRef | undefined): string {
  if (ref === undefined) return tr('stacks.file.none');
  const file = baseName(ref.files[0] ?? '');
  return ref.files.length > 1 ? tr('stacks.file.more', { file, n: ref.files.length - 1 }) : file;
}
