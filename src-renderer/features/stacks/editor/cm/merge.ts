import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { languageOf } from './languages';
import { phrases } from './phrases';
import { theme } from './theme';

/**
 * Two texts side by side with their differences, to read only. In a shadow root, as in Buffers.attach.
 *
 * @returns the way to take it away again
 */
export function showMerge(
  root: ShadowRoot,
  kind: 'compose' | 'env',
  left: { readonly text: string; readonly label: string },
  right: { readonly text: string; readonly label: string },
): () => void {
  const side = ({ text, label }: { text: string; label: string }) => ({
    doc: text,
    extensions: [
      lineNumbers(),
      EditorState.readOnly.of(true),
      EditorState.phrases.of(phrases()),
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      languageOf(kind),
      theme,
    ],
  });
  const view = new MergeView({
    a: side(left),
    b: side(right),
    root,
    parent: root,
    collapseUnchanged: { margin: 3, minSize: 6 },
  });
  return () => view.destroy();
}
