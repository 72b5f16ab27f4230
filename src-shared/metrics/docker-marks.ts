import { composeLabel } from '../compose/stack';
import { msg } from '../i18n/index';
import type { MetricMark, Subject } from './model';

/** One event of a container, as the engine tells it. */
export interface ContainerEvent {
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly timeNano: number;
}

/** An event as a mark; undefined where charts have nothing to say of it. The same event gives the same mark. */
export function markOfEvent({ action, id, attributes, timeNano }: ContainerEvent): MetricMark | undefined {
  const name = attributes['name'] ?? id.slice(0, 12);
  const project = attributes[composeLabel.project];
  const shape = shapeOf(action, name, attributes);
  if (shape === undefined) return undefined;
  return {
    id: `docker:${String(timeNano)}:${shape.kind}:${id.slice(0, 12)}`,
    at: Math.floor(timeNano / 1e6),
    subject: { kind: 'container', key: id, name },
    ...(project === undefined ? {} : { project }),
    ...shape,
  };
}

function shapeOf(
  action: string,
  name: string,
  attributes: ContainerEvent['attributes'],
): Pick<MetricMark, 'kind' | 'text' | 'exitCode'> | undefined {
  switch (action) {
    case 'start':
      return { kind: 'start', text: msg('marks.start', { name }) };
    case 'restart':
      return { kind: 'restart', text: msg('marks.restart', { name }) };
    case 'oom':
      return { kind: 'oom', text: msg('marks.oom', { name }) };
    case 'die': {
      const exitCode = Number(attributes['exitCode'] ?? Number.NaN);
      if (!Number.isInteger(exitCode)) return { kind: 'die', text: msg('marks.died', { name }) };
      return { kind: 'die', text: msg('marks.die', { name, code: exitCode }), exitCode };
    }
    case 'health_status: healthy':
      return { kind: 'health', text: msg('marks.healthy', { name }) };
    case 'health_status: unhealthy':
      return { kind: 'health', text: msg('marks.unhealthy', { name }) };
    default:
      return undefined;
  }
}

/** What InfluxDB kept of an event as a mark, `at` in ms: the nanoseconds are lost. */
export function oomMark({ kind, key, name, project }: Subject, at: number): MetricMark {
  return {
    ...{ id: `influx:${String(at)}:oom:${key.slice(0, 12)}`, kind: 'oom', at },
    subject: { kind, key, name },
    ...(project === undefined ? {} : { project }),
    text: msg('marks.oom', { name }),
  };
}
