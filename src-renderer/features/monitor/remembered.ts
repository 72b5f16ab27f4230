import type { Zone } from '@shared/metrics/range';

const key = 'flotilla.monitor';

export interface Taste {
  readonly zone: Zone;
  /** Every chart tells its values at the crosshair. */
  readonly everywhere: boolean;
  /** Of the nearest line only. */
  readonly single: boolean;
  readonly board: string;
}
const plain: Taste = { zone: 'local', everywhere: false, single: false, board: 'overview' };

/** What one likes, kept for the next time. */
export function taste(): Taste {
  try {
    const read = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Taste>;
    return {
      zone: read.zone === 'utc' ? 'utc' : 'local',
      everywhere: read.everywhere === true,
      single: read.single === true,
      board: typeof read.board === 'string' ? read.board : plain.board,
    };
  } catch {
    return plain;
  }
}

export function remember(change: Partial<Taste>): void {
  localStorage.setItem(key, JSON.stringify({ ...taste(), ...change }));
}
