import {
  pickedCompletion,
  type Completion,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete';
import type { EditorView, HoverTooltipSource } from '@codemirror/view';
import { completionsAt, hoverAt, type Hover, type Completion as Known } from '@shared/compose/lint/index';
import type { Reading } from '@shared/compose/source';
import { t, tr } from '../../../../lib/i18n.svelte';

type CurrentReading = () => Reading | undefined;

/** What can be written at the cursor, by the compose schema and by what the project declares. */
export function completing(kind: 'compose' | 'env', reading: CurrentReading): CompletionSource {
  return ({ state, pos, explicit }): CompletionResult | null => {
    if (kind === 'env') return null;
    // In the middle of nothing only when asked for.
    const before = state.sliceDoc(state.doc.lineAt(pos).from, pos);
    if (!explicit && !/[\w${.:-]$/.test(before) && !/:\s$/.test(before)) return null;
    const found = completionsAt(state.doc.toString(), pos, reading());
    const from = found[0]?.from;
    if (from === undefined) return null;
    return {
      from,
      options: found.map((each) => option(each, pos)),
      validFor: /^[\w.-]*$/,
    };
  };
}

function option(known: Known, asked: number): Completion {
  const info = [known.deprecated ? tr('editor.deprecated') : '', known.docs ?? ''].filter(Boolean).join('\n');
  return {
    label: known.label,
    type: known.kind,
    ...(known.detail !== undefined && { detail: known.detail }),
    ...(info !== '' && { info }),
    ...(known.deprecated && { boost: -50 }),
    apply: (view: EditorView, picked: Completion, _from: number, to: number) => {
      // Letters may have been typed since it was asked what there is.
      const end = Math.max(to, to + (known.to - asked));
      view.dispatch({
        changes: { from: known.from, to: Math.min(end, view.state.doc.length), insert: known.insert },
        selection: { anchor: known.from + (known.cursor ?? known.insert.length) },
        annotations: pickedCompletion.of(picked),
        userEvent: 'input.complete',
        scrollIntoView: true,
      });
    },
  };
}

/** What the word under the pointer means. */
export function hovering(kind: 'compose' | 'env', reading: CurrentReading): HoverTooltipSource {
  return ({ state }, pos) => {
    if (kind === 'env') return null;
    const found = hoverAt(state.doc.toString(), pos, reading());
    if (found === undefined) return null;
    return { pos: found.from, end: found.to, create: () => ({ dom: docOf(found) }) };
  };
}

function docOf({ title, docs, takes, notes, deprecated }: Hover): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-doc';
  const add = (tag: 'strong' | 'span' | 'em', text: string): void => {
    const part = document.createElement(tag);
    part.textContent = text;
    box.append(part);
  };
  add('strong', title);
  if (docs !== undefined) add('span', docs);
  if (takes.length > 0) add('em', tr('editor.takes', { kinds: takes.join(' | ') }));
  for (const note of notes) add('em', t(note));
  if (deprecated) add('em', tr('editor.deprecated'));
  return box;
}
