import type { DashboardPanel } from '@shared/metrics/dashboard';
import { kindOf } from '@shared/metrics/model';
import { tr } from '../../lib/i18n.svelte';

/** Why a panel may have nothing to show though all goes well, by what it asks for. */
export function whyEmpty({ queries }: DashboardPanel): string | undefined {
  if (
    queries.every(({ metric, per }) => metric === 'throttled' || per === 'cpuLimit' || per === 'memoryLimit')
  )
    return tr('monitor.empty.limit');
  if (queries.every(({ metric }) => /^host(Received|Sent|DiskRead|DiskWritten)$/.test(metric)))
    return tr('monitor.empty.hostTraffic');
  if (queries.every(({ metric }) => kindOf(metric) === 'host')) return tr('monitor.empty.host');
  if (queries.every(({ metric }) => metric === 'layer')) return tr('monitor.empty.layer');
  return undefined;
}
