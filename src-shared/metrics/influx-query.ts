import { influxName, tag } from './influx-setup';
import type { Aggregate } from './model';

/** A query with the values that the server puts in its places: they cannot become InfluxQL. */
export interface InfluxQuery {
  readonly text: string;
  readonly places: Readonly<Record<string, string | number>>;
}

export const functionOf: Readonly<Record<Aggregate, string>> = {
  avg: 'mean',
  max: 'max',
  min: 'min',
  last: 'last',
};

/** More names than these are sorted out by us. */
const mostNames = 50;

/** A range with its buckets, which may begin anywhere. */
export function rangeOf({
  from,
  to,
  bucketMs,
}: {
  readonly from: number;
  readonly to: number;
  readonly bucketMs: number;
}): { readonly text: string; readonly group: string } {
  const ms = (value: number): string => `${String(Math.trunc(value))}ms`;
  const offset = Math.trunc(from) % Math.trunc(bucketMs);
  return {
    text: `time >= ${ms(from)} AND time < ${ms(to)}`,
    group: `time(${ms(bucketMs)}${offset === 0 ? '' : `, ${ms(offset)}`})`,
  };
}

/** That a tag is one of some texts. */
export function oneOf(name: string, texts: readonly string[] | undefined): InfluxQuery {
  if (texts === undefined || texts.length > mostNames || texts.length === 0) return { text: '', places: {} };
  const places = Object.fromEntries(texts.map((text, i) => [`${name}_${String(i)}`, text]));
  const tests = Object.keys(places).map((place) => `${influxName(name)} = $${place}`);
  return { text: ` AND (${tests.join(' OR ')})`, places };
}

/** The same, where we wrote the tag. */
export const oneOfOurs = (name: string, texts: readonly string[] | undefined): InfluxQuery =>
  oneOf(name, texts?.map(tag));

export const policyName = (policy: string | undefined): string =>
  policy === undefined ? '' : `${influxName(policy)}.`;
