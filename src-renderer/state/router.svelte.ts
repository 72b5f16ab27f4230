import { parseRoute, paths, type SectionId } from './routes';

/** Where the place is kept over a reload of the window. */
export interface PlaceStore {
  get(): string | null;
  set(path: string): void;
}

const kept = 100;

/** Where the window is, and the way back and forward. */
export class Router {
  #entries = $state.raw<readonly string[]>([paths.overview]);
  #at = $state(0);
  readonly #store: PlaceStore | undefined;
  readonly path = $derived(this.#entries[this.#at] ?? paths.overview);
  /** The page without how it is looked at: as long as it stays, the page does. */
  readonly place = $derived(this.path.split('?')[0] ?? this.path);
  readonly route = $derived(parseRoute(this.path));
  readonly section = $derived<SectionId>((this.route.page.split('/')[0] ?? 'overview') as SectionId);
  readonly canBack = $derived(this.#at > 0);
  readonly canForward = $derived(this.#at < this.#entries.length - 1);

  constructor(store?: PlaceStore) {
    this.#store = store;
    const place = store?.get();
    if (place != null && place !== '') this.#entries = [place];
  }

  /** Goes to a path; what lay ahead is forgotten. To where one is: nothing happens. */
  go(path: string): void {
    if (path === this.path) return;
    this.#entries = [...this.#entries.slice(0, this.#at + 1), path].slice(-kept);
    this.#move(this.#entries.length - 1);
  }

  /** Goes to a path in place of this one: the way back does not lead here again. */
  replace(path: string): void {
    this.#entries = this.#entries.map((entry, i) => (i === this.#at ? path : entry));
    this.#move(this.#at);
  }

  back(): void {
    if (this.canBack) this.#move(this.#at - 1);
  }

  forward(): void {
    if (this.canForward) this.#move(this.#at + 1);
  }

  #move(to: number): void {
    this.#at = to;
    this.#store?.set(this.path);
  }
}

const key = 'flotilla.place';
const session: PlaceStore | undefined =
  typeof sessionStorage === 'undefined'
    ? undefined
    : { get: () => sessionStorage.getItem(key), set: (path) => sessionStorage.setItem(key, path) };

/** The window's router. */
export const router = new Router(session);
