import type { PaintLine, PaintSpec } from './paint-spec';

export interface PaintedLine {
  readonly line: PaintLine;
  readonly points: { x: number; y: number }[];
}

/** The points of each line; of a stacked chart, each on top of those before it that are on show. */
export function linesOf(spec: PaintSpec): readonly PaintedLine[] {
  const { times, values, lines, stacked } = spec;
  const length = times.length;
  const sums = new Float64Array(length);
  return lines.map((line, n) => {
    const points = new Array<{ x: number; y: number }>(length);
    for (let i = 0; i < length; i++) {
      let y = values[n * length + i] ?? NaN;
      if (stacked && !line.hidden && !Number.isNaN(y)) y = sums[i] = (sums[i] ?? 0) + y;
      points[i] = { x: times[i] ?? 0, y };
    }
    return { line, points };
  });
}

export interface Extremes {
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly lowPositive: number | undefined;
}

/** The lowest and the highest value on show, thresholds with them where they are near. */
export function extremesOf(spec: PaintSpec, lines: readonly PaintedLine[]): Extremes {
  let [low, high, positive] = [Infinity, -Infinity, Infinity];
  for (const { line, points } of lines) {
    if (line.hidden) continue;
    for (const { x, y } of points) {
      if (Number.isNaN(y) || x < spec.from - spec.step || x > spec.to) continue;
      if (y < low) low = y;
      if (y > high) high = y;
      if (y > 0 && y < positive) positive = y;
    }
  }
  // A limit that the lines come near to is seen; one far away would flatten them.
  for (const { value } of spec.thresholds) if (value > high && value <= high * 2) high = value * 1.05;
  return {
    low: low === Infinity ? undefined : low,
    high: high === -Infinity ? undefined : high,
    lowPositive: positive === Infinity ? undefined : positive,
  };
}
