/** What another page asks the new stack to begin with: an entry of the catalogue by its id, or pasted commands. */
export type Beginning = { readonly entry: string } | { readonly commands: string };

let asked: Beginning | undefined;

export const beginWith = {
  ask(what: Beginning): void {
    asked = what;
  },
  /** Once. */
  take(): Beginning | undefined {
    const what = asked;
    asked = undefined;
    return what;
  },
};
