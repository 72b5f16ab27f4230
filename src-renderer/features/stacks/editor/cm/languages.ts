import { indentService, StreamLanguage, type StreamParser } from '@codemirror/language';
import { yaml } from '@codemirror/lang-yaml';
import { Prec, type Extension } from '@codemirror/state';
import {
  Decoration,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
} from '@codemirror/view';

/** `KEY=value` lines, as `.env` has them. */
const env: StreamParser<{ value: boolean }> = {
  startState: () => ({ value: false }),
  token(stream, state) {
    if (stream.sol()) {
      state.value = false;
      stream.eatSpace();
      if (stream.peek() === '#') {
        stream.skipToEnd();
        return 'comment';
      }
      if (stream.match(/^export\s+/)) return 'keyword';
    }
    if (!state.value) {
      if (stream.match(/^[^=\s]+/)) return 'propertyName';
      if (stream.eatSpace()) return null;
      stream.next();
      state.value = true;
      return 'operator';
    }
    if (stream.match(/^\s+#.*/)) return 'comment';
    stream.next();
    return 'string';
  },
  languageData: { commentTokens: { line: '#' } },
};

/** `${NAME:-default}` and `$NAME`, wherever they stand; not `$$`. */
const matcher = new MatchDecorator({
  regexp: /\$\$|\$\{[^}\n]*\}|\$[A-Za-z_]\w*/g,
  decoration: ([text]) => (text === '$$' ? null : Decoration.mark({ class: 'cm-variable' })),
});
const variables = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = matcher.createDeco(view);
    }
    update(update: Parameters<MatchDecorator['updateDeco']>[0]): void {
      this.decorations = matcher.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** A new line in YAML: deeper behind a key without a value, level with the keys of a list's item. */
const indent = indentService.of((context, pos) => {
  const { text } = context.lineAt(pos, -1);
  const bare = text.replace(/(^|\s)#.*$/, '').trimEnd();
  const item = /^\s*(?:- +)+(?=[^\s:]+:(?:\s|$))/.exec(bare)?.[0].length;
  const base = item ?? /^\s*/.exec(text)?.[0].length ?? 0;
  return /:(?:\s+[|>][-+\d]*)?$/.test(bare) ? base + 2 : base;
});

/** How a file's text is read: YAML, or an env file. */
export function languageOf(kind: 'compose' | 'env'): Extension {
  return kind === 'env' ? [StreamLanguage.define(env), variables] : [Prec.high(indent), yaml(), variables];
}
