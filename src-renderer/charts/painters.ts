import workerUrl from './painter.worker?worker&url';
import type { PlotLayout } from './model';
import type { FromPainter, PaintSpec, ToPainter } from './paint-spec';

/** A canvas that the worker draws on. */
export interface Painter {
  /** Draws soon; of several in a row only the last is sure to be drawn. */
  paint(spec: PaintSpec): void;
  /** A PNG of it as it stands; null where it was never drawn. */
  picture(title: string): Promise<Blob | null>;
  close(): void;
}

/** The page's policy lets a worker be made from this one address only. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(text: string): string },
  ): { createScriptURL(text: string): unknown };
}

let worker: Worker | undefined;
let next = 1;
const layouts = new Map<number, (layout: PlotLayout) => void>();
const asks = new Map<number, (blob: Blob | null) => void>();

function start(): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('flotilla-worker', {
    createScriptURL: (text) => {
      if (text !== workerUrl) throw new TypeError('not the worker that draws charts');
      return text;
    },
  });
  const address = policy?.createScriptURL(workerUrl) ?? workerUrl;
  const made = new Worker(address as string, { type: 'module', name: 'charts' });
  made.onmessage = ({ data }: MessageEvent<FromPainter>) => {
    if (data.type === 'layout') layouts.get(data.id)?.(data.layout);
    else {
      asks.get(data.ask)?.(data.blob);
      asks.delete(data.ask);
    }
  };
  return made;
}

/** Hands a canvas to the worker: once for each canvas. `onlayout` hears after each drawing where the plot lies. */
export function openPainter(canvas: HTMLCanvasElement, onlayout: (layout: PlotLayout) => void): Painter {
  const held = (worker ??= start());
  const id = next++;
  const say = (message: ToPainter, transfer: Transferable[] = []): void =>
    held.postMessage(message, transfer);
  const offscreen = canvas.transferControlToOffscreen();
  layouts.set(id, onlayout);
  say({ type: 'open', id, canvas: offscreen }, [offscreen]);
  return {
    // Copies go over: they were made for this drawing and are not needed here any more.
    paint: (spec) => say({ type: 'paint', id, spec }, [spec.values.buffer, spec.times.buffer]),
    picture: (title) =>
      new Promise((resolve) => {
        const ask = next++;
        asks.set(ask, resolve);
        say({ type: 'picture', id, ask, title });
      }),
    close: () => {
      layouts.delete(id);
      say({ type: 'close', id });
    },
  };
}
