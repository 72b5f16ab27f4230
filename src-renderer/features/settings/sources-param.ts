let asked = false;

/** Another page asks the settings to be shown at the sources of metrics: once. */
export const sourcesParam = {
  ask(): void {
    asked = true;
  },
  take(): boolean {
    const now = asked;
    asked = false;
    return now;
  },
};
