import { readFileSync } from 'node:fs';
import { protocol } from 'electron';
import { assetPath, mediaType, scheme } from './assets';

/**
 * What a page of ours may load: its own files only. Styles may stand in attributes (computed
 * positions), never in elements; scripts only in files. Trusted Types keep strings out of innerHTML
 * but for Svelte's own templates.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The second makes the one worker that draws charts (src-renderer/charts/painters.ts).
  'trusted-types svelte-trusted-html flotilla-worker',
].join('; ');

/** Before the app is ready: the scheme is a standard, secure one, as https is. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built renderer under `app://flotilla/`. */
export function serveRenderer(root: string): void {
  // `protocol.handle` answers its first request 60-80 ms later (docs/decisions/0009).
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way that is as fast
  protocol.registerBufferProtocol(scheme, (request, respond) => {
    respond(answer(root, request));
  });
}

function answer(root: string, { method, url }: Electron.ProtocolRequest): Electron.ProtocolResponse {
  const path = method === 'GET' ? assetPath(root, url) : null;
  if (path === null) return { statusCode: 404, data: Buffer.alloc(0) };
  try {
    return {
      mimeType: mediaType(path).split(';')[0],
      charset: 'utf-8',
      data: readFileSync(path),
      headers: {
        'content-type': mediaType(path),
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
      },
    };
  } catch {
    return { statusCode: 404, data: Buffer.alloc(0) };
  }
}
