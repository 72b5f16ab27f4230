import fc from 'fast-check';
import { channels } from '@shared/channels';
import { answerDialogs, callFromPage, expect, test } from './support';

/* What a page of ours may send that it should not: the main process judges every call. */

test('Ten thousand malformed calls on every channel are refused by name, and the app lives on', async ({
  launch,
}) => {
  test.setTimeout(300_000);
  const { app, page, log } = await launch();
  await answerDialogs(app, null);
  // What nobody caught would end the process, or show a dialog: it is counted here.
  await app.evaluate(() => {
    const uncaught: string[] = [];
    Object.assign(globalThis, { uncaught });
    process.on('uncaughtExceptionMonitor', (error) => uncaught.push(String(error)));
    process.on('unhandledRejection', (error) => uncaught.push(String(error)));
  });
  const pid = await app.evaluate(() => process.pid);
  const names = channels.filter((name) => name !== 'engine.select');
  const rounds = Math.ceil(10_000 / names.length);
  const inputs: unknown[] = fc.sample<unknown>(
    fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({
        kind: fc.constantFrom('redis-cluster.create', 'redis-cluster.remove'),
        spec: fc.jsonValue(),
      }),
      fc.record({ request: fc.jsonValue(), digest: fc.string(), as: fc.string() }),
      fc.record({ name: fc.jsonValue(), discovered: fc.jsonValue(), password: fc.jsonValue() }),
      fc.record({
        id: fc.jsonValue(),
        stream: fc.jsonValue(),
        path: fc.constantFrom('../../etc/passwd', ''),
      }),
    ),
    { numRuns: rounds, seed: 20_261_123 },
  );
  const { seen, calls } = await page.evaluate(
    async ({ names: every, values }) => {
      type Answer = { ok: boolean; error?: { code: string; what: unknown } };
      const { flotilla } = globalThis as unknown as {
        flotilla: { call: Record<string, (input: unknown) => Promise<Answer>> };
      };
      let deep: unknown = 'end';
      for (let depth = 0; depth < 400; depth++) deep = [deep];
      const odd: unknown[] = [
        NaN,
        10n ** 40n,
        new Date(0),
        new Map([[1, 2]]),
        new Uint8Array(9),
        [[[[[]]]]],
        deep,
        JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
        'x'.repeat(2e6),
        Array.from({ length: 1e5 }, (_, index) => index),
      ];
      const found: Record<string, Record<string, number>> = {};
      let count = 0;
      for (const name of every) {
        const counts: Record<string, number> = (found[name] = {});
        const ask = async (value: unknown): Promise<void> => {
          const answer = await flotilla.call[name]?.(value);
          const code = answer?.ok === true ? 'ok' : (answer?.error?.code ?? 'silent');
          count += 1;
          counts[code] = (counts[code] ?? 0) + 1;
          if (code === 'ipc.invalid' && !JSON.stringify(answer).includes(name)) counts['nameless'] = 1;
        };
        // Null for a choice of engine, and nothing at all, are well-formed there.
        const waiting = [...values, ...odd].filter((each) => each !== null);
        while (waiting.length > 0) await Promise.all(waiting.splice(0, 8).map(ask));
      }
      return { seen: found, calls: count };
    },
    { names, values: inputs },
  );
  expect(calls).toBeGreaterThanOrEqual(10_000);
  for (const [channel, counts] of Object.entries(seen)) {
    expect(counts, channel).not.toHaveProperty('silent');
    expect(counts, channel).not.toHaveProperty('nameless');
    expect(counts['ipc.invalid'] ?? 0, channel).toBeGreaterThan(0);
  }
  expect(await app.evaluate(() => (globalThis as unknown as { uncaught: string[] }).uncaught), log()).toEqual(
    [],
  );
  expect(await app.evaluate(() => process.pid)).toBe(pid);
  expect(await app.evaluate(() => 'polluted' in {})).toBe(false);
  expect(await callFromPage(page, 'app.info')).toMatchObject({ ok: true });
  // A settings file that took part of the noise would show here.
  expect(await callFromPage(page, 'settings.get')).toMatchObject({ ok: true, value: { theme: 'system' } });
});

test('A channel that is not there, and a payload that is too large, do not get through', async ({
  launch,
}) => {
  const { app, page } = await launch();
  const answers = await page.evaluate(async () => {
    const { flotilla } = globalThis as unknown as {
      flotilla: {
        call: Record<string, (input: unknown) => Promise<{ ok: boolean; error?: { code: string } }>>;
      };
    };
    const large = 'x'.repeat(64 * 2 ** 20);
    const codes = [];
    for (const channel of [
      'secret.store',
      'clipboard.write',
      'redisCluster.status',
      'text.save',
      'files.save',
    ])
      codes.push((await flotilla.call[channel]?.(large))?.error?.code);
    return codes;
  });
  expect(answers).toEqual(Array.from({ length: 5 }, () => 'ipc.invalid'));
  const handled = await app.evaluate(({ ipcMain }) => [
    ...(ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers.keys(),
  ]);
  expect(handled.filter((name) => !name.startsWith('__')).sort()).toEqual([...channels].sort());
  expect(await callFromPage(page, 'app.info')).toMatchObject({ ok: true });
});
