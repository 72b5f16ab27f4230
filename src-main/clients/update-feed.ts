import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { AppError, errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import { updateFeedSchema, type UpdateFeed } from '@shared/updates';

export interface FeedLimits {
  /** For all of it, redirects and body too. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly maxRedirects?: number;
  /** Authorities to trust beside the usual ones' place; a test gives its own. */
  readonly ca?: string;
  readonly signal?: AbortSignal;
}

/**
 * Asks a feed for the newest version. Only over https, also where it redirects; bounded in size and time; nothing but
 * the address is sent. Throws AppError `updates.feed`.
 */
export async function readUpdateFeed(address: string, limits: FeedLimits = {}): Promise<UpdateFeed> {
  const { timeoutMs = 10_000, maxBytes = 64 * 1024, signal } = limits;
  const late = AbortSignal.timeout(timeoutMs);
  const bound = signal === undefined ? late : AbortSignal.any([late, signal]);
  const refuse = (what: Message): AppError => failure(address, what);
  let text: string;
  try {
    text = await body(await ask(address, { ...limits, signal: bound }, refuse), maxBytes, refuse);
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

async function ask(address: string, limits: FeedLimits, refuse: Refuse): Promise<IncomingMessage> {
  const { maxRedirects = 3, signal, ca } = limits;
  let url = new URL(address);
  for (let hops = 0; ; hops++) {
    if (url.protocol !== 'https:') throw refuse(msg('updates.notHttps'));
    const answer = await once(url, { ...(ca !== undefined && { ca }), ...(signal && { signal }) });
    const { statusCode = 0, headers } = answer;
    if (statusCode === 200) return answer;
    answer.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined)
      throw refuse(raw(`HTTP ${String(statusCode)}`));
    if (hops >= maxRedirects) throw refuse(msg('updates.redirects'));
    url = new URL(headers.location, url);
  }
}

function once(url: URL, options: { ca?: string; signal?: AbortSignal }): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'Flotilla' };
    get(url, { ...options, headers, agent: false }, resolve).once('error', reject);
  });
}

async function body(answer: IncomingMessage, maxBytes: number, refuse: Refuse): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop closes the connection: no more is taken in.
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw refuse(msg('updates.tooLarge', { kib: Math.round(maxBytes / 1024) }));
    chunks.push(chunk);
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
