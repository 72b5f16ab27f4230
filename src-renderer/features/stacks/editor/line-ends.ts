/** How a file's text is written on disk, beyond its words: the editor holds plain lines. */
export interface Dress {
  readonly bom: boolean;
  readonly crlf: boolean;
}

/** A file's text as the editor holds it (`\n`, no byte order mark), and what to put back when it is saved. */
export function undress(text: string): { readonly text: string; readonly dress: Dress } {
  const bom = text.startsWith('\uFEFF');
  const crlf = text.includes('\r\n');
  const bare = bom ? text.slice(1) : text;
  return { text: bare.replace(/\r\n?/g, '\n'), dress: { bom, crlf } };
}

/** The editor's text as it goes to disk. */
export function redress(text: string, { bom, crlf }: Dress): string {
  return (bom ? '\uFEFF' : '') + (crlf ? text.replaceAll('\n', '\r\n') : text);
}
