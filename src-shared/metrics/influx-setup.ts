/** How long InfluxDB keeps each tier, in InfluxQL's words; the finest is where writers write. */
export const influxTiers = [
  { policy: 'raw', keep: '7d', shard: '1d' },
  { policy: '1m', keep: '30d', shard: '1d', every: '1m', resample: 'EVERY 1m FOR 5m' },
  { policy: '5m', keep: '365d', shard: '7d', every: '5m', resample: 'EVERY 5m FOR 15m' },
] as const;

/** A name of InfluxQL (database, policy, measurement) in quotes: it can only be a name. */
export function influxName(name: string): string {
  // A raw line end ends the name for InfluxQL's scanner: it is written as \n.
  const escaped = name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${escaped}"`;
}

/**
 * The statements that make a database with its tiers and rollups, in order; each may be run again.
 *
 * Rollups look back (`RESAMPLE … FOR`): cAdvisor hands its samples over late, and a plain continuous query would
 * miss most of them. Both read the raw points, so that a mean is the mean of the points, not of means.
 */
export function influxSetup(database: string): readonly string[] {
  const db = influxName(database);
  const policies = influxTiers.map(
    ({ policy, keep, shard }) =>
      `CREATE RETENTION POLICY ${influxName(policy)} ON ${db} DURATION ${keep} REPLICATION 1 SHARD DURATION ${shard}${policy === 'raw' ? ' DEFAULT' : ''}`,
  );
  const rollups = influxTiers.flatMap((tier) =>
    'every' in tier
      ? [
          `CREATE CONTINUOUS QUERY ${influxName(`rollup_${tier.policy}`)} ON ${db} RESAMPLE ${tier.resample} BEGIN ` +
            `SELECT mean("value") AS "value", min("value") AS "min", max("value") AS "max", count("value") AS "count" ` +
            `INTO ${db}.${influxName(tier.policy)}.:MEASUREMENT FROM ${db}."raw"./.*/ GROUP BY time(${tier.every}), * END`,
        ]
      : [],
  );
  return [`CREATE DATABASE ${db}`, ...policies, ...rollups];
}

/**
 * A text as InfluxDB's line protocol takes it for a tag. Line ends would begin a new point and a backslash would
 * swallow the sign behind it: they, and the `%` that marks them, are written as `%0A`. `untag` turns it back.
 */
export function tag(text: string): string {
  return text.replace(/[%\\\p{Cc}]/gu, (sign) => encodeURIComponent(sign));
}

/** The text that `tag` was given; a text that is no such tag stays as it is. */
export function untag(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
