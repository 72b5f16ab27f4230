import type { RememberedStack } from '@shared/contract/stacks';
import type { ErrorInfo } from '@shared/errors';
import type { Stack } from '@shared/compose/stack';
import { call, toError } from '../../lib/api';
import { Watched } from '../../state/redis.svelte';
import { withFiles } from './stacks';

export type StackOnShow = ReturnType<typeof withFiles>;

/** One stack with its files, looked at again and again while someone sees it. */
export function watchStack(name: string): Watched<StackOnShow> {
  return new Watched(
    {
      load: async (): Promise<StackOnShow> => {
        const [stack, remembered]: [Stack, readonly RememberedStack[]] = await Promise.all([
          call('compose.stack', name),
          call('stacks.remembered'),
        ]);
        return withFiles(
          stack,
          remembered.find((each) => each.name === name),
        );
      },
      visible: () => !document.hidden,
      toError: (error: unknown): ErrorInfo => toError(error),
    },
    6000,
    1000,
  );
}
