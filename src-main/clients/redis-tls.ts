import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { AppError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { RedisNode } from '@shared/ops';
import { addressOf } from './redis-errors';

/**
 * What a TLS connection to a node takes: its PEM files, read now; undefined where the node speaks plain.
 *
 * @throws AppError `redis.tls-file` when a file cannot be read
 */
export async function tlsOptionsOf(node: RedisNode): Promise<ConnectionOptions | undefined> {
  const { tls } = node;
  if (tls === undefined) return undefined;
  const [ca, cert, key] = await Promise.all([pem(node, tls.ca), pem(node, tls.cert), pem(node, tls.key)]);
  // A certificate is asked for by name (SNI); an address is no name.
  const name = tls.serverName ?? (isIP(node.host) === 0 ? node.host : undefined);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(name === undefined ? {} : { servername: name }),
    rejectUnauthorized: tls.insecure !== true,
  };
}

async function pem(node: RedisNode, path: string | undefined): Promise<Buffer | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path);
  } catch (error) {
    throw new AppError(
      {
        code: 'redis.tls-file',
        doing: msg('ops.redis.doing.talk', { node: node.name, address: addressOf(node) }),
        what: msg('ops.redis.tlsFile', { path, reason: raw(reasonOf(error)) }),
        hint: msg('ops.redis.tlsFile.hint'),
      },
      { cause: error },
    );
  }
}

const reasonOf = (error: unknown): string => /^(E[A-Z]+)\b/.exec(errorText(error))?.[1] ?? errorText(error);
