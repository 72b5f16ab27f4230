import type { DashboardPanel } from '@shared/metrics/dashboard';
import { tr } from '../../lib/i18n.svelte';
import type { PanelMenuItem } from './menu';

/** What CPU is told in per cent of: one core, as `docker stats` has it; its limit; all cores of its host. */
export const cpuScales = ['core', 'cpuLimit', 'hostCores'] as const;
export type CpuScale = (typeof cpuScales)[number];

/** It draws CPU and nothing else, in per cent of a core. */
const drawsCpu = ({ type, queries }: DashboardPanel): boolean =>
  type !== 'table' && queries.every(({ metric, per }) => metric === 'cpu' && per === undefined);

/** The panel with its CPU in per cent of something else; thresholds were meant for what it was. */
export function onScale(panel: DashboardPanel, scale: CpuScale = 'core'): DashboardPanel {
  if (scale === 'core' || !drawsCpu(panel)) return panel;
  const { thresholds: _thresholds, max: _max, unit: _unit, ...rest } = panel;
  return {
    ...rest,
    title: tr(`monitor.cpu.titled.${scale}`, { title: panel.title }),
    description: tr(`monitor.cpu.about.${scale}`),
    queries: panel.queries.map((query) => ({ ...query, per: scale })),
  };
}

/** The choice of a scale in the menu of a panel of CPU; of another there is none. */
export function scaleMenu(
  panel: DashboardPanel,
  now: CpuScale = 'core',
  choose: (scale: CpuScale) => void,
): readonly PanelMenuItem[] {
  if (!drawsCpu(panel)) return [];
  return cpuScales.map((scale) => ({
    label: tr(`monitor.cpu.per.${scale}`),
    ...(scale === now && { icon: 'check' as const }),
    onselect: () => choose(scale),
  }));
}
