import { z } from 'zod';

/** A version as https://semver.org has it, short enough to show. */
const version = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:-([0-9A-Za-z.-]{1,40}))?(?:\+[0-9A-Za-z.-]{1,40})?$/;

/** An address that may be opened in the browser: https, and no name or password in it. */
const pageAddress = z
  .url({ protocol: /^https$/ })
  .max(2000)
  .refine((text) => new URL(text).username === '' && new URL(text).password === '', 'no user or password');

/** What a feed says: the newest version, and where to read about it and get it. More fields may come. */
export const updateFeedSchema = z.object({
  version: z.string().regex(version),
  url: pageAddress,
  /** A few words, shown as plain text. */
  notes: z.string().max(2000).optional(),
});
export type UpdateFeed = z.infer<typeof updateFeedSchema>;

/** Whether there is a newer version, as far as the feed says. */
export type UpdateState =
  | { readonly state: 'off' }
  | { readonly state: 'current'; readonly version: string }
  | ({ readonly state: 'newer' } & UpdateFeed);

/** Orders two versions by semantic versioning: below 0 where `a` is the older one. Throws for what is none. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  for (const place of [0, 1, 2] as const) {
    if (one.numbers[place] !== other.numbers[place]) return one.numbers[place] - other.numbers[place];
  }
  // A version with a suffix comes before the one without: 1.0.0-rc.1 < 1.0.0.
  if (one.suffix.length === 0 || other.suffix.length === 0) return other.suffix.length - one.suffix.length;
  const longest = Math.max(one.suffix.length, other.suffix.length);
  for (let place = 0; place < longest; place++) {
    const order = compareParts(one.suffix[place], other.suffix[place]);
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(text: string): { numbers: [number, number, number]; suffix: string[] } {
  const found = version.exec(text);
  if (found === null) throw new Error(`no version: ${text.slice(0, 40)}`);
  const [, major, minor, patch, suffix] = found;
  return { numbers: [Number(major), Number(minor), Number(patch)], suffix: suffix?.split('.') ?? [] };
}

/** Numbers are less than words; what is absent is less than both. */
function compareParts(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  const [first, second] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (first && second) return Number(a) - Number(b);
  if (first !== second) return first ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
