import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/errors';
import { defaultRules, type AlertRule } from '@shared/metrics/alerts';
import type { MetricMark, MetricResult } from '@shared/metrics/model';
import { openRules } from '../../../../src-main/metrics/alerts/rules';
import { createAlerts, type AlertNotice } from '../../../../src-main/metrics/alerts/service';
import { tempDir } from './store-support';

const open: { close(): unknown }[] = [];
afterEach(() => open.splice(0).forEach((one) => one.close()));

/** A receiver that answers with the given codes, one after another. */
async function receiver(codes: readonly number[]) {
  const got: { headers: IncomingMessage['headers']; body: unknown }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers, body: JSON.parse(text) });
      response.writeHead(codes[Math.min(got.length, codes.length) - 1] ?? 200, {
        location: 'http://127.0.0.1:1/',
      });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook?key=secret`, got };
}

const rule = (more: Partial<AlertRule> = {}): AlertRule => ({
  ...{ id: 'r', name: 'Busy', enabled: true, severity: 'critical', for: 0, noData: 'ok', desktop: true },
  when: {
    type: 'metric',
    metric: 'cpu',
    filter: {},
    reduce: 'avg',
    window: 30_000,
    is: 'above',
    threshold: 80,
  },
  ...more,
});

function world(dataDir = tempDir()) {
  const state = { value: 10 as number | null, now: 1_000_000 };
  const marks = new Map<string, MetricMark>();
  const notices: AlertNotice[] = [];
  const rules = openRules(dataDir);
  const alerts = createAlerts({
    rules,
    sources: {
      query: (queries) =>
        Promise.resolve(
          queries.map(({ metric }): MetricResult => ({
            ...{
              metric,
              unit: 'percent',
              step: 1,
              times: [0],
              tier: 'memory',
              fresh: 0,
              complete: 1,
              leftOut: 0,
            },
            series: [
              { key: 'id', name: 'web', subject: { kind: 'container', host: 'h' }, values: [state.value] },
            ],
          })),
        ),
      marks: () => Promise.resolve([...marks.values()]),
      engine: () => ({ state: 'searching' }),
    },
    mark: (some) => {
      for (const mark of some) marks.set(mark.id, mark);
      return Promise.resolve();
    },
    resolveSecret: () => Promise.resolve('s3cret'),
    notice: (notice) => notices.push(notice),
    changed: () => undefined,
    log: (error) => {
      throw error;
    },
    now: () => state.now,
    webhook: { pauses: [1, 1], timeoutMs: 2000 },
  });
  open.push(alerts);
  return { state, marks, notices, alerts, rules, dataDir };
}

describe('alerts', () => {
  it('tell of a beginning and an end, keep both as one mark, and send both to the receiver', async () => {
    const { state, marks, notices, alerts } = world();
    const { url, got } = await receiver([200]);
    for (const { id } of defaultRules) await alerts.remove(id);
    await alerts.save(rule({ webhook: { url, token: { stored: 'x' } } }));
    expect(notices).toEqual([]);
    state.value = 95;
    await alerts.look();
    expect(notices.map(({ title, body }) => [title.params, body.key])).toEqual([
      [{ text: 'Busy' }, 'alerts.text.value'],
    ]);
    expect(alerts.list()[0]).toMatchObject({ state: 'firing', instances: [{ name: 'web', value: 95 }] });
    state.now += 60_000;
    state.value = 5;
    await alerts.look();
    await vi.waitFor(() => expect(got).toHaveLength(2));
    expect(notices).toHaveLength(2);
    expect([...marks.values()]).toMatchObject([
      {
        kind: 'alert',
        at: 1_000_000,
        to: 1_060_000,
        rule: 'r',
        subject: { key: 'id' },
        text: { params: { value: '95 %' } },
      },
    ]);
    expect(got.map(({ body }) => (body as { status: string }).status)).toEqual(['firing', 'resolved']);
    expect(got[0]?.headers.authorization).toBe('Bearer s3cret');
    expect(got[0]?.body).toMatchObject({
      version: '4',
      alerts: [
        {
          labels: { alertname: 'Busy', severity: 'critical', container: 'web' },
          startsAt: '1970-01-01T00:16:40.000Z',
        },
      ],
    });
    expect(await alerts.history('r')).toHaveLength(1);
    expect(await alerts.history('other')).toHaveLength(0);
  });

  it('try a receiver again that is ill, and say of one that stays so, without its path or token', async () => {
    const { state, alerts } = world();
    const ill = await receiver([503, 429, 200]);
    await alerts.save(rule({ webhook: { url: ill.url } }));
    state.value = 95;
    await alerts.look();
    await vi.waitFor(() => expect(ill.got).toHaveLength(3));
    expect(alerts.list().find(({ rule: { id } }) => id === 'r')?.error).toBeUndefined();

    const refusing = await receiver([404]);
    const tested = await alerts.test(rule({ webhook: { url: refusing.url, token: { stored: 'x' } } }), true);
    expect(tested.webhook).toMatchObject({
      code: 'alerts.webhook',
      what: { params: { text: 'HTTP 404 Not Found' } },
    });
    expect(JSON.stringify(tested.webhook)).not.toMatch(/s3cret|key=|\/hook/);
    expect(refusing.got).toHaveLength(1);
  });

  it('do not follow a receiver elsewhere', async () => {
    const { alerts } = world();
    const leading = await receiver([302]);
    const tested = await alerts.test(rule({ webhook: { url: leading.url } }), true);
    expect(tested.webhook?.code).toBe('alerts.webhook');
    expect(leading.got).toHaveLength(1);
  });

  it('are silent until then, though they go on', async () => {
    const { state, notices, alerts, marks } = world();
    await alerts.save(rule());
    await alerts.silence('r', state.now + 60_000);
    state.value = 95;
    await alerts.look();
    expect(notices).toEqual([]);
    expect(marks.size).toBe(1);
    await alerts.silence('r', null);
    state.value = 5;
    await alerts.look();
    expect(notices).toHaveLength(1);
    await expect(alerts.silence('unknown', 1)).rejects.toBeInstanceOf(AppError);
  });

  it('are there again in the next process; a ready one that was removed stays removed; a damaged file is put aside', async () => {
    const { alerts, dataDir } = world();
    await alerts.save(rule({ name: 'With "quotes"\nand lines' }));
    await alerts.remove('ready-disk');
    const next = openRules(dataDir);
    expect(next.all().map(({ id }) => id)).toEqual([
      ...defaultRules.map(({ id }) => id).filter((id) => id !== 'ready-disk'),
      'r',
    ]);
    const path = join(dataDir, 'alerts.json');
    expect(readFileSync(path, 'utf8')).not.toContain('s3cret');
    writeFileSync(path, '{"v":1,"rules":[{"id":"../../x"}]}');
    const damaged = openRules(dataDir);
    expect(damaged.setAside).toContain('.bad-');
    expect(damaged.all()).toEqual(defaultRules);
  });
});
