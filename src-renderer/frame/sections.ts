import type { MessageKey } from '@shared/i18n/index';
import type { IconName } from '../ui/icons';
import { paths, type SectionId } from '../state/routes';

/** The rail's sections in order; the number is the shortcut's digit. */
export const sections = [
  { id: 'overview', path: paths.overview, icon: 'overview', label: 'ui.nav.overview' },
  { id: 'redis', path: paths.redis, icon: 'redis', label: 'ui.nav.redis' },
  { id: 'containers', path: paths.containers, icon: 'container', label: 'inside.nav' },
  { id: 'stacks', path: paths.stacks, icon: 'stacks', label: 'stacks.nav' },
  { id: 'resources', path: paths.resources(), icon: 'disk', label: 'resources.nav' },
  { id: 'monitor', path: paths.monitor(), icon: 'chart', label: 'monitor.nav' },
  { id: 'alerts', path: paths.alerts, icon: 'bell', label: 'alerts.title' },
  { id: 'runs', path: paths.runs, icon: 'runs', label: 'ui.nav.runs' },
  { id: 'settings', path: paths.settings, icon: 'settings', label: 'ui.nav.settings' },
] as const satisfies readonly { id: SectionId; path: string; icon: IconName; label: MessageKey }[];
