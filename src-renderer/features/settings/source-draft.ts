import type { MetricSettings } from '@shared/contract';

export type SourceKind = 'cadvisor' | 'influx';
type Given = MetricSettings['cadvisor'] | MetricSettings['influx'];

/** A source by address, as it stands in the form. */
export interface SourceDraft {
  mode: 'auto' | 'custom';
  url: string;
  database: string;
  user: string;
  /** What was typed now; empty: the one that is kept stays. */
  password: string;
  ca: string;
  insecure: boolean;
}

export function draftOf(given: Given, kind: SourceKind): SourceDraft {
  return {
    mode: given === null ? 'auto' : 'custom',
    url: given?.url ?? (kind === 'influx' ? 'http://127.0.0.1:8086' : 'http://127.0.0.1:8080'),
    database: given !== null && 'database' in given ? given.database : 'cadv',
    user: given?.user ?? '',
    password: '',
    ca: given?.tls?.ca ?? '',
    insecure: given?.tls?.insecure === true,
  };
}

/** Which fields cannot be used as they are. */
export function faultsOf(draft: SourceDraft, kind: SourceKind): Partial<Record<'url' | 'database', true>> {
  if (draft.mode === 'auto') return {};
  const url = URL.parse(draft.url.trim());
  // A password in the address would be written to the settings as it is.
  const usable = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return {
    ...(!usable && { url: true }),
    ...(kind === 'influx' && draft.database.trim() === '' && { database: true }),
  };
}

/** What is kept of it. @param password a reference to the one that was typed; absent: the one before stays */
export function settingsOf<K extends SourceKind>(
  draft: SourceDraft,
  kind: K,
  before: MetricSettings[K],
  password: { readonly stored: string } | undefined,
): MetricSettings[K] {
  if (draft.mode === 'auto') return null;
  const user = draft.user.trim();
  const kept = password ?? before?.password;
  const secure = draft.url.trim().startsWith('https:');
  const tls = {
    ...(draft.ca.trim() !== '' && { ca: draft.ca.trim() }),
    ...(draft.insecure && { insecure: true }),
  };
  return {
    url: draft.url.trim(),
    ...(kind === 'influx' && { database: draft.database.trim() }),
    ...(user !== '' && { user, ...(kept !== undefined && { password: kept }) }),
    ...(secure && Object.keys(tls).length > 0 && { tls }),
  } as MetricSettings[K];
}
