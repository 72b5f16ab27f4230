import type { StreamEvent, StreamSpec } from '@shared/streams';
import { expect, it } from 'vitest';
import { createStreams, type StreamSources } from '../../../src-main/streams/service';

it('Streams tell the window that opened them, and end with it, while another’s go on', async () => {
  const told: { page: number | undefined; event: StreamEvent }[] = [];
  const aborted: string[] = [];
  const source = async (
    spec: { id: string },
    context: { signal: AbortSignal; send: Send },
  ): Promise<null> => {
    const closed = new Promise<null>((resolve) =>
      context.signal.addEventListener('abort', () => {
        aborted.push(spec.id);
        resolve(null);
      }),
    );
    await context.send(spec.id, 1);
    return closed;
  };
  const streams = createStreams({ stats: source } as unknown as StreamSources, (event, page) =>
    told.push({ event, page }),
  );
  const open = (id: string, page: number): void =>
    streams.open(id, { kind: 'stats', id } as unknown as StreamSpec, page);
  open('one', 1);
  open('two', 2);
  open('three', 1);
  expect(told.map(({ event, page }) => [event.id, page])).toEqual([
    ['one', 1],
    ['two', 2],
    ['three', 1],
  ]);
  streams.closeAll(1);
  expect(aborted).toEqual(['one', 'three']);
  // Its id is free again: the window was reloaded.
  open('one', 1);
  expect(told.at(-1)).toMatchObject({ page: 1, event: { id: 'one', seq: 1 } });
  streams.closeAll();
  await Promise.resolve();
  expect(aborted).toEqual(['one', 'three', 'two', 'one']);
});

type Send = (data: unknown, cost: number) => Promise<void>;

it('Streams have ended once their sources have let go, also those that were closed before', async () => {
  const letGo: (() => void)[] = [];
  const source = (_spec: unknown, { signal }: { signal: AbortSignal }): Promise<null> =>
    new Promise((resolve) => signal.addEventListener('abort', () => letGo.push(() => resolve(null))));
  const streams = createStreams({ stats: source } as unknown as StreamSources, () => undefined);
  let over = false;
  const ended = (): void => void streams.ended().then(() => (over = true));
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

  ended();
  await settle();
  expect(over).toBe(true);

  over = false;
  for (const id of ['one', 'two']) streams.open(id, { kind: 'stats', id } as unknown as StreamSpec);
  streams.close('one');
  streams.closeAll();
  ended();
  letGo[0]?.();
  await settle();
  expect(over).toBe(false);
  letGo[1]?.();
  await settle();
  expect(over).toBe(true);
});
