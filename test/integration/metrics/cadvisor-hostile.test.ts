import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MetricSeries } from '../../../src-shared/metrics/model';
import { sweep } from '../../support/world';
import { startService, type Service } from './service-support';
import { started, until } from './sources-support';

const stem = 'flt-cadvisor-bad';
const label = `x'; DROP DATABASE "cadv" --\n\\`;

let service: Service;
let server: Server;
let url: string;
let id: string;
let answer: RequestListener;

beforeAll(async () => {
  await sweep(stem);
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  ({ id } = await started(stem, 'web', {
    Entrypoint: ['sleep', '1000'],
    Labels: { 'com.docker.compose.project': label },
  }));
  service = await startService('cadvisor-bad');
});
afterAll(async () => {
  await service.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await sweep(stem);
});

/** As cAdvisor tells of a container, ours where it is not said, with a part of its sample in another way. */
const told =
  (part: object, of?: string): RequestListener =>
  (_, response) => {
    const sample = { timestamp: new Date().toISOString(), cpu: { usage: { total: 5e9 } }, ...part };
    response.end(
      JSON.stringify({ [`/docker/${of ?? id}`]: { spec: { labels: { a: label } }, stats: [sample] } }),
    );
  };
const fine = told({ memory: { working_set: 7_654_321 } });
const endless: RequestListener = (_, response) => {
  const piece = Buffer.alloc(2 ** 20, ' ');
  let sent = 0;
  const more = (): void => {
    while (sent++ < 100 && !response.destroyed) if (!response.write(piece)) return;
    response.end('{}');
  };
  response.on('drain', more);
  more();
};
/** What was measured of the container since then: it is looked at live. */
async function memory(since: number): Promise<readonly MetricSeries[]> {
  const range = { from: since, to: Math.max(Date.now(), since + 5000), buckets: 60 };
  const [found] = await service.query([{ metric: 'memory', filter: { key: [id] }, ...range }]);
  return found?.series ?? [];
}
const inYears = new Date(Date.now() + 1e11).toISOString();

const broken: RequestListener = (request, response) => {
  response.write('{');
  setTimeout(() => request.socket.destroy(), 20);
};

// No two that follow each other fail in the same words.
it.each([
  ['garbage', (_, response) => response.end('\u0000<html>{"'), 'cadvisor.noJson'],
  ['a failure', (_, response) => response.writeHead(500).end('failed to get'), 'HTTP 500: failed to get'],
  ['100 MB', endless, 'cadvisor.tooLong'],
  ['half of it', broken, 'cadvisor.unreachable'],
  ['numbers that no chart can hold', told({ memory: { working_set: 1e300 } }), 'cadvisor.notStats'],
  ['a time to come', told({ timestamp: inYears }), 'cadvisor.clock'],
  ['less than nothing', told({ memory: { working_set: -5 } }), 'cadvisor.notStats'],
  ['another host’s containers', told({}, 'a'.repeat(64)), 'cadvisor.foreign'],
  ['silence', () => undefined, 'cadvisor.late'],
] satisfies [string, RequestListener, string][])(
  'a cAdvisor that answers with %s is told as it is, and the engine goes on',
  async (_, hostile, words) => {
    answer = hostile;
    service.set({ cadvisor: { url } });
    const state = await until(
      () => service.source('cadvisor'),
      (now) => JSON.stringify(now?.error ?? null).includes(words),
    );
    expect(state?.state).toBe('gone');
    const since = Date.now();
    const [own] = await until(
      async () => (await memory(since)).filter(({ values }) => values.some((value) => value !== null)),
      (found) => found.length > 0,
    );
    expect(own?.subject.project).toBe(label);
    const values = own?.values.filter((value) => value !== null) ?? [];
    expect(values.every((value) => Number.isFinite(value) && value >= 0 && value < 2 ** 40)).toBe(true);
    expect((await service.source('docker'))?.subjects).toBeGreaterThan(0);
  },
);

it('one that comes to its senses is relied on again', async () => {
  answer = fine;
  const since = Date.now();
  service.set({ cadvisor: { url } });
  await until(
    () => service.source('cadvisor'),
    (now) => now?.state === 'fine',
  );
  await until(
    () => memory(since),
    ([own]) => own?.values.includes(7_654_321) === true,
  );
});
