import type { HostKey } from '@shared/engine';
import { AppError, errorText, type ErrorInfo } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';

/** The computer showed a key that is not known, or not the one that is known. */
export class SshHostKeyError extends AppError {
  /** Absent where a person must not simply agree: another key was known. */
  readonly hostKey: HostKey | undefined;

  constructor(info: ErrorInfo, hostKey?: HostKey) {
    super(info);
    this.hostKey = hostKey;
  }
}

const about = (endpoint: string) => ({ doing: msg('engine.doing.connect', { engine: endpoint }) });

export const unknownHost = (endpoint: string, host: string, hostKey: HostKey): SshHostKeyError =>
  new SshHostKeyError(
    {
      code: 'engine.ssh-host-unknown',
      ...about(endpoint),
      what: msg('engine.ssh.hostUnknown', { host, fingerprint: hostKey.fingerprint }),
      hint: msg('engine.ssh.hostUnknown.hint'),
    },
    hostKey,
  );

export const changedHost = (endpoint: string, host: string, fingerprint: string): SshHostKeyError =>
  new SshHostKeyError({
    code: 'engine.ssh-host-changed',
    ...about(endpoint),
    what: msg('engine.ssh.hostChanged', { host, fingerprint }),
    hint: msg('engine.ssh.hostChanged.hint', { host }),
  });

export const badKey = (endpoint: string, file: string, reason: string): AppError =>
  new AppError({
    code: 'engine.ssh-key',
    ...about(endpoint),
    what: msg('engine.ssh.key', { file, reason: raw(reason) }),
    hint: msg('engine.ssh.key.hint'),
  });

export const needsJump = (endpoint: string, jump: string): AppError =>
  new AppError({
    code: 'engine.ssh-proxy',
    ...about(endpoint),
    what: msg('engine.ssh.proxy', { command: jump }),
    hint: msg('engine.ssh.proxy.hint'),
  });

/** The engine's socket over there cannot be opened. */
export const noSocket = (endpoint: string, socket: string, reason: string): AppError =>
  new AppError({
    code: 'engine.ssh-socket',
    ...about(endpoint),
    what: msg('engine.ssh.socket', { socket, reason: raw(reason) }),
    hint: msg('engine.ssh.socket.hint'),
  });

/** What the SSH library says of a connection that did not come about. */
export function sshError(endpoint: string, user: string, error: Error & { level?: string }): Error {
  if (error.level === 'client-authentication')
    return new AppError(
      {
        code: 'engine.ssh-denied',
        ...about(endpoint),
        what: msg('engine.ssh.denied', { user }),
        hint: msg('engine.ssh.denied.hint'),
        details: [raw(errorText(error))],
      },
      { cause: error },
    );
  // Of the operating system: docker-errors.ts knows their codes.
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error;
  if (error.level === 'client-timeout') return Object.assign(error, { code: 'ETIMEDOUT' });
  return Object.assign(error, { code: 'ESSH' });
}
