import type { ContainerSummary } from '../clients/docker';

/** Where published ports of an engine can be reached: this computer, or the one that the endpoint names. */
export function engineHost(endpoint: string, local: boolean): string | undefined {
  if (local) return '127.0.0.1';
  try {
    const { hostname } = new URL(endpoint);
    return hostname === '' ? undefined : hostname;
  } catch {
    return undefined;
  }
}

/** The address at which a container's port is published; undefined: it is not. */
export function published(
  { Ports }: ContainerSummary,
  port: number,
  host: string | undefined,
): string | undefined {
  const found = Ports.find(
    (each) => each.PrivatePort === port && each.PublicPort != null && each.Type === 'tcp',
  );
  if (found?.PublicPort == null || host === undefined) return undefined;
  // One that listens on one address only, listens there.
  const any = found.IP === '' || found.IP === '0.0.0.0' || found.IP === '::';
  const at = any || host !== '127.0.0.1' ? host : found.IP;
  return `http://${at.includes(':') ? `[${at}]` : at}:${String(found.PublicPort)}`;
}

const named = (image: string, name: string): boolean => new RegExp(`(^|/)${name}(:|@|$)`).test(image);

/** A server that was found: its address, and the container that it runs in. */
export interface FoundServer {
  readonly url: string;
  readonly id: string;
}

/** A running cAdvisor with a published port. */
export function findCadvisor(
  running: readonly ContainerSummary[],
  host: string | undefined,
): FoundServer | undefined {
  for (const container of running) {
    if (!named(container.Image, 'cadvisor')) continue;
    const url = published(container, 8080, host);
    if (url !== undefined) return { url, id: container.Id };
  }
  return undefined;
}

/** A running InfluxDB 1.x with a published port. */
export function findInflux(
  running: readonly ContainerSummary[],
  host: string | undefined,
): FoundServer | undefined {
  for (const container of running) {
    if (!named(container.Image, 'influxdb') || /influxdb:(latest|[23])/.test(container.Image)) continue;
    const url = published(container, 8086, host);
    if (url !== undefined) return { url, id: container.Id };
  }
  return undefined;
}

/**
 * What is found now, else what was found before while its container is only stopped: that one is away, and comes
 * back; one whose container was removed is forgotten.
 */
export function foundOrAway(
  now: FoundServer | undefined,
  before: FoundServer | undefined,
  all: readonly ContainerSummary[],
): FoundServer | undefined {
  return now ?? (all.some(({ Id }) => Id === before?.id) ? before : undefined);
}
