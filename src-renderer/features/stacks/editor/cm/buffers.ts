import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionSource,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { presentableDiff } from '@codemirror/merge';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import {
  Compartment,
  EditorState,
  Prec,
  Transaction,
  type ChangeSpec,
  type Extension,
  type TransactionSpec,
} from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  type HoverTooltipSource,
} from '@codemirror/view';
import { languageOf } from './languages';
import { phrases } from './phrases';
import { theme } from './theme';

/** What the texts' owner hears and gives. Paths say which text it is about. */
export interface BufferHost {
  /** A text was changed, by typing or by `edit`. */
  changed(path: string): void;
  /** The cursor stands elsewhere: `offset` in UTF-16 units from the text's start, line and column from 1. */
  moved(path: string, place: { offset: number; line: number; column: number }): void;
  /** Mod-s. */
  save(): void;
  complete(kind: 'compose' | 'env'): CompletionSource;
  hover(kind: 'compose' | 'env'): HoverTooltipSource;
  /** Spoken name of a text. */
  label(path: string): string;
}

/** An edit by offsets into the text as it was read. */
export interface BufferEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The texts that are being edited, by path. Each keeps its own undo history and cursor; one of them is on show.
 * They live without a view too: a quick fix may change a file that is not shown.
 */
export class Buffers {
  readonly #states = new Map<string, EditorState>();
  readonly #scrolls = new Map<string, ReturnType<EditorView['scrollSnapshot']>>();
  readonly #words = new Compartment();
  readonly #host: BufferHost;
  #view: EditorView | undefined;
  #shown: string | undefined;

  constructor(host: BufferHost) {
    this.#host = host;
  }

  /** Begins a text, or brings the one that is there to this state by the smallest change. */
  put(path: string, kind: 'compose' | 'env', text: string): void {
    const state = this.#state(path);
    if (state === undefined) {
      const made = EditorState.create({ doc: text, extensions: this.#extensions(path, kind) });
      this.#states.set(path, made);
    } else if (state.doc.toString() !== text) {
      const changes = presentableDiff(state.doc.toString(), text).map(({ fromA, toA, fromB, toB }) => ({
        from: fromA,
        to: toA,
        insert: text.slice(fromB, toB),
      }));
      this.#change(path, changes);
    }
  }

  has(path: string): boolean {
    return this.#states.has(path);
  }

  text(path: string): string {
    return this.#state(path)?.doc.toString() ?? '';
  }

  drop(path: string): void {
    this.#states.delete(path);
    this.#scrolls.delete(path);
  }

  /** Edits by offsets; those that lie outside the text are left out. */
  edit(path: string, edits: readonly BufferEdit[]): void {
    const length = this.#state(path)?.doc.length ?? 0;
    const changes = edits
      .filter(({ from, to }) => from >= 0 && from <= to && to <= length)
      .map(({ from, to, text }) => ({ from, to, insert: text }));
    if (changes.length > 0) this.#change(path, changes);
  }

  /** What is wrong with a text. `of` is the text that it was found in: another one is left as it is. */
  diagnose(path: string, of: string, diagnostics: readonly Diagnostic[]): void {
    const state = this.#state(path);
    if (state?.doc.length !== of.length || state.doc.toString() !== of) return;
    this.#dispatch(path, setDiagnostics(state, diagnostics));
  }

  /** Shows a text, and the cursor at an offset where one is given. */
  show(path: string, at?: number, focus = false): void {
    const state = this.#states.get(path);
    if (state === undefined || this.#view === undefined) return;
    if (path !== this.#shown) {
      this.#keep();
      this.#shown = path;
      this.#view.setState(state);
      this.#moved(path, state);
      const effects = this.#scrolls.get(path);
      if (effects !== undefined) this.#view.dispatch({ effects });
    }
    if (at !== undefined) {
      const anchor = Math.max(0, Math.min(at, this.#view.state.doc.length));
      this.#view.dispatch({
        selection: { anchor },
        effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
      });
    }
    if (focus) this.#view.focus();
  }

  /**
   * Puts the view into a shadow root: there CodeMirror's styles are constructed sheets, which the page's content
   * security policy allows; a <style> element it does not.
   *
   * @returns the way to take it out again
   */
  attach(root: ShadowRoot): () => void {
    const view = new EditorView({ root, parent: root });
    this.#view = view;
    const shown = this.#shown;
    this.#shown = undefined;
    if (shown !== undefined) this.show(shown);
    return () => {
      this.#keep();
      this.#view = undefined;
      view.destroy();
    };
  }

  /** After a change of language. */
  renew(): void {
    const effects = this.#words.reconfigure(EditorState.phrases.of(phrases()));
    for (const path of this.#states.keys()) this.#dispatch(path, { effects });
  }

  #state(path: string): EditorState | undefined {
    return path === this.#shown && this.#view !== undefined ? this.#view.state : this.#states.get(path);
  }

  #keep(): void {
    if (this.#view === undefined || this.#shown === undefined || !this.#states.has(this.#shown)) return;
    this.#states.set(this.#shown, this.#view.state);
    this.#scrolls.set(this.#shown, this.#view.scrollSnapshot());
  }

  #dispatch(path: string, spec: TransactionSpec): void {
    if (path === this.#shown && this.#view !== undefined) {
      this.#view.dispatch(spec);
      return;
    }
    const state = this.#states.get(path);
    if (state !== undefined) this.#states.set(path, state.update(spec).state);
  }

  #moved(path: string, { doc, selection }: EditorState): void {
    const offset = selection.main.head;
    const line = doc.lineAt(offset);
    this.#host.moved(path, { offset, line: line.number, column: offset - line.from + 1 });
  }

  #change(path: string, changes: ChangeSpec): void {
    this.#dispatch(path, { changes, annotations: Transaction.userEvent.of('input.edit') });
    // A view tells of its changes by itself.
    if (path !== this.#shown || this.#view === undefined) this.#host.changed(path);
  }

  #extensions(path: string, kind: 'compose' | 'env'): Extension {
    return [
      lineNumbers(),
      foldGutter(),
      lintGutter(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      search({ top: true }),
      autocompletion({ override: [this.#host.complete(kind)], icons: false }),
      hoverTooltip(this.#host.hover(kind), { hideOnChange: true }),
      Prec.high(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
      keymap.of([
        {
          key: 'Mod-s',
          run: () => {
            this.#host.save();
            return true;
          },
        },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...searchKeymap,
        ...foldKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        indentWithTab,
      ]),
      this.#words.of(EditorState.phrases.of(phrases())),
      languageOf(kind),
      theme,
      EditorView.contentAttributes.of({ 'aria-label': this.#host.label(path), tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.#host.changed(path);
        if (update.docChanged || update.selectionSet) this.#moved(path, update.state);
      }),
    ];
  }
}
