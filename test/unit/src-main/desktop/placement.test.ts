import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cascade,
  minimumSize,
  parseWindowState,
  placeWindow,
  usualSize,
} from '../../../../src-main/desktop/placement';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const right = { x: 1440, y: 0, width: 1920, height: 1080 };
const state = (x: number, y: number, width: number, height: number) => ({
  x,
  y,
  width,
  height,
  maximized: false,
});

describe('parseWindowState', () => {
  it('takes what was written', () => {
    const kept = { ...state(10, -20, 1300, 700), maximized: true };
    expect(parseWindowState(JSON.stringify(kept))).toEqual(kept);
  });

  it.each([
    '',
    '[]',
    'null',
    '3',
    '{"x":1}',
    '{"x":1,"y":1,"width":0,"height":5}',
    '{"x":1e9,"y":1,"width":9,"height":5}',
  ])('drops %s', (text) => {
    expect(parseWindowState(text)).toBeNull();
  });

  it('does not take words for numbers', () => {
    expect(parseWindowState('{"x":"1","y":1,"width":900,"height":700,"maximized":true}')).toBeNull();
  });
});

describe('placeWindow', () => {
  it('centres the usual size on the primary display the first time', () => {
    expect(placeWindow(null, [laptop, right])).toEqual({ x: 80, y: 62, ...usualSize, maximized: false });
  });

  it('opens where it was left, on whichever display that is', () => {
    expect(placeWindow(state(1500, 100, 1200, 800), [laptop, right])).toEqual(state(1500, 100, 1200, 800));
  });

  it('comes home when its display is gone, and stays maximized', () => {
    const placed = placeWindow({ ...state(3000, 100, 1200, 800), maximized: true }, [laptop]);
    expect(placed).toEqual({ x: 120, y: 62, width: 1200, height: 800, maximized: true });
  });

  it('is pushed back when a part of it hangs out', () => {
    expect(placeWindow(state(-700, -300, 1200, 800), [laptop])).toEqual(state(0, 25, 1200, 800));
  });

  it('is wholly on one display, whatever was saved', () => {
    const any = fc.integer({ min: -5000, max: 5000 });
    const size = fc.integer({ min: 1, max: 6000 });
    fc.assert(
      fc.property(any, any, size, size, (x, y, width, height) => {
        const placed = placeWindow(state(x, y, width, height), [laptop, right]);
        const fits = [laptop, right].some(
          (area) =>
            placed.x >= area.x &&
            placed.y >= area.y &&
            placed.x + placed.width <= area.x + area.width &&
            placed.y + placed.height <= area.y + area.height,
        );
        expect(fits && placed.width >= minimumSize.width && placed.height >= minimumSize.height).toBe(true);
      }),
      { numRuns: 1000, seed: 11 },
    );
  });
});

describe('cascade', () => {
  it('opens a little beside the other, of the same size, where both are seen', () => {
    expect(cascade(state(100, 100, 1000, 700), [laptop])).toEqual(state(128, 128, 1000, 700));
  });

  it('begins again at the upper left where there is no more room', () => {
    expect(cascade(state(440, 200, 1000, 700), [laptop])).toEqual(state(328, 88, 1000, 700));
    // One that fills the display leaves no room at all.
    expect(cascade({ ...laptop }, [laptop])).toEqual({ ...laptop, maximized: false });
  });
});
