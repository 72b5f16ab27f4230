import type { ContainerDetail, ContainerRow, PublishedPort } from '@shared/containers/model';
import { tr } from '../../lib/i18n.svelte';
import type { Tone } from '../../ui/tone';

type Told = Pick<ContainerRow, 'state' | 'health' | 'exitCode'>;

/** A container's state in words. */
export function stateText({ state, health, exitCode }: Told): string {
  const text =
    state === 'exited' ? tr('inside.state.exited', { code: exitCode ?? '?' }) : tr(`inside.state.${state}`);
  return health === undefined || state !== 'running' ? text : `${text}, ${tr(`inside.health.${health}`)}`;
}

/** How well it is; each tone has an icon of its own. */
export function stateTone({ state, health, exitCode }: Told): Tone {
  if (state === 'running') {
    if (health === 'unhealthy') return 'bad';
    return health === 'starting' ? 'running' : 'ok';
  }
  if (state === 'restarting') return 'warn';
  if (state === 'dead' || (state === 'exited' && exitCode !== 0 && exitCode !== undefined)) return 'bad';
  return 'muted';
}

export const told = (detail: ContainerDetail): Told => ({
  state: detail.state,
  ...(detail.health !== undefined && { health: detail.health.status }),
  ...(detail.exitCode !== undefined && { exitCode: detail.exitCode }),
});

/** `8080 → 80/tcp`; the same port on IPv4 and IPv6 once. */
export function portTexts(ports: readonly PublishedPort[]): string[] {
  return [
    ...new Set(
      ports
        .filter(({ hostPort }) => hostPort !== undefined)
        .map(
          ({ hostPort, containerPort, protocol }) =>
            `${String(hostPort)} → ${String(containerPort)}/${protocol}`,
        ),
    ),
  ];
}

/** Whether a variable's value is better not shown unasked. */
export function isSecret(name: string, value: string): boolean {
  return (
    /pass|pwd|secret|token|credential|private|api_?key|access_?key|_key$|auth/i.test(name) ||
    /:\/\/[^/\s:@]+:[^/\s@]+@/.test(value)
  );
}
