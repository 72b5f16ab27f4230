import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { endpointOf, type EngineConnection } from '@shared/engine-definition';
import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { DockerTarget } from './docker-target';
import { describe, isLocal, pem, type Found } from './engines';

/**
 * The way to an engine that a person added.
 *
 * @param secret the password or passphrase, asked for when a connection is made; absent: there is none
 */
export function targetOf(connection: EngineConnection, secret?: () => Promise<string>): DockerTarget {
  const endpoint = endpointOf(connection);
  if (connection.kind === 'socket') return { endpoint, local: true };
  if (connection.kind === 'tcp') {
    const { certificates } = connection;
    return {
      endpoint,
      local: isLocal(endpoint),
      ...(certificates !== null && { tls: { ...pem(certificates), rejectUnauthorized: true } }),
    };
  }
  const { auth, host, hostKey, port, socket, user } = connection;
  return {
    endpoint,
    local: false,
    ssh: {
      host,
      socket,
      ...(port !== null && { port }),
      ...(user !== '' && { user }),
      ...(hostKey !== undefined && { hostKey }),
      auth:
        auth.kind === 'key'
          ? { ...auth, ...(secret !== undefined && { passphrase: secret }) }
          : auth.kind === 'password'
            ? { kind: 'password', password: secret ?? noPassword(endpoint) }
            : auth,
    },
  };
}

export function foundOf(
  { id, name, connection }: { id: string; name: string; connection: EngineConnection },
  secret?: () => Promise<string>,
): Found {
  const target = targetOf(connection, secret);
  return { info: { id, name, source: 'added', ...describe(target) }, target };
}

/** What is wrong with a connection before anything is asked of the network; undefined: nothing. */
export function faultOf(connection: EngineConnection): AppError | undefined {
  if (connection.kind !== 'tcp' || connection.certificates === null) return undefined;
  const folder = connection.certificates;
  const missing = ['ca.pem', 'cert.pem', 'key.pem'].filter((name) => !existsSync(join(folder, name)));
  if (missing.length === 0) return undefined;
  return new AppError({
    code: 'engine.certificates',
    doing: msg('engine.doing.connect', { engine: endpointOf(connection) }),
    what: msg('engines.certificates.missing', { folder, files: missing.join(', ') }),
    hint: msg('engines.certificates.missing.hint'),
  });
}

const noPassword = (endpoint: string) => () =>
  Promise.reject(
    new AppError({
      code: 'secret.missing',
      doing: msg('engine.doing.connect', { engine: endpoint }),
      what: msg('engines.password.missing'),
      hint: msg('engines.password.missing.hint'),
    }),
  );
