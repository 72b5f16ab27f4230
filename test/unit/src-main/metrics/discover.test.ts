import { expect, it } from 'vitest';
import type { ContainerSummary } from '../../../../src-main/clients/docker';
import { findInflux, foundOrAway } from '../../../../src-main/metrics/discover';

const summary = (id: string, image: string, port?: number): ContainerSummary =>
  ({
    ...{ Id: id, Image: image },
    Ports: port === undefined ? [] : [{ IP: '127.0.0.1', PrivatePort: 8086, PublicPort: port, Type: 'tcp' }],
  }) as unknown as ContainerSummary;

it('keeps a server that was found while its container is stopped, and forgets it when that is removed', () => {
  const [up, other] = [summary('a', 'influxdb:1.8', 8086), summary('b', 'redis:7.0')];
  const found = foundOrAway(findInflux([up, other], '127.0.0.1'), undefined, [up, other]);
  expect(found).toEqual({ url: 'http://127.0.0.1:8086', id: 'a' });
  // What is stopped publishes nothing.
  const stopped = summary('a', 'influxdb:1.8');
  expect(foundOrAway(findInflux([other], '127.0.0.1'), found, [stopped, other])).toEqual(found);
  expect(foundOrAway(findInflux([other], '127.0.0.1'), found, [other])).toBeUndefined();
  const next = summary('c', 'influxdb:1.8', 9086);
  expect(foundOrAway(findInflux([next], '127.0.0.1'), found, [stopped, next])?.id).toBe('c');
});
