import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Metric, MetricResult } from '../../../src-shared/metrics/model';
import type { Metrics } from '../../../src-main/metrics';
import { docker, images, ports, testLabels } from '../../support/world';

/** Asks until an answer will do; what it said last where none does. A busy machine is no failure. */
export async function until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean, ms = 90_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end) throw new Error(`not in time: ${JSON.stringify([answer]).slice(0, 2000)}`);
    await sleep(250);
  }
}

/** Runs a container under a name of the test's own. */
export async function started(
  stem: string,
  name: string,
  options: Docker.ContainerCreateOptions,
): Promise<{ readonly id: string; readonly name: string; readonly stop: () => Promise<void> }> {
  const { redis7 } = await images();
  const made = await docker().createContainer({
    ...{ name: `${stem}-${name}`, Image: redis7 },
    ...options,
    Labels: { ...testLabels(stem), ...options.Labels },
  });
  await made.start();
  return { id: made.id, name: `${stem}-${name}`, stop: () => made.remove({ force: true }) };
}

/** cAdvisor at a published port, as the catalogue's stack runs it. */
export async function startCadvisor(
  stem: string,
  image: string,
  { options = [], network }: { readonly options?: readonly string[]; readonly network?: string } = {},
): Promise<{ readonly id: string; readonly url: string; readonly stop: () => Promise<void> }> {
  const port = await ports(1);
  const made = await started(stem, 'cadvisor', {
    Image: image,
    Cmd: ['-docker_only=true', '-housekeeping_interval=1s', ...options],
    ExposedPorts: { '8080/tcp': {} },
    HostConfig: {
      Binds: ['/:/rootfs:ro', '/var/run:/var/run:ro', '/sys:/sys:ro', '/var/lib/docker:/var/lib/docker:ro'],
      PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      ...(network !== undefined && { NetworkMode: network }),
    },
  });
  return { id: made.id, url: `http://127.0.0.1:${String(port)}`, stop: made.stop };
}

/** The last minute of some containers. */
export async function lastMinute(
  metrics: Pick<Metrics, 'query'>,
  metric: Metric,
  keys?: readonly string[],
): Promise<MetricResult> {
  const now = Date.now();
  const filter = keys === undefined ? {} : { key: [...keys] };
  const [result] = await metrics.query([{ metric, filter, from: now - 60_000, to: now, buckets: 60 }]);
  if (result === undefined) throw new Error('no answer');
  return result;
}

/** The mean of what is known of a container in the newest so many buckets. */
export function meanOf({ series }: MetricResult, key: string, newest = 8): number | undefined {
  const known = (series.find((each) => each.key === key)?.values ?? []).filter((value) => value !== null);
  const last = known.slice(-newest);
  return last.length === 0 ? undefined : last.reduce((sum, value) => sum + value, 0) / last.length;
}

/** What the engine counts of a container at this moment. */
export interface Counted {
  /** Epoch ms by the engine's clock. */
  readonly at: number;
  /** ns. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  readonly received: number;
  readonly sent: number;
}

export async function counted(id: string): Promise<Counted> {
  const stats = await docker().getContainer(id).stats({ stream: false });
  const nets = Object.values((stats.networks as typeof stats.networks | undefined) ?? {});
  const { usage, stats: memory } = stats.memory_stats;
  // cgroup v1 counts the whole tree under its own name, which the types do not know.
  const all = memory as unknown as Readonly<Record<string, number | undefined>>;
  const inactive = all['total_inactive_file'] ?? memory.inactive_file;
  return {
    at: Date.parse(stats.read),
    cpu: stats.cpu_stats.cpu_usage.total_usage,
    memory: usage - inactive,
    received: nets.reduce((sum, { rx_bytes }) => sum + rx_bytes, 0),
    sent: nets.reduce((sum, { tx_bytes }) => sum + tx_bytes, 0),
  };
}

/** The rates between, as `docker stats` shows them: per cent of a core, bytes a second. */
export function between(before: Counted, after: Counted): Record<'cpu' | 'received' | 'sent', number> {
  const seconds = (after.at - before.at) / 1000;
  return {
    cpu: (after.cpu - before.cpu) / 1e7 / seconds,
    received: (after.received - before.received) / seconds,
    sent: (after.sent - before.sent) / seconds,
  };
}

/** The mean of a container over a time, and how many buckets of it are known. */
export async function meanBetween(
  metrics: Pick<Metrics, 'query'>,
  metric: Metric,
  key: string,
  { from, to, source }: { readonly from: number; readonly to: number; readonly source?: 'own' | 'influx' },
): Promise<{ readonly mean: number; readonly known: number; readonly step: number }> {
  const [result] = await metrics.query([
    { metric, filter: { key: [key] }, from, to, buckets: 60, ...(source && { source }) },
  ]);
  const values = (result?.series[0]?.values ?? []).filter((value) => value !== null);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, known: values.length, step: result?.step ?? 0 };
}

/** Looks at a container for some seconds, as a person would who has its page open. */
export async function lookFor(metrics: Pick<Metrics, 'query'>, key: string, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    await lastMinute(metrics, 'cpu', [key]);
    await sleep(1000);
  }
}
