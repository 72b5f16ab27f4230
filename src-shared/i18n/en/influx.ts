/** Talking to InfluxDB, where cAdvisor's metrics are kept. */
export const influx = {
  'influx.doing': 'Asking InfluxDB at {host} for the database {database}',
  'influx.unreachable.hint':
    'Check that InfluxDB runs and that this address and port reach it, then try again.',
  'influx.refused': 'InfluxDB refuses this user or password.',
  'influx.refused.hint': 'Check the user and password, and that this user may use the database.',
  'influx.rejected.hint':
    'Check that the database exists and that this is InfluxDB 1.x: 2 and 3 speak another language.',
  'influx.none': 'No InfluxDB is in use',
  'influx.none.hint':
    'Name one in Settings, or start the stack cAdvisor + InfluxDB + Grafana: it is found by itself.',
} as const;
