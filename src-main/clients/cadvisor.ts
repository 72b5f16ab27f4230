import http from 'node:http';
import https from 'node:https';
import { z } from 'zod';
import { AppError, CancelledError, errorText } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import { cadvisorContainerSchema, dockerIdOf, type CadvisorContainer } from '@shared/metrics/cadvisor';
import { cadvisorMachineSchema, type CadvisorMachine } from '@shared/metrics/cadvisor-machine';
import type { SecretRef } from '@shared/secrets';
import { readCa, tlsTrouble } from './tls';

/** A cAdvisor to ask. */
export interface CadvisorServer {
  /** `http://` or `https://`, with port, and with a path where it stands behind a proxy. */
  readonly url: string;
  readonly user?: string;
  readonly password?: SecretRef;
  /** PEM file of the authority that signed its certificate; `insecure`: any certificate is taken. */
  readonly tls?: { readonly ca?: string; readonly insecure?: boolean };
}

export interface CadvisorClient {
  /** The newest sample of every Docker container, by id. `maxAgeMs`: an older one is measured anew. */
  all(maxAgeMs: number, signal?: AbortSignal): Promise<ReadonlyMap<string, CadvisorContainer>>;
  /** Of one; undefined: it knows no such container. */
  one(id: string, maxAgeMs: number, signal?: AbortSignal): Promise<CadvisorContainer | undefined>;
  /** The newest sample of the whole host; undefined: it has none yet. */
  machine(maxAgeMs: number, signal?: AbortSignal): Promise<CadvisorMachine | undefined>;
  close(): void;
}

/** A thousand containers with long labels are about a tenth of it. */
const mostBytes = 32 * 2 ** 20;

/**
 * Opens a client; it connects at the first call. Every call ends within `timeoutMs`, however the server behaves, and throws
 * AppError `cadvisor.unreachable`, `cadvisor.tls`, `cadvisor.refused` or `cadvisor.bad-answer`.
 */
export async function openCadvisor(
  server: CadvisorServer,
  resolveSecret: (ref: SecretRef) => Promise<string>,
  timeoutMs = 10_000,
): Promise<CadvisorClient> {
  const base = new URL(server.url.endsWith('/') ? server.url : `${server.url}/`);
  const secure = base.protocol === 'https:';
  const ca = server.tls?.ca === undefined ? undefined : await caOf(base.host, server.tls.ca);
  const password = server.password === undefined ? '' : await resolveSecret(server.password);
  const library = secure ? https : http;
  const agent = new library.Agent({
    keepAlive: true,
    ...(secure && { rejectUnauthorized: server.tls?.insecure !== true, ...(ca !== undefined && { ca }) }),
  });

  const fail = (code: string, what: Message, hint: Message, cause?: unknown): AppError =>
    new AppError({ code, doing: msg('cadvisor.doing', { host: base.host }), what, hint }, { cause });

  const get = (path: string, signal: AbortSignal | undefined): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const limit = AbortSignal.timeout(timeoutMs);
      const request = library.request(new URL(path, base), {
        agent,
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
        ...(server.user !== undefined && { auth: `${server.user}:${password}` }),
        headers: { accept: 'application/json' },
      });
      const lost = (error: unknown): void => {
        if (signal?.aborted === true) reject(new CancelledError('cancelled'));
        else if (error instanceof AppError) reject(error);
        else {
          const tls = tlsTrouble(error);
          if (tls !== undefined) {
            reject(fail('cadvisor.tls', tls.what, tls.hint, error));
            return;
          }
          const words = limit.aborted ? msg('cadvisor.late') : raw(errorText(error).slice(0, 300));
          reject(fail('cadvisor.unreachable', words, msg('cadvisor.unreachable.hint'), error));
        }
      };
      request.on('error', lost);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('error', lost);
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > mostBytes)
            request.destroy(
              fail('cadvisor.bad-answer', msg('cadvisor.tooLong'), msg('cadvisor.badAnswer.hint')),
            );
          else chunks.push(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
        // A server that goes in the middle of its answer.
        response.on('aborted', () => lost(new Error('the connection broke')));
      });
      request.end();
    });

  const ask = async (path: string, signal: AbortSignal | undefined): Promise<unknown> => {
    const { status, text } = await get(path, signal);
    if (status === 401 || status === 403)
      throw fail('cadvisor.refused', raw(`HTTP ${String(status)}`), msg('cadvisor.refused.hint'));
    const tls = status === 400 ? tlsTrouble(new Error(text)) : undefined;
    if (tls !== undefined) throw fail('cadvisor.tls', tls.what, tls.hint);
    if (status !== 200) {
      // It tells its errors as plain text with 500.
      const words = raw(`HTTP ${String(status)}: ${text.slice(0, 300)}`);
      throw fail('cadvisor.bad-answer', words, msg('cadvisor.badAnswer.hint'));
    }
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw fail('cadvisor.bad-answer', msg('cadvisor.noJson'), msg('cadvisor.badAnswer.hint'), error);
    }
  };
  const stats = async (
    path: string,
    maxAgeMs: number,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, CadvisorContainer>> => {
    const answer = z
      .record(z.string(), z.unknown())
      .safeParse(
        await ask(`api/v2.1/stats${path}&count=1&max_age=${String(Math.trunc(maxAgeMs))}ms`, signal),
      );
    if (!answer.success)
      throw fail('cadvisor.bad-answer', msg('cadvisor.notStats'), msg('cadvisor.badAnswer.hint'));
    const found = new Map<string, CadvisorContainer>();
    let bad = 0;
    for (const [cgroup, value] of Object.entries(answer.data)) {
      const id = dockerIdOf(cgroup);
      if (id === undefined) continue;
      const container = cadvisorContainerSchema.safeParse(value);
      if (container.success) found.set(id, container.data);
      else bad++;
    }
    // One that makes no sense spoils no other.
    if (bad > 0 && found.size === 0)
      throw fail('cadvisor.bad-answer', msg('cadvisor.notStats'), msg('cadvisor.badAnswer.hint'));
    return found;
  };

  return {
    all: (maxAgeMs, signal) => stats('?type=docker&recursive=true', maxAgeMs, signal),
    one: async (id, maxAgeMs, signal) =>
      (await stats(`/${encodeURIComponent(id)}?type=docker`, maxAgeMs, signal)).get(id),
    async machine(maxAgeMs, signal) {
      const age = `max_age=${String(Math.trunc(maxAgeMs))}ms`;
      const answer = z
        .array(cadvisorMachineSchema)
        .safeParse(await ask(`api/v2.1/machinestats?count=1&${age}`, signal));
      if (!answer.success)
        throw fail('cadvisor.bad-answer', msg('cadvisor.notStats'), msg('cadvisor.badAnswer.hint'));
      return answer.data.at(-1);
    },
    close: () => agent.destroy(),
  };
}

async function caOf(host: string, path: string): Promise<Buffer> {
  try {
    return await readCa(path);
  } catch (error) {
    throw new AppError(
      {
        code: 'cadvisor.tls-file',
        doing: msg('cadvisor.doing', { host }),
        what: raw(errorText(error)),
        hint: msg('tls.file.hint'),
      },
      { cause: error },
    );
  }
}
