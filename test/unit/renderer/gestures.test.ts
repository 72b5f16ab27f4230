import { describe, expect, it } from 'vitest';
import { Cursor } from '../../../src-renderer/charts/cursor.svelte';
import { gestures, type GestureHost } from '../../../src-renderer/charts/gestures';

const layout = { left: 100, right: 600, top: 0, bottom: 200, low: 0, high: 1, log: false };
const span = { from: 0, to: 500_000 };

/** A plot of 1000 ms a pixel; what its gestures asked for, in order. */
function plot() {
  const asked: unknown[] = [];
  const cursor = new Cursor();
  const host: GestureHost = {
    owner: 'a',
    cursor,
    span: () => span,
    step: () => 1000,
    layout: () => layout,
    x: (event) => event.clientX,
    setBrush: (brush) => brush && asked.push(brush.kind),
    onzoom: (next) => asked.push({ zoom: next }),
    onzoomout: () => asked.push('out'),
    onpan: (next) => asked.push({ pan: next }),
    onnote: (at, to) => asked.push({ note: [at, to] }),
    onfull: () => asked.push('full'),
  };
  return { asked, cursor, hand: gestures(host) };
}

const pointer = (clientX: number, keys: Partial<PointerEvent> = {}): PointerEvent =>
  ({
    clientX,
    button: 0,
    pointerId: 1,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    currentTarget: { setPointerCapture: () => undefined },
    ...keys,
  }) as unknown as PointerEvent;

const key = (name: string, keys: Partial<KeyboardEvent> = {}): KeyboardEvent & { prevented: boolean } => {
  const event = {
    key: name,
    prevented: false,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    preventDefault: () => (event.prevented = true),
    stopPropagation: () => undefined,
    ...keys,
  };
  return event as unknown as KeyboardEvent & { prevented: boolean };
};

describe('a pointer over a plot', () => {
  it('zooms to what it is dragged over, whichever way, within the plot', () => {
    const { asked, hand } = plot();
    hand.down(pointer(400));
    hand.move(pointer(150));
    hand.up(pointer(20));
    expect(asked).toEqual(['zoom', { zoom: { from: 0, to: 300_000 } }]);
  });

  it('with Shift moves the range against the drag', () => {
    const { asked, hand } = plot();
    hand.down(pointer(400, { shiftKey: true }));
    hand.move(pointer(450));
    hand.up(pointer(450));
    expect(asked).toEqual(['pan', { pan: { from: -50_000, to: 450_000 } }]);
  });

  it('with Ctrl asks for a note: of a moment by a click, of a span by a drag', () => {
    const { asked, cursor, hand } = plot();
    hand.down(pointer(200, { ctrlKey: true }));
    hand.up(pointer(201));
    hand.down(pointer(200, { metaKey: true }));
    hand.move(pointer(300));
    hand.up(pointer(300));
    expect(asked).toEqual([{ note: [101_000, undefined] }, 'note', { note: [100_000, 200_000] }]);
    expect(cursor.locked).toBe(false);
  });

  it('holds the crosshair by a click, and lets it go by the next', () => {
    const { cursor, hand } = plot();
    hand.down(pointer(200));
    hand.up(pointer(200));
    expect([cursor.locked, cursor.at]).toEqual([true, 100_000]);
    hand.over(400);
    expect(cursor.at).toBe(100_000);
    hand.down(pointer(300));
    hand.up(pointer(300));
    expect([cursor.locked, cursor.at]).toEqual([false, undefined]);
  });
});

describe('keys on a plot', () => {
  it('move the range and the crosshair, zoom, note, and fill the page', () => {
    const { asked, cursor, hand } = plot();
    hand.key(key('ArrowRight'));
    hand.key(key('ArrowLeft', { shiftKey: true }));
    expect(cursor.at).toBe(249_000);
    hand.key(key('n'));
    hand.key(key('f'));
    hand.key(key('-'));
    hand.key(key('+'));
    expect(asked).toEqual([
      { pan: { from: 100_000, to: 600_000 } },
      { note: [249_000, undefined] },
      'full',
      'out',
      { zoom: { from: 124_000, to: 374_000 } },
    ]);
  });

  it('leave alone what they do not know, and what is held with Ctrl', () => {
    const { asked, hand } = plot();
    const events = [key('x'), key('n', { ctrlKey: true }), key('Escape'), key('Tab')];
    for (const event of events) hand.key(event);
    expect(asked).toEqual([]);
    expect(events.map(({ prevented }) => prevented)).toEqual([false, false, false, false]);
  });
});
