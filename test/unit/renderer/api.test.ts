import type { AppEvent, Bridge } from '@shared/contract';
import { raw } from '@shared/i18n/index';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { announce, ApiError, call, on, toError } from '../../../src-renderer/lib/api';

const error = { code: 'port.taken', doing: raw('d'), what: raw('w'), hint: raw('h') };

function bridge(answer: unknown) {
  const asked = vi.fn((_input?: unknown) => Promise.resolve(answer));
  let hear: (event: AppEvent) => void = () => undefined;
  const stop = vi.fn();
  const flotilla = {
    call: { 'settings.set': asked, 'app.info': asked } as unknown as Bridge['call'],
    onEvent: (listener: (event: AppEvent) => void) => {
      hear = listener;
      return stop;
    },
  };
  vi.stubGlobal('window', { flotilla });
  return { asked, stop, tell: (event: AppEvent) => hear(event) };
}

describe('api', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('unwraps the answer and sends plain JSON', async () => {
    const { asked } = bridge({ ok: true, value: { theme: 'dark' } });
    const input = new Proxy({ theme: 'dark' as const, engine: undefined }, {});
    expect(await call('settings.set', input)).toEqual({ theme: 'dark' });
    const sent = asked.mock.calls[0]?.[0];
    expect(sent).toStrictEqual({ theme: 'dark' });
    expect(sent).not.toBe(input);
  });

  it('throws what the main process says went wrong', async () => {
    bridge({ ok: false, error });
    const thrown: unknown = await call('app.info').catch((e: unknown) => e);
    expect(thrown).toBeInstanceOf(ApiError);
    expect(toError(thrown)).toBe(error);
  });

  it('says so where there is no main process', async () => {
    vi.stubGlobal('window', {});
    const thrown: unknown = await call('app.info').catch((e: unknown) => e);
    expect(toError(thrown).code).toBe('ui.noBridge');
    expect(toError(new Error('odd'))).toMatchObject({ code: 'ui.unexpected', what: raw('odd') });
  });

  it('hears the events of one type', () => {
    const { tell, stop } = bridge(undefined);
    const heard = vi.fn();
    const end = on('command', heard);
    tell({ type: 'engine-changed' });
    tell({ type: 'command', command: 'go-runs' });
    expect(heard.mock.calls).toEqual([[{ type: 'command', command: 'go-runs' }]]);
    end();
    expect(stop).toHaveBeenCalledOnce();
  });

  it('announces to those who listen now', () => {
    bridge(undefined);
    const heard = vi.fn();
    const end = on('engine-changed', heard);
    announce({ type: 'engine-changed' });
    end();
    announce({ type: 'engine-changed' });
    expect(heard).toHaveBeenCalledOnce();
  });
});
