import { hour } from './tiers';

/** Tells when somebody set the machine's clock, by one that nobody sets. All times in ms. */
export class ClockWatch {
  #wall: number;
  #steady: number;
  #settled: number;

  constructor(wall: number, steady: number) {
    this.#wall = wall;
    this.#steady = this.#settled = steady;
  }

  /** By the steady clock: from when on the machine's clock can be believed; an hour after it was set. */
  get settled(): number {
    return this.#settled;
  }

  see(wall: number, steady: number): void {
    const expected = this.#wall + (steady - this.#steady);
    if (Math.abs(wall - expected) > hour) this.#settled = steady + hour;
    this.#wall = wall;
    this.#steady = steady;
  }
}
