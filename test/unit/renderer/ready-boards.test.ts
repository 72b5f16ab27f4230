import { describe, expect, it } from 'vitest';
import { dashboardSchema } from '@shared/metrics/dashboard';
import { arrange } from '@shared/metrics/dashboard-layout';
import { readyBoard, readyBoards } from '../../../src-renderer/features/monitor/ready';

describe.each(readyBoards)('the ready dashboard %s', (id) => {
  const board = readyBoard(id);
  it('can be made one’s own', () => {
    expect(dashboardSchema.safeParse(board).error).toBeUndefined();
  });
  it('has a place for each panel', () => {
    const places = new Map(arrange(board.panels).map((panel) => [panel.id, panel.grid]));
    expect(places.size).toBe(board.panels.length);
    for (const { id: panel, grid } of board.panels) expect([panel, places.get(panel)]).toEqual([panel, grid]);
  });
});
