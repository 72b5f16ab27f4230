import { performance } from 'node:perf_hooks';

interface Timer {
  /** On the steady clock, ms. */
  at: number;
  readonly order: number;
  readonly work: () => void;
  /** Of one that comes again. */
  readonly every?: number;
  on: boolean;
}

const real = {
  ...{ setTimeout, clearTimeout, setInterval, clearInterval, now: Date.now, setImmediate },
};

/**
 * The process's timers and clocks, moved by hand: hours pass in seconds, and the wall clock is set as one likes. Vitest's
 * own fake timers wait a real millisecond for each timer.
 */
export class SoakClock {
  /** Epoch ms. */
  wall: number;
  /** ms since the begin; nobody sets it. */
  steady = 0;
  #order = 0;
  /** A heap by time. */
  readonly #timers: Timer[] = [];

  constructor(wall: number) {
    this.wall = wall;
  }

  /** Takes the place of the process's clocks and timers; returns the way back. */
  install(): () => void {
    const add = (work: () => void, ms: number, every?: number): object => {
      const timer: Timer = {
        ...{ at: this.steady + Math.max(1, ms), order: this.#order++, work, on: true },
        ...(every !== undefined && { every: Math.max(1, every) }),
      };
      this.#push(timer);
      const handle = { timer, unref: () => handle, ref: () => handle, hasRef: () => true };
      return handle;
    };
    const clear = (handle: unknown): void => {
      if (typeof handle === 'object' && handle !== null && 'timer' in handle)
        (handle.timer as Timer).on = false;
    };
    Object.assign(globalThis, {
      setTimeout: (work: () => void, ms = 0) => add(work, ms),
      setInterval: (work: () => void, ms = 0) => add(work, ms, ms),
      clearTimeout: clear,
      clearInterval: clear,
    });
    Date.now = () => this.wall;
    Object.defineProperty(performance, 'now', { value: () => this.steady, configurable: true });
    return () => {
      const { now, setImmediate: _own, ...timers } = real;
      Object.assign(globalThis, timers);
      Date.now = now;
      Reflect.deleteProperty(performance, 'now');
    };
  }

  /** Lets so much time pass, with all that falls due in it. */
  async pass(ms: number): Promise<void> {
    const end = this.steady + ms;
    for (let next = this.#timers[0]; next !== undefined && next.at <= end; next = this.#timers[0]) {
      this.#pop();
      if (!next.on) continue;
      this.#to(next.at);
      next.work();
      if (next.every !== undefined) this.#push(Object.assign(next, { at: next.at + next.every }));
      // What was promised comes before the next timer does.
      await new Promise<void>((resolve) => void real.setImmediate(resolve));
    }
    this.#to(end);
  }

  /** The computer sleeps: the wall clock goes on, nothing else does. */
  sleep(ms: number): void {
    this.wall += ms;
  }

  #to(steady: number): void {
    this.wall += steady - this.steady;
    this.steady = steady;
  }

  #before(a: Timer | undefined, b: Timer | undefined): boolean {
    if (a === undefined || b === undefined) return a !== undefined;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #push(timer: Timer): void {
    const heap = this.#timers;
    let at = heap.length;
    heap.push(timer);
    for (let up = (at - 1) >> 1; at > 0 && this.#before(timer, heap[up]); up = (at - 1) >> 1) {
      heap[at] = heap[up] as Timer;
      at = up;
    }
    heap[at] = timer;
  }

  #pop(): void {
    const heap = this.#timers;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#before(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!this.#before(heap[child], last)) break;
      heap[at] = heap[child] as Timer;
      at = child;
    }
    heap[at] = last;
  }
}
