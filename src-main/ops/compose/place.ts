import { AppError } from '@shared/errors';
import type { Path } from '@shared/compose/node';
import { withPlace } from '@shared/compose/plan/where';
import type { ProjectRef } from '@shared/compose/source';
import type { OpHandler } from '../../runner/types';
import type { ComposeOpsDeps } from './deps';

/** What of which files an op is about. */
interface Part {
  readonly project: ProjectRef;
  readonly part: Path;
}

export const byService = (args: { project: ProjectRef; service: string }): Part => ({
  project: args.project,
  part: ['services', args.service],
});

export const ofService = (args: {
  for?: { project: ProjectRef; service: string } | undefined;
}): Part | undefined => args.for && byService(args.for);

/** The same op, whose failures name the place in the files of what they are about. */
export function atPlace<A, O>(
  { read }: ComposeOpsDeps,
  handler: OpHandler<A, O>,
  partOf: (args: A) => Part | undefined,
): OpHandler<A, O> {
  return {
    ...handler,
    async run(args, context) {
      try {
        return await handler.run(args, context);
      } catch (error) {
        const about = partOf(args);
        if (!(error instanceof AppError) || about === undefined) throw error;
        // Files that cannot be read any more have no places: what failed still holds.
        const reading = await read(about.project).catch(() => undefined);
        if (reading === undefined) throw error;
        throw new AppError(withPlace(reading, about.part, error.info), { cause: error });
      }
    },
  };
}
