import { compareVersions, type UpdateFeed, type UpdateState } from '@shared/updates';
import type { SettingsStore } from './store/settings';

/** Whether there is a newer version: asked where the user named a feed, and nowhere else. */
export interface Updates {
  /** Asks now. `off` where no feed is named, or nobody is there to ask it. Throws AppError `updates.feed`. */
  check(): Promise<UpdateState>;
  /** The page of the newer version that was found last; undefined: none was. */
  page(): string | undefined;
  /** Begins to ask once a day; hears of each newer version once. */
  start(found: (feed: UpdateFeed) => void): void;
  close(): void;
}

export interface UpdatesOptions {
  readonly version: string;
  readonly settings: Pick<SettingsStore, 'get' | 'on'>;
  readonly log: (error: unknown) => void;
  /** Absent where there is no window: nothing is asked. */
  readonly read: ((address: string, signal: AbortSignal) => Promise<UpdateFeed>) | undefined;
  /** ms until the first question, and between two. */
  readonly pauses?: { readonly first: number; readonly next: number };
}

const day = 24 * 60 * 60 * 1000;

export function createUpdates(options: UpdatesOptions): Updates {
  const { version, settings, log, read, pauses = { first: 60_000, next: day } } = options;
  const ended = new AbortController();
  let newer: UpdateFeed | undefined;
  let told: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stop: () => void = () => undefined;

  const check = async (): Promise<UpdateState> => {
    const address = settings.get().updateUrl;
    newer = undefined;
    if (address === '' || read === undefined) return { state: 'off' };
    const feed = await read(address, ended.signal);
    if (compareVersions(feed.version, version) <= 0) return { state: 'current', version };
    newer = feed;
    return { state: 'newer', ...feed };
  };

  return {
    check,
    page: () => newer?.url,
    start(found) {
      const look = async (): Promise<void> => {
        const answer = await check();
        if (answer.state !== 'newer' || answer.version === told) return;
        told = answer.version;
        found(answer);
      };
      const plan = (ms: number): void => {
        clearTimeout(timer);
        if (ended.signal.aborted || settings.get().updateUrl === '') return;
        // A feed that can't be had today is asked tomorrow; Settings shows why when it is asked there.
        timer = setTimeout(
          () =>
            void look()
              .catch(log)
              .finally(() => plan(pauses.next)),
          ms,
        );
        timer.unref();
      };
      let before = settings.get().updateUrl;
      stop = settings.on(({ updateUrl }) => {
        if (updateUrl === before) return;
        before = updateUrl;
        newer = undefined;
        plan(pauses.first);
      });
      plan(pauses.first);
    },
    close() {
      ended.abort();
      clearTimeout(timer);
      stop();
    },
  };
}
