/** The executable of InfluxDB 1.x; fetched where it is missing. Throws SetupError where it cannot be had. */
export function influxd(): Promise<string>;
