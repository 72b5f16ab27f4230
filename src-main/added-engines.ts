import { randomBytes } from 'node:crypto';
import type { EngineProbe } from '@shared/engine';
import type { EngineDefinition, EngineDraft } from '@shared/engine-definition';
import { AppError, toErrorInfo } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { createDocker, type Docker } from './clients/docker';
import { faultOf, foundOf, targetOf } from './clients/engine-added';
import { SshHostKeyError } from './clients/ssh-errors';
import type { Found } from './clients/engines';
import type { EngineDefinitions } from './store/engine-definitions';
import type { Secrets } from './store/secrets';

/** The engines that a person added: kept, changed, tried. */
export interface AddedEngines {
  list(): readonly EngineDefinition[];
  /** As engines.ts looks for them. */
  found(): readonly Found[];
  /** Keeps a new or a changed one; gives it with its id, which is another where the connection changed. */
  save(draft: EngineDraft): Promise<EngineDefinition>;
  remove(id: string): Promise<void>;
  /** Connects with what the form holds, and lets go again. Never throws for what the engine does. */
  try(draft: EngineDraft): Promise<EngineProbe>;
}

export interface AddedEnginesDeps {
  readonly definitions: EngineDefinitions;
  readonly secrets: Pick<Secrets, 'store' | 'resolve' | 'forget'>;
}

export function createAddedEngines({ definitions, secrets }: AddedEnginesDeps): AddedEngines {
  const secretOf = ({ secret }: Pick<EngineDefinition, 'secret'>) =>
    secret === undefined ? undefined : () => secrets.resolve(secret);

  const refuseTaken = ({ id, name }: EngineDraft): void => {
    if (!definitions.list().some((each) => each.name === name && each.id !== id)) return;
    throw new AppError({
      code: 'engine.name-taken',
      doing: msg('engines.doing.save', { name }),
      what: msg('engines.nameTaken', { name }),
      hint: msg('engines.nameTaken.hint'),
    });
  };

  return {
    list: () => definitions.list(),
    found: () => definitions.list().map((each) => foundOf(each, secretOf(each))),
    async save(draft) {
      refuseTaken(draft);
      const before = draft.id === null ? undefined : definitions.get(draft.id);
      const needsSecret = draft.connection.kind === 'ssh' && draft.connection.auth.kind !== 'agent';
      const secret = !needsSecret
        ? undefined
        : draft.secret === undefined
          ? before?.secret
          : await secrets.store(draft.secret);
      const same =
        before !== undefined &&
        draft.secret === undefined &&
        JSON.stringify(before.connection) === JSON.stringify(draft.connection);
      const definition: EngineDefinition = {
        id: same ? before.id : `added:${randomBytes(6).toString('hex')}`,
        name: draft.name,
        connection: draft.connection,
        ...(secret !== undefined && { secret }),
      };
      await definitions.put(definition, before?.id ?? null);
      if (before?.secret !== undefined && before.secret.stored !== secret?.stored)
        await secrets.forget(before.secret);
      return definition;
    },
    async remove(id) {
      const gone = await definitions.remove(id);
      if (gone?.secret !== undefined) await secrets.forget(gone.secret);
    },
    async try(draft) {
      const fault = faultOf(draft.connection);
      if (fault !== undefined) return { state: 'failed', error: fault.info };
      const kept = draft.id === null ? undefined : definitions.get(draft.id);
      const { secret } = draft;
      const given = secret === undefined ? secretOf(kept ?? {}) : () => Promise.resolve(secret);
      const docker = createDocker(targetOf(draft.connection, given));
      try {
        return await probe(docker);
      } finally {
        docker.close();
      }
    },
  };
}

/** Asks an engine what it is, and how long a word from it takes. */
export async function probe(docker: Docker): Promise<EngineProbe> {
  try {
    const { podman: _, ...details } = await docker.details({ idleMs: 20_000 });
    const begun = performance.now();
    await docker.ping({ idleMs: 10_000 });
    return { state: 'ok', latencyMs: Math.max(1, Math.round(performance.now() - begun)), details };
  } catch (error) {
    const info = toErrorInfo(error, {
      code: 'engine.bad-answer',
      doing: msg('engine.doing.connect', { engine: docker.endpoint }),
      hint: msg('engine.hint.retry'),
    });
    const hostKey = error instanceof SshHostKeyError ? error.hostKey : undefined;
    return { state: 'failed', error: info, ...(hostKey !== undefined && { hostKey }) };
  }
}
