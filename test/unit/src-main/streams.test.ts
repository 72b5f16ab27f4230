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
