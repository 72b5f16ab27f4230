import type { OpKind } from './ops';

/** Ops of which undo takes nothing back: what they removed is gone, or they only look, wait or restart. */
const never: ReadonlySet<string> = new Set<OpKind>([
  ...(['compose.remove', 'compose.removeImage', 'compose.restart', 'compose.wait'] as const),
  ...(['network.remove', 'volume.remove', 'folder.remove', 'container.remove'] as const),
  ...(['container.checkAbsent', 'container.settle', 'container.answers'] as const),
  ...([
    'resources.containerRemove',
    'resources.cacheRemove',
    'resources.measure',
    'resources.tally',
  ] as const),
]);

/** Whether undo can take something back of an op of this kind. A run of none but others offers no undo. */
export const isUndoable = (kind: string): boolean => !never.has(kind);
