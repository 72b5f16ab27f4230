/** The few calls of the Docker Engine API that set-up needs, over plain HTTP: no client has to be installed. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';

/**
 * Node's request options for an engine address.
 * @param {string} address unix://…, npipe://… or tcp://host:port
 * @returns {http.RequestOptions | undefined} undefined for an address of another kind (ssh://)
 */
function target(address) {
  const [, scheme, rest] = /^(\w+):\/\/(.*)$/.exec(address) ?? [];
  if (scheme === 'unix') return { socketPath: rest };
  if (scheme === 'npipe') return { socketPath: rest.replaceAll('/', '\\') };
  if (scheme !== 'tcp' && scheme !== 'http' && scheme !== 'https') return undefined;
  const url = new URL(`http://${rest}`);
  const host = { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port || 2375 };
  const certs = process.env.DOCKER_CERT_PATH;
  if (!process.env.DOCKER_TLS_VERIFY || !certs) return scheme === 'https' ? { ...host, tls: true } : host;
  const pem = (name) => readFileSync(join(certs, name));
  return { ...host, tls: true, ca: pem('ca.pem'), cert: pem('cert.pem'), key: pem('key.pem') };
}

/**
 * One call. A response of 400 and above rejects with the engine's own message.
 * @param {string} address
 * @param {string} path with its query
 * @param {{method?: string, body?: import('node:stream').Readable, idle?: number,
 *   onLine?: (line: any) => void}} [options] `idle` is the ms without a byte after which the call is given
 *   up; `onLine` receives each JSON object of a streamed answer, and an `error` in one rejects
 * @returns {Promise<any>} the answer, parsed if it is JSON
 */
export function call(address, path, options = {}) {
  const to = target(address);
  if (!to) return Promise.reject(new Error(`set-up cannot speak to ${address}`));
  return new Promise((resolve, reject) => {
    const { tls, ...where } = to;
    const request = (tls ? https : http).request({
      ...where,
      path,
      method: options.method ?? 'GET',
      headers: options.body ? { 'content-type': 'application/x-tar' } : {},
    });
    request.setTimeout(options.idle ?? 5000, () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      let rest = '';
      let problem;
      response.setEncoding('utf8');
      response.on('error', reject);
      response.on('data', (chunk) => {
        if (!options.onLine || response.statusCode >= 400) {
          text += chunk;
          return;
        }
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines.filter((each) => each.trim())) {
          const value = JSON.parse(line);
          if (value.error) problem ??= new Error(value.error);
          options.onLine(value);
        }
      });
      response.on('end', () => {
        const value = parse(text);
        if (response.statusCode >= 400) reject(new Error(value?.message ?? `HTTP ${response.statusCode}`));
        else if (problem) reject(problem);
        else resolve(value);
      });
    });
    if (options.body) {
      options.body.on('error', (error) => request.destroy(error));
      options.body.pipe(request);
    } else {
      request.end();
    }
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Whether an engine answers at an address.
 * @param {string} address
 * @returns {Promise<{version: string, os: string} | {problem: string}>}
 */
export async function probe(address) {
  try {
    const answer = await call(address, '/version', { idle: 4000 });
    return { version: answer.Version, os: answer.Os };
  } catch (error) {
    return { problem: error.code ?? error.message };
  }
}
