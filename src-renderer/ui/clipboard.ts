let writer: (text: string) => Promise<unknown> = (text) => navigator.clipboard.writeText(text);

/** The frame gives the kit its way to the system's clipboard once, at start. */
export function setClipboard(write: (text: string) => Promise<unknown>): void {
  writer = write;
}

/** Copies a text; false when the system refused. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await writer(text);
    return true;
  } catch {
    return false;
  }
}
