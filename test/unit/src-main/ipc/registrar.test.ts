import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { channels, type Channel } from '@shared/channels';
import { AppError } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import { createDispatch, type Handlers } from '../../../../src-main/ipc/registrar';

/** A handler for every channel, each answering with its name; some may be replaced. */
function every(replace: Handlers = {}, leaveOut: readonly Channel[] = []): Handlers {
  const all = channels
    .filter((channel) => !leaveOut.includes(channel))
    .map((channel) => [channel, () => channel] as const);
  return { ...(Object.fromEntries(all) as unknown as Handlers), ...replace };
}
const silent = (): void => undefined;

describe('createDispatch', () => {
  it('refuses a channel without a handler, by name', () => {
    expect(() => createDispatch([every({}, ['run.list', 'app.info'])], silent)).toThrow(
      'no handler for app.info, run.list',
    );
  });

  it('refuses two handlers for one channel', () => {
    expect(() => createDispatch([every(), { 'run.list': () => [] }], silent)).toThrow(
      'two handlers for run.list',
    );
  });

  it('refuses a handler that the contract does not know', () => {
    const stranger = { 'run.destroy': () => null } as unknown as Handlers;
    expect(() => createDispatch([every(), stranger], silent)).toThrow('no channel run.destroy');
    const inherited = { toString: () => null } as unknown as Handlers;
    expect(() => createDispatch([every(), inherited], silent)).toThrow('no channel toString');
  });

  it('answers with an envelope', async () => {
    const dispatch = createDispatch([every({ 'run.list': () => [] })], silent);
    expect(await dispatch('run.list', undefined)).toEqual({ ok: true, value: [] });
  });

  it('gives handlers what the contract makes of the input', async () => {
    const preview = vi.fn<NonNullable<Handlers['plan.preview']>>(() => ({ plan: {} as never, digest: 'd' }));
    const dispatch = createDispatch([every({ 'plan.preview': preview })], silent);
    const network = { mode: 'bridge', subnet: '10.213.70.0/24' };
    const answer = await dispatch('plan.preview', {
      kind: 'redis-cluster.create',
      spec: { kind: 'redis-cluster', name: 'demo', network },
    });
    expect(answer).toMatchObject({ ok: true });
    expect(preview).toHaveBeenCalledWith(
      expect.objectContaining({
        spec: expect.objectContaining({ masters: 3, ports: { first: 6381 } }) as unknown,
      }),
      0,
    );
  });

  it('refuses a malformed input, names channel and fields, and runs nothing', async () => {
    const start = vi.fn<NonNullable<Handlers['run.start']>>();
    const dispatch = createDispatch([every({ 'run.start': start })], silent);
    const answer = await dispatch('run.start', { request: { kind: 'nonsense' }, digest: 3, extra: 1 });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'ipc.invalid', what: { key: 'app.ipc.invalid', params: { channel: 'run.start' } } },
    });
    expect(JSON.stringify(answer)).toContain('digest');
    expect(start).not.toHaveBeenCalled();
  });

  it('never repeats a refused value: it may be a secret', async () => {
    const dispatch = createDispatch([every()], silent);
    const answer = await dispatch('secret.store', { value: 'hunter2', also: 'hunter2' });
    expect(answer.ok).toBe(false);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('refuses an unknown channel', async () => {
    const dispatch = createDispatch([every()], silent);
    expect(await dispatch('constructor', undefined)).toMatchObject({
      ok: false,
      error: { code: 'ipc.unknown' },
    });
  });

  it('passes an AppError on as it is', async () => {
    const info = { code: 'port.taken', doing: raw('a'), what: raw('b'), hint: raw('c') };
    const log = vi.fn();
    const dispatch = createDispatch([every({ 'run.list': () => Promise.reject(new AppError(info)) })], log);
    expect(await dispatch('run.list', undefined)).toEqual({ ok: false, error: info });
    expect(log).not.toHaveBeenCalled();
  });

  it('turns any other error into words without a stack, and logs it', async () => {
    const log = vi.fn();
    const dispatch = createDispatch(
      [
        every({
          'run.list': () => {
            throw new TypeError('boom');
          },
        }),
      ],
      log,
    );
    const answer = await dispatch('run.list', undefined);
    expect(answer).toMatchObject({ ok: false, error: { code: 'app.unexpected', what: raw('boom') } });
    expect(JSON.stringify(answer)).not.toMatch(/registrar\.test|\bat /);
    expect(log).toHaveBeenCalledOnce();
  });

  it('survives anything on every channel', async () => {
    const dispatch = createDispatch([every()], silent);
    const input = fc.oneof(fc.anything(), fc.object(), fc.constant(undefined), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...channels, '__proto__', ''), input, async (channel, value) => {
        const answer = await dispatch(channel, value);
        if (!answer.ok) expect(['ipc.invalid', 'ipc.unknown', 'app.unexpected']).toContain(answer.error.code);
      }),
      { numRuns: 3000, seed: 42 },
    );
  });
});
