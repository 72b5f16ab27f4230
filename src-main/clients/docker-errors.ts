import { AppError, CancelledError, errorText } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import { refusal, type About, type Words } from './docker-refusals';
import { hintToConnect, hintToEnter } from './engine-hints';
import { isTlsCode } from './tls';

/** The engine took the connection and then said nothing for too long. */
export class DockerTimeoutError extends Error {}

/** The engine cannot be spoken to in this way (`ftp://`). */
export class DockerSchemeError extends Error {}

/**
 * Any error of a call to an engine as what a person can act on. The engine's own words stay, as details.
 *
 * @returns an AppError, or the CancelledError of a call that was told to stop
 */
export function dockerError(error: unknown, about: About): AppError | CancelledError {
  if (error instanceof AppError || error instanceof CancelledError) return error;
  const said = wordsOf(error);
  const words = said === undefined ? connection(error, about.endpoint) : refusal(said, about);
  const details = [raw(said ?? errorText(error))];
  return new AppError({ ...words, doing: about.doing, details }, { cause: error });
}

/** The HTTP status of an engine's answer that dockerode made an error of. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/** The engine's own words out of docker-modem's `(HTTP code 404) no such container - No such container: x `. */
function wordsOf(error: unknown): string | undefined {
  const status = statusOf(error);
  if (status === undefined) return undefined;
  const { message, reason = 'unexpected' } = error as Error & { reason?: string };
  const words = message.replace(`(HTTP code ${status}) ${reason} - `, '').trim();
  return words === '' ? `HTTP ${status}` : words;
}

/** What it means that a connection did not come about or broke. */
function connection(error: unknown, endpoint: string): Words {
  const code = codeOf(error);
  if (error instanceof DockerSchemeError && endpoint.startsWith('context:')) {
    const name = endpoint.slice('context://'.length);
    return {
      code: 'engine.context',
      what: msg('engine.context', { name }),
      hint: msg('engine.hint.context'),
    };
  }
  if (error instanceof DockerSchemeError) {
    return {
      code: 'engine.scheme',
      what: msg('engine.scheme', { endpoint }),
      hint: msg('engine.hint.scheme'),
    };
  }
  if (error instanceof DockerTimeoutError) {
    return {
      code: 'engine.silent',
      what: msg('engine.silent', { endpoint }),
      hint: msg('engine.hint.restart'),
    };
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      code: 'engine.denied',
      what: msg('engine.denied', { endpoint }),
      hint: hintToEnter(endpoint),
    };
  }
  if (isTlsCode(code)) {
    return {
      code: 'engine.tls',
      what: msg('engine.tls', { endpoint, reason: code }),
      hint: msg('engine.hint.tls'),
    };
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return {
      code: 'engine.unreachable',
      what: msg('engine.reset', { endpoint }),
      hint: hintToConnect(endpoint),
    };
  }
  if (code === '') {
    return { code: 'engine.bad-answer', what: msg('engine.badAnswer'), hint: msg('engine.hint.retry') };
  }
  return {
    code: 'engine.unreachable',
    what: msg('engine.unreachable', { endpoint, reason: code }),
    hint: hintToConnect(endpoint),
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
