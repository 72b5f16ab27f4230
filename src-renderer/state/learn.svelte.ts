/** What explains the page that is on show: open or not, and at which topic. */
export class Learn {
  open = $state(false);
  /** Loaded once asked for. */
  asked = $state(false);
  /** The topic to begin with; undefined: those of the page. */
  topic = $state<string | undefined>(undefined);

  show(topic?: string): void {
    this.topic = topic;
    this.asked = true;
    this.open = true;
  }
}

export const learn = new Learn();
