import type { CompletionSource } from '@codemirror/autocomplete';
import type { HoverTooltipSource } from '@codemirror/view';
import type { Reading } from '@shared/compose/source';

/** What can be written at the cursor, by the compose schema and by what the project declares. */
export function completing(_path: string, _reading: () => Reading | undefined): CompletionSource {
  return () => null;
}

/** What the word under the pointer means. */
export function hovering(_path: string, _reading: () => Reading | undefined): HoverTooltipSource {
  return () => null;
}

/** A compose file in good form, comments kept; undefined: it cannot be read. */
export function formatted(_text: string): string | undefined {
  return undefined;
}
