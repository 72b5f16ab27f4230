import type { Settings } from './contract';

/** The settings of a new user. */
export const defaultSettings: Settings = {
  locale: 'system',
  theme: 'system',
  engine: null,
  sidebarCollapsed: false,
  firstRun: 'due',
  notifications: { run: true, engine: true, alert: true, update: true },
  metrics: { cadvisor: null, influx: null, influxWrite: true },
  keepSecrets: false,
  tray: 'ask',
  updateUrl: '',
};
