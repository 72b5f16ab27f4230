import { join } from 'node:path';
import { z } from 'zod';
import { engineDefinitionSchema, type EngineDefinition } from '@shared/engine-definition';
import { loadJson, oneByOne, writeAtomic } from './files';

const fileSchema = z.object({ v: z.literal(1), engines: z.array(engineDefinitionSchema).max(200) });

/** The engines that a person added, in `<dataDir>/engines.json`. No secret stands there. */
export interface EngineDefinitions {
  list(): readonly EngineDefinition[];
  get(id: string): EngineDefinition | undefined;
  /** Puts a definition in the place of `before`, or at the end. */
  put(definition: EngineDefinition, before: string | null): Promise<void>;
  /** Gives what was removed. */
  remove(id: string): Promise<EngineDefinition | undefined>;
}

export function createEngineDefinitions({ dataDir }: { dataDir: string }): EngineDefinitions {
  const path = join(dataDir, 'engines.json');
  let engines: readonly EngineDefinition[] = loadJson(path, fileSchema, { v: 1, engines: [] }).value.engines;
  const inTurn = oneByOne();
  const write = async (next: readonly EngineDefinition[]): Promise<void> => {
    await writeAtomic(path, `${JSON.stringify({ v: 1, engines: next }, null, 2)}\n`);
    engines = next;
  };
  return {
    list: () => engines,
    get: (id) => engines.find((each) => each.id === id),
    put: (definition, before) =>
      inTurn(() => {
        const at = engines.findIndex(({ id }) => id === before);
        return write(at < 0 ? [...engines, definition] : engines.with(at, definition));
      }),
    remove: (id) =>
      inTurn(async () => {
        const gone = engines.find((each) => each.id === id);
        if (gone !== undefined) await write(engines.filter((each) => each !== gone));
        return gone;
      }),
  };
}
