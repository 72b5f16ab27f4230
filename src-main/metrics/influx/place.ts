import type { MetricSettings } from '@shared/contract';
import type { SecretRef } from '@shared/secrets';
import type { InfluxServer } from '../../clients/influx';

/** An InfluxDB and how to get into it; those who may write and those who may read are often two. */
export interface InfluxPlace {
  readonly read: InfluxServer;
  readonly write: InfluxServer;
  /** What the container itself was told, by the variable's name; absent: a person said where it is. */
  readonly told?: Readonly<Record<string, string>>;
}

/** What the settings say. */
export function placeOf(given: NonNullable<MetricSettings['influx']>): InfluxPlace {
  // zod's optional fields may hold undefined, a server's may not.
  const server = JSON.parse(JSON.stringify(given)) as InfluxServer;
  return { read: server, write: server };
}

/**
 * How a container of `influxdb:1.x` is got into, by the environment that its image's entry point makes users from.
 * The passwords stay in memory. undefined: it names no database that would hold cAdvisor's series.
 */
export function placeInside(plain: string, environment: readonly string[]): InfluxPlace | undefined {
  const told = Object.fromEntries(
    environment.flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 && line.startsWith('INFLUXDB_') ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
  const database = told['INFLUXDB_DB'];
  if (database === undefined || database === '') return undefined;
  // What it signs itself with is not believed unseen: the failure tells how to have it believed.
  const url = told['INFLUXDB_HTTP_HTTPS_ENABLED'] === 'true' ? plain.replace(/^http:/, 'https:') : plain;
  const server = (...roles: readonly string[]): InfluxServer => {
    if (told['INFLUXDB_HTTP_AUTH_ENABLED'] !== 'true') return { url, database };
    for (const role of roles) {
      const user = told[`INFLUXDB_${role}`];
      if (user !== undefined && user !== '')
        return { url, database, user, password: { container: `INFLUXDB_${role}_PASSWORD` } };
    }
    return { url, database };
  };
  return {
    read: server('READ_USER', 'USER', 'ADMIN_USER'),
    write: server('WRITE_USER', 'USER', 'ADMIN_USER'),
    told: told,
  };
}

/** The variable's name of an admin's password has no USER in it. */
export function secretIn(
  { told }: InfluxPlace,
  otherwise: (ref: SecretRef) => Promise<string>,
): (ref: SecretRef) => Promise<string> {
  if (told === undefined) return otherwise;
  return (ref) => {
    const name = 'container' in ref ? ref.container : '';
    return Promise.resolve(told[name] ?? told[name.replace('ADMIN_USER_', 'ADMIN_')] ?? '');
  };
}
