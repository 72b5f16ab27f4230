import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

interface Blob {
  readonly type: string;
  readonly body: Buffer;
}
const digestOf = (body: Buffer): string => `sha256:${createHash('sha256').update(body).digest('hex')}`;
const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';

/**
 * A registry on this host that gives whoever asks the image `flt/app:1`: one file that holds the text it was told
 * last, and no program.
 */
export async function smallRegistry(): Promise<{
  readonly image: string;
  /** Puts another image under the name. */
  push(text: string): void;
  close(): void;
}> {
  const blobs = new Map<string, Blob>();
  const put = (type: string, body: Buffer): { mediaType: string; size: number; digest: string } => {
    const digest = digestOf(body);
    blobs.set(digest, { type, body });
    return { mediaType: type, size: body.length, digest };
  };
  let manifest: Blob = { type: manifestType, body: Buffer.alloc(0) };
  const server = createServer(({ url = '', method }, response) => {
    const [, , , , kind, reference = ''] = url.split('/');
    const digest = digestOf(manifest.body);
    const found =
      kind === 'blobs' ? blobs.get(reference) : ['1', digest].includes(reference) ? manifest : undefined;
    const { type, body } = url === '/v2/' ? { type: 'application/json', body: Buffer.from('{}') } : found ?? none;
    response.writeHead(body.length === 0 ? 404 : 200, {
      ...{ 'content-type': type, 'content-length': body.length },
      ...{ 'docker-distribution-api-version': 'registry/2.0', 'docker-content-digest': digestOf(body) },
    });
    response.end(method === 'HEAD' ? undefined : body);
  }); // prettier-ignore
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    image: `127.0.0.1:${String((server.address() as AddressInfo).port)}/flt/app:1`,
    push(text) {
      const layer = tarOf('told', text);
      const config = {
        ...{ architecture: process.arch === 'arm64' ? 'arm64' : 'amd64', os: 'linux' },
        config: { Cmd: ['/told'] },
        rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
        history: [{ created: '2026-01-01T00:00:00Z', created_by: text }],
      };
      const body = JSON.stringify({
        ...{ schemaVersion: 2, mediaType: manifestType },
        config: put('application/vnd.docker.container.image.v1+json', Buffer.from(JSON.stringify(config))),
        layers: [put('application/vnd.docker.image.rootfs.diff.tar.gzip', gzipSync(layer))],
      });
      manifest = { type: manifestType, body: Buffer.from(body) };
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const none: Blob = { type: 'application/json', body: Buffer.alloc(0) };

/** A tar archive with one short file (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html, ustar). */
function tarOf(name: string, text: string): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(Buffer.byteLength(text), 12), 100);
  header.write(`${octal(0, 12)}${' '.repeat(8)}0`, 136);
  header.write('ustar\x0000', 257);
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    ),
    148,
  );
  const body = Buffer.alloc(512 * Math.ceil(Buffer.byteLength(text) / 512));
  body.write(text);
  return Buffer.concat([header, body, Buffer.alloc(1024)]);
}
