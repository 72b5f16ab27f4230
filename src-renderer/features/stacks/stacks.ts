import type { ProjectRef } from '@shared/compose/source';
import type { Stack } from '@shared/compose/stack';
import type { RememberedStack } from '@shared/contract/stacks';
import { call, toError } from '../../lib/api';
import { Watched } from '../../state/redis.svelte';

/** A stack as the list shows it: on the engine, or known by its files alone. */
export interface StackRow {
  readonly name: string;
  /** What a person named, before what the containers' labels tell. */
  readonly ref?: ProjectRef;
  readonly missingFiles: readonly string[];
  readonly stack?: Stack;
}

/** Joins what stands with what is remembered. By name. */
export function rowsOf(
  stacks: readonly Stack[],
  remembered: readonly RememberedStack[],
): readonly StackRow[] {
  const known = new Map(remembered.map((each) => [each.name, each]));
  const rows: StackRow[] = stacks.map((stack) => ({
    ...withFiles(stack, known.get(stack.name)),
    name: stack.name,
  }));
  const standing = new Set(stacks.map(({ name }) => name));
  for (const each of remembered) if (!standing.has(each.name)) rows.push(each);
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A stack with the files that hold for it: those of its labels while they are there, else those that were named. */
export function withFiles(
  stack: Stack,
  named: RememberedStack | undefined,
): { readonly stack: Stack; readonly ref?: ProjectRef; readonly missingFiles: readonly string[] } {
  const labelled = stack.ref !== undefined && stack.missingFiles.length === 0;
  if (named !== undefined && (!labelled || named.missingFiles.length === 0))
    return { stack, ref: named.ref, missingFiles: named.missingFiles };
  return { stack, ...(stack.ref !== undefined && { ref: stack.ref }), missingFiles: stack.missingFiles };
}

/** The stacks of the engine. One for the window: coming back shows what was known at once. */
export const stackRows = new Watched<readonly StackRow[]>(
  {
    load: async () => {
      const [stacks, remembered] = await Promise.all([call('compose.stacks'), call('stacks.remembered')]);
      return rowsOf(stacks, remembered);
    },
    visible: () => !document.hidden,
    toError,
  },
  10_000,
  1200,
);
