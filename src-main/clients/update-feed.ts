import { AppError, errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import { updateFeedSchema, type UpdateFeed } from '@shared/updates';

/** What a server says to one question. */
export interface FeedAnswer {
  readonly status: number;
  /** Where it leads, as it names it. */
  readonly location?: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** Hangs up; may come at any time. */
  close(): void;
}

/** Asks one address once, follows nothing. Rejects when it cannot be had, or `signal` ends it. */
export type AskFeed = (url: URL, signal: AbortSignal) => Promise<FeedAnswer>;

export interface FeedLimits {
  /** For all of it, redirects and body too. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly maxRedirects?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks a feed for the newest version. Only over https, also where it redirects; bounded in size and time; nothing but
 * the address is sent. Throws AppError `updates.feed`.
 */
export async function readUpdateFeed(
  address: string,
  ask: AskFeed,
  limits: FeedLimits = {},
): Promise<UpdateFeed> {
  const { timeoutMs = 10_000, maxBytes = 64 * 1024, signal } = limits;
  const late = AbortSignal.timeout(timeoutMs);
  const bound = signal === undefined ? late : AbortSignal.any([late, signal]);
  const refuse = (what: Message): AppError => failure(address, what);
  let text: string;
  try {
    const answer = await arrive(address, (url) => ask(url, bound), limits, refuse);
    text = await body(answer, maxBytes, refuse);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refuse(late.aborted ? msg('updates.late') : raw(errorText(error)));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(msg('updates.notJson'));
  }
  const feed = updateFeedSchema.safeParse(value);
  if (feed.success) return feed.data;
  const faults = feed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw refuse(msg('updates.notAFeed', { faults: raw(faults.join('; ')) }));
}

type Refuse = (what: Message) => AppError;

async function arrive(
  address: string,
  ask: (url: URL) => Promise<FeedAnswer>,
  { maxRedirects = 3 }: FeedLimits,
  refuse: Refuse,
): Promise<FeedAnswer> {
  let url = new URL(address);
  for (let hops = 0; ; hops++) {
    if (url.protocol !== 'https:') throw refuse(msg('updates.notHttps'));
    const answer = await ask(url);
    if (answer.status === 200) return answer;
    answer.close();
    if (![301, 302, 303, 307, 308].includes(answer.status) || answer.location === undefined)
      throw refuse(raw(`HTTP ${String(answer.status)}`));
    if (hops >= maxRedirects) throw refuse(msg('updates.redirects'));
    url = new URL(answer.location, url);
  }
}

async function body(answer: FeedAnswer, maxBytes: number, refuse: Refuse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > maxBytes) throw refuse(msg('updates.tooLarge', { kib: Math.round(maxBytes / 1024) }));
      chunks.push(chunk);
    }
  } finally {
    // No more is taken in.
    answer.close();
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failure(address: string, what: Message): AppError {
  return new AppError({
    code: 'updates.feed',
    // A path or a query may hold a key.
    doing: msg('updates.doing', { host: new URL(address).host }),
    what,
    hint: msg('updates.hint'),
  });
}
