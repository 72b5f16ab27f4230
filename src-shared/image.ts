/** Image references as Docker reads them. */

const reference =
  /^(?:[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

export function isImageReference(text: string): boolean {
  return text.length <= 300 && reference.test(text);
}

/** The short form that engines list: `docker.io/library/redis` -> `redis:latest`. */
export function normalizeImage(text: string): string {
  const short = text.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  if (short.includes('@')) return short;
  return /:[^/]+$/.test(short) ? short : `${short}:latest`;
}

/** `registry:5000/valkey/valkey:9.1` -> `{name: 'valkey', tag: '9.1'}`. */
export function imageParts(text: string): { readonly name: string; readonly tag: string | undefined } {
  const last = text.replace(/@.*$/, '').split('/').at(-1) ?? '';
  const colon = last.indexOf(':');
  return colon < 0
    ? { name: last, tag: undefined }
    : { name: last.slice(0, colon), tag: last.slice(colon + 1) };
}

/** `registry:5000/app` -> `{repository: 'registry:5000/app', tag: 'latest'}`, as a tag is given. */
export function imageTag(text: string): { readonly repository: string; readonly tag: string } {
  const colon = text.lastIndexOf(':');
  return colon > text.lastIndexOf('/')
    ? { repository: text.slice(0, colon), tag: text.slice(colon + 1) }
    : { repository: text, tag: 'latest' };
}
