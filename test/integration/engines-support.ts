import { createAddedEngines, type AddedEngines } from '../../src-main/added-engines';
import { createEngineDefinitions } from '../../src-main/store/engine-definitions';
import { createSecrets } from '../../src-main/store/secrets';
import type { EngineProbe } from '../../src-shared/engine';
import type { EngineConnection, EngineDraft } from '../../src-shared/engine-definition';

/** What a probe found, in a word. */
export const said = (found: EngineProbe): string => (found.state === 'ok' ? 'ok' : found.error.code);

/** The engines that a person added, kept in a folder of the test's. */
export function keptIn(dataDir: string): AddedEngines {
  return createAddedEngines({
    definitions: createEngineDefinitions({ dataDir }),
    secrets: createSecrets({ dataDir }),
  });
}

/** What the form would hand over. */
export const draft = (connection: EngineConnection, secret?: string): EngineDraft => ({
  id: null,
  name: 'there',
  connection,
  ...(secret !== undefined && { secret }),
});
