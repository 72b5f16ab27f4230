import { z } from 'zod';
import type { Capacity, EngineProbe, PullTest } from '../engine';
import { engineDefinitionSchema, engineDraftSchema, type EngineDefinition } from '../engine-definition';

const call = <I extends z.ZodType>(input: I) => ({
  input,
  output: <O>() => ({ input, output: undefined as O }),
});
const { id } = engineDefinitionSchema.shape;

/** Engines that a person adds, changes and tries. */
export const enginesContract = {
  /** Those that were added. Of a secret only that there is one. */
  'engines.added': call(z.undefined()).output<readonly EngineDefinition[]>(),
  /** Any engine of `engine.list`: whether it answers, and how fast. */
  'engines.probe': call(z.string().max(500)).output<EngineProbe>(),
  /** What the form holds, tried before it is kept. */
  'engines.try': call(engineDraftSchema).output<EngineProbe>(),
  'engines.save': call(engineDraftSchema).output<EngineDefinition>(),
  'engines.remove': call(id).output<null>(),
  /** Of the engine that is worked with. */
  'engine.capacity': call(z.undefined()).output<Capacity>(),
  'engine.pullTest': call(z.undefined()).output<PullTest>(),
};
