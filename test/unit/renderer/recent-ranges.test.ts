import { describe, expect, it } from 'vitest';
import { kept, recentRanges, rememberRange } from '../../../src-renderer/features/monitor/recent-ranges';

const store = (text: string | null = null) => {
  let now = text;
  return { get: () => now, set: (next: string) => void (now = next) };
};
const range = (n: number) => ({ from: `now-${String(n)}h`, to: 'now' });

describe('ranges that were chosen lately', () => {
  it('stand newest first, each once, and not too many', () => {
    const mine = store();
    for (let n = 1; n <= kept + 2; n++) rememberRange(range(n), mine);
    rememberRange(range(kept), mine);
    expect(recentRanges(mine)).toEqual([kept, kept + 2, kept + 1, kept - 1].map(range));
  });

  it('bear whatever stands in the store', () => {
    for (const text of [null, '', '{', '7', '{}', '[1,null,{"from":1,"to":"now"}]'])
      expect(recentRanges(store(text))).toEqual([]);
    expect(recentRanges(store(JSON.stringify([range(1), 'x', range(2)])))).toEqual([range(1), range(2)]);
  });
});
