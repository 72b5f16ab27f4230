import { net } from 'electron';
import type { AskFeed } from '../clients/update-feed';

const nothing: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

/**
 * Asks by the system's own way, as a browser would: its proxy (settings, script or environment) and the authorities that
 * it trusts. Redirects are told, not followed; no cookie, password or cache takes part.
 */
export const askBySystem: AskFeed = (url, signal) =>
  new Promise((resolve, reject) => {
    const request = net.request({
      ...{ url: url.href, redirect: 'manual', credentials: 'omit', cache: 'no-store' },
      useSessionCookies: false,
    });
    const close = (): void => request.abort();
    request.setHeader('accept', 'application/json');
    request.setHeader('user-agent', 'Flotilla');
    // Not followed at once, it is given up by itself, which is told as an error after this.
    request.once('redirect', (status, _method, location) =>
      resolve({ status, location, body: nothing, close }),
    );
    request.once('response', (response) =>
      resolve({
        status: response.statusCode,
        // It is a stream of Node, though its types do not say so: https://www.electronjs.org/docs/latest/api/incoming-message
        body: response as unknown as AsyncIterable<Uint8Array>,
        close,
      }),
    );
    // A proxy that wants a password is told that there is none.
    request.once('login', (_who, answer) => answer());
    request.on('error', reject);
    request.once('abort', () => reject(signal.aborted ? (signal.reason as Error) : new Error('aborted')));
    signal.addEventListener('abort', close, { once: true });
    if (signal.aborted) close();
    else request.end();
  });
