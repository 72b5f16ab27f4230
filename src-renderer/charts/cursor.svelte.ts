/** The moment that is pointed at, shared by the charts of a page: each shows its own values there. */
export class Cursor {
  at = $state<number | undefined>(undefined);
  /** The chart that the pointer or the keyboard is in. */
  owner = $state<string | undefined>(undefined);
  /** A click holds it where it is, until the next. */
  locked = $state(false);
  /** Whether every chart tells its values, or only the one that is pointed into. */
  everywhere = $state(false);
  /** Whether of one line only, the nearest, or of all. */
  single = $state(false);
  /** The line that the pointer is nearest to, whose like is shown in the other charts. */
  near = $state<string | undefined>(undefined);

  point(at: number | undefined, owner: string): void {
    if (this.locked) return;
    if (at === undefined && this.owner !== owner) return;
    this.at = at;
    this.owner = at === undefined ? undefined : owner;
  }

  lock(at: number, owner: string): void {
    this.at = at;
    this.owner = owner;
    this.locked = true;
  }

  unlock(): void {
    this.locked = false;
    this.at = undefined;
    this.owner = undefined;
  }
}
