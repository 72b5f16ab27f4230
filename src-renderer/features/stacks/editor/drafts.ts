/** Unsaved work on one file. */
export interface Draft {
  readonly text: string;
  /** When it was last worked on, in milliseconds since the epoch. */
  readonly at: number;
}

/** Where unsaved work is kept while the window is elsewhere, reloaded, or has crashed. */
export interface DraftStore {
  get(path: string): Draft | undefined;
  /** undefined: there is no unsaved work any more. */
  put(path: string, kind: 'compose' | 'env', draft: Draft | undefined): void;
}

const key = (path: string): string => `flotilla.draft:${path}`;

/**
 * Drafts in the window's own storage. Those of env files, which hold passwords, are gone when the app ends: no copy
 * of a secret is left behind.
 */
export function windowDrafts(lasting: Storage, session: Storage): DraftStore {
  return {
    get: (path) => parse(session.getItem(key(path)) ?? lasting.getItem(key(path))),
    put: (path, kind, draft) => {
      const store = kind === 'env' ? session : lasting;
      try {
        if (draft === undefined) store.removeItem(key(path));
        else store.setItem(key(path), JSON.stringify(draft));
      } catch {
        // The storage is full: the text is still in the editor.
      }
    },
  };
}

function parse(text: string | null): Draft | undefined {
  if (text === null) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Draft> | null;
    return typeof value?.text === 'string' && typeof value.at === 'number'
      ? { text: value.text, at: value.at }
      : undefined;
  } catch {
    return undefined;
  }
}
