let asked: string | undefined;

/** An entry of the catalogue that another page asks the new stack to begin with: once. */
export const catalogueParam = {
  ask(id: string): void {
    asked = id;
  },
  take(): string | undefined {
    const id = asked;
    asked = undefined;
    return id;
  },
};
