import { FieldType, InfluxDB, type IPoint } from 'influx';
import { z } from 'zod';
import { AppError, errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import { influxName, influxSetup, tag } from '@shared/metrics/influx-setup';
import type { SecretRef } from '@shared/secrets';
import { readCa, tlsTrouble } from './tls';

/** An InfluxDB 1.x to talk to. */
export interface InfluxServer {
  /** `http://` or `https://`, with port and path where they are not the usual ones. */
  readonly url: string;
  readonly database: string;
  readonly user?: string;
  readonly password?: SecretRef;
  /** PEM file of the authority that signed its certificate; `insecure`: any certificate is taken. */
  readonly tls?: { readonly ca?: string; readonly insecure?: boolean };
}

export interface InfluxPoint {
  readonly measurement: string;
  /** Any text. An empty one is left out: InfluxDB knows no empty tag. */
  readonly tags: Readonly<Record<string, string>>;
  readonly value: number;
  /** Epoch ms, above 0. */
  readonly at: number;
}

export interface InfluxRow {
  /** Epoch ms. */
  readonly at: number;
  /** The tag or field by its name; null where there is none. */
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
}

export interface InfluxClient {
  /** The server's version, as it says it. */
  version(): Promise<string>;
  /** The database's retention policies by name; undefined: there is no such database. */
  policies(): Promise<readonly string[] | undefined>;
  /** Makes the database with its retention and rollups; what is there stays. */
  setUp(): Promise<void>;
  /** Writes points to the database's default retention; those with the same time and tags take each other's place. */
  write(points: readonly InfluxPoint[]): Promise<void>;
  /** Runs one query; `places` are values for its `$name`s, put in by the server: they cannot become InfluxQL. */
  query(text: string, places?: Readonly<Record<string, string | number>>): Promise<InfluxRow[]>;
}

const requestTimeout = 10_000;
const policiesSchema = z.object({
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z
        .array(z.object({ columns: z.array(z.string()), values: z.array(z.array(z.unknown())).optional() }))
        .optional(),
    }),
  ),
});

/** One name a field, in our own points as in cAdvisor's. */
const field = 'value';

/** The driver takes a server that failed out of use for this long, ms: we decide ourselves when to ask again. */
const soon = { getDelay: () => 0, next: () => soon, reset: () => soon };

/**
 * Opens a client; it connects at the first call. Every call ends within about 20 s (two tries of 10 s) and throws
 * AppError `influx.unreachable`, `influx.tls`, `influx.refused` or `influx.rejected`; opening `influx.tls-file`.
 */
export async function openInflux(
  server: InfluxServer,
  resolveSecret: (ref: SecretRef) => Promise<string>,
): Promise<InfluxClient> {
  const url = new URL(server.url);
  const secure = url.protocol === 'https:';
  const ca = server.tls?.ca === undefined ? undefined : await caOf(server, server.tls.ca);
  const password = server.password === undefined ? undefined : await resolveSecret(server.password);
  const influx = new InfluxDB({
    database: server.database,
    ...(server.user === undefined ? {} : { username: server.user }),
    ...(password === undefined ? {} : { password }),
    hosts: [
      {
        protocol: secure ? 'https' : 'http',
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
        path: url.pathname === '/' ? '' : url.pathname,
        options: {
          ...(ca === undefined ? {} : { ca }),
          ...(secure ? { rejectUnauthorized: server.tls?.insecure !== true } : {}),
        },
      },
    ],
    pool: { maxRetries: 1, requestTimeout, backoff: soon },
  });
  const known = new Map<string, Set<string>>();

  return {
    version: () =>
      within(server, async () => {
        const [answer] = await influx.ping(requestTimeout);
        if (answer?.online !== true) throw new Error('it does not answer');
        return answer.version;
      }),
    policies: () =>
      within(server, async () => {
        const statement = `SHOW RETENTION POLICIES ON ${influxName(server.database)}`;
        const answer = policiesSchema.parse(await influx.queryRaw(statement));
        const [{ error, series = [] } = {}] = answer.results;
        if (error !== undefined && /database not found/i.test(error)) return undefined;
        if (error !== undefined) throw new Error(error);
        return series.flatMap(({ columns, values = [] }) => {
          const place = columns.indexOf('name');
          return values.flatMap((row) => (typeof row[place] === 'string' ? [row[place]] : []));
        });
      }),
    setUp: () =>
      within(server, async () => {
        for (const statement of influxSetup(server.database)) {
          const result = (await influx.queryRaw(statement, { method: 'POST' })) as unknown;
          throwOnError(result);
        }
      }),
    write: (points) =>
      within(server, async () => {
        if (points.length === 0) return;
        for (const point of points) learn(influx, known, point, server.database);
        await influx.writePoints(points.map(toPoint), { precision: 'ms' });
      }),
    query: (text, places = {}) =>
      within(server, async () => {
        const rows = await influx.query<Record<string, unknown>>(text, {
          precision: 'ms',
          placeholders: { ...places },
        });
        return rows.map(({ time, ...values }) => ({
          at: time.getTime(),
          values: values as InfluxRow['values'],
        }));
      }),
  };
}

function toPoint({ measurement, tags, value, at }: InfluxPoint): IPoint {
  // The driver reads time 0 as "now".
  if (!(at > 0) || !Number.isFinite(value)) throw new Error(`no point: ${String(value)} at ${String(at)}`);
  const kept = Object.entries(tags).filter(([, text]) => text !== '');
  return {
    measurement,
    tags: Object.fromEntries(kept.map(([name, text]) => [name, tag(text)])),
    fields: { [field]: value },
    timestamp: Math.trunc(at),
  };
}

/** Tells the driver what a measurement holds; a tag that is new to it widens what was told before. */
function learn(
  influx: InfluxDB,
  known: Map<string, Set<string>>,
  { measurement, tags }: InfluxPoint,
  database: string,
): void {
  const told = known.get(measurement) ?? new Set<string>();
  const names = Object.keys(tags);
  if (known.has(measurement) && names.every((name) => told.has(name))) return;
  for (const name of names) told.add(name);
  known.set(measurement, told);
  influx.addSchema({ database, measurement, fields: { [field]: FieldType.FLOAT }, tags: [...told] });
}

/** InfluxDB answers some failures with 200 and an `error` within. */
function throwOnError(answer: unknown): void {
  const { error, results } = answer as { error?: string; results?: readonly { error?: string }[] };
  const words = error ?? results?.find((each) => each.error !== undefined)?.error;
  if (words !== undefined) throw new Error(words);
}

async function caOf(server: InfluxServer, path: string): Promise<Buffer> {
  try {
    return await readCa(path);
  } catch (error) {
    throw failure(server, 'influx.tls-file', errorText(error), msg('tls.file.hint'), error);
  }
}

async function within<T>(server: InfluxServer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const words = errorText(error);
    const tls = tlsTrouble(error);
    if (tls !== undefined) throw failure(server, 'influx.tls', tls.what, tls.hint, error);
    const status = (error as { res?: { statusCode?: number } }).res?.statusCode;
    if (status === 401 || status === 403 || /authoriz|authenticat/i.test(words))
      throw failure(server, 'influx.refused', words, msg('influx.refused.hint'), error);
    if (status !== undefined && status < 500)
      throw failure(server, 'influx.rejected', words, msg('influx.rejected.hint'), error);
    throw failure(server, 'influx.unreachable', words, msg('influx.unreachable.hint'), error);
  }
}

function failure(
  { url, database }: InfluxServer,
  code: string,
  words: string | Message,
  hint: Message,
  cause: unknown,
): AppError {
  // What a person typed as the URL may hold a password.
  const { host } = new URL(url);
  const what = typeof words === 'string' ? inOurWords(words, code) : words;
  return new AppError({ code, doing: msg('influx.doing', { host, database }), what, hint }, { cause });
}

function inOurWords(words: string, code: string): Message {
  // The driver wraps what the server said: "A 401 Unauthorized error occurred: {…}".
  const own = /\{"error":"((?:[^"\\]|\\.)*)"\}/.exec(words)?.[1] ?? words;
  if (own === 'authorization failed') return msg('influx.refused');
  // A page instead of an answer is no use to a reader in full.
  return raw(own === '' ? code : own.slice(0, 300));
}
