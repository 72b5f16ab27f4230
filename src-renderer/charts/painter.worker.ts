import type { FromPainter, PaintSpec, ToPainter } from './paint-spec';
import { startPainting, type Painting } from './painting';
import { poster } from './poster';

/** Draws all charts of the window: one at a time, each from the last that was said of it. */
interface Held {
  readonly canvas: OffscreenCanvas;
  readonly painting: Painting;
  spec?: PaintSpec;
}

const scope = self as unknown as {
  postMessage(message: FromPainter): void;
  onmessage: ((event: MessageEvent<ToPainter>) => void) | null;
};
const charts = new Map<number, Held>();
const waiting = new Set<number>();
let due = false;

function paint(id: number): void {
  waiting.delete(id);
  const held = charts.get(id);
  if (held?.spec === undefined) return;
  scope.postMessage({ type: 'layout', id, layout: held.painting.paint(held.spec) });
}

/** Between two charts, what came meanwhile is heard: of two updates of one chart the first is never drawn. */
function next(): void {
  due = false;
  const [id] = waiting;
  if (id === undefined) return;
  later();
  paint(id);
}
function later(): void {
  if (due) return;
  due = true;
  setTimeout(next, 0);
}

scope.onmessage = ({ data }) => {
  if (data.type === 'open') {
    charts.set(data.id, { canvas: data.canvas, painting: startPainting(data.canvas) });
    return;
  }
  const held = charts.get(data.id);
  if (held === undefined) return;
  if (data.type === 'paint') {
    held.spec = data.spec;
    waiting.add(data.id);
    later();
  } else if (data.type === 'picture') {
    if (waiting.has(data.id)) paint(data.id);
    const { ask } = data;
    poster(held.canvas, held.spec, data.title).then(
      (blob) => scope.postMessage({ type: 'picture', ask, blob }),
      () => scope.postMessage({ type: 'picture', ask, blob: null }),
    );
  } else {
    held.painting.close();
    charts.delete(data.id);
    waiting.delete(data.id);
  }
};
