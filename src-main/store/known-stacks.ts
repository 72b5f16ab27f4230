import { join } from 'node:path';
import { z } from 'zod';
import { projectRefSchema } from '@shared/compose/source';
import { loadJson, oneByOne, writeAtomic } from './files';

const knownSchema = z.object({ name: z.string().min(1), engine: z.string(), ref: projectRefSchema });
/** A stack whose files a person named, or that was brought up here: it is known also while it is down. */
export type KnownStack = z.infer<typeof knownSchema>;

const fileSchema = z.object({ v: z.literal(1), stacks: z.array(knownSchema) });

export interface KnownStacks {
  /** Of one engine (enginePlace), by name. */
  list(engine: string): Promise<readonly KnownStack[]>;
  /** Adds one, or replaces the one of the same name and engine. */
  put(stack: KnownStack): Promise<void>;
  remove(engine: string, name: string): Promise<void>;
}

/** The known stacks in `<dataDir>/stacks.json`. Read anew each time: the app and the command share it. */
export function createKnownStacks({ dataDir }: { dataDir: string }): KnownStacks {
  const path = join(dataDir, 'stacks.json');
  const inTurn = oneByOne();
  const read = (): readonly KnownStack[] => loadJson(path, fileSchema, { v: 1, stacks: [] }).value.stacks;
  const write = (stacks: readonly KnownStack[]): Promise<void> =>
    writeAtomic(path, `${JSON.stringify({ v: 1, stacks }, null, 2)}\n`);
  const others = (engine: string, name: string): KnownStack[] =>
    read().filter((each) => each.engine !== engine || each.name !== name);
  return {
    list: (engine) => inTurn(() => Promise.resolve(read().filter((each) => each.engine === engine))),
    put: (stack) =>
      inTurn(() =>
        write([...others(stack.engine, stack.name), stack].sort((a, b) => (a.name < b.name ? -1 : 1))),
      ),
    remove: (engine, name) => inTurn(() => write(others(engine, name))),
  };
}
