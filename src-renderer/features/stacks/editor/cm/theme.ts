import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours are the app's tokens: light and dark follow by themselves, live. */
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    lineHeight: '1.55',
    scrollbarWidth: 'thin',
    scrollbarColor: 'color-mix(in srgb, var(--text-3) 45%, transparent) transparent',
  },
  '.cm-content': { caretColor: 'var(--accent)', padding: '8px 0' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '&.cm-focused .cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 26%, transparent)',
  },
  '.cm-activeLine': { backgroundColor: 'var(--hover)' },
  '.cm-gutters': {
    border: 'none',
    backgroundColor: 'var(--surface)',
    color: 'var(--text-3)',
    fontFamily: 'var(--mono)',
  },
  '.cm-activeLineGutter': { backgroundColor: 'var(--hover)', color: 'var(--text)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 12px', minWidth: '40px' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'default', color: 'var(--text-3)' },
  '.cm-foldPlaceholder': {
    border: '1px solid var(--border)',
    backgroundColor: 'var(--surface-2)',
    color: 'var(--text-2)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--ok) 22%, transparent)',
    outline: 'none',
  },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--warn) 18%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--warn) 32%, transparent)' },
  '.cm-searchMatch.cm-searchMatch-selected': { outline: '1.5px solid var(--warn)' },
  '.cm-variable': { color: 'var(--c4)', fontWeight: '600' },
  '.cm-lintRange-error': underline('--bad'),
  '.cm-lintRange-warning': underline('--warn'),
  '.cm-lintRange-info': underline('--accent'),
  '.cm-lintRange-active': { backgroundColor: 'color-mix(in srgb, var(--warn) 16%, transparent)' },
  '.cm-gutter-lint': { width: '18px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '3px 2px' },
  '.cm-lint-marker': { width: '14px', height: '14px' },
  '.cm-lint-marker-error': { content: 'none', ...mark('--bad', '50%') },
  '.cm-lint-marker-warning': { content: 'none', ...mark('--warn', '2px') },
  '.cm-lint-marker-info': { content: 'none', ...mark('--accent', '7px 7px 7px 0') },
  '.cm-tooltip': {
    maxWidth: '460px',
    overflow: 'hidden',
    border: '1px solid var(--border)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow-md)',
    fontFamily: 'var(--font)',
    fontSize: 'var(--text-sm)',
    lineHeight: '1.45',
  },
  '.cm-tooltip .cm-diagnostic': {
    display: 'block',
    padding: '6px 10px',
    borderLeft: '4px solid var(--border-strong)',
    whiteSpace: 'pre-wrap',
  },
  '.cm-tooltip .cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
  '.cm-tooltip .cm-diagnostic-warning': { borderLeftColor: 'var(--warn)' },
  '.cm-tooltip .cm-diagnostic-info': { borderLeftColor: 'var(--accent)' },
  '.cm-diagnosticAction': {
    display: 'inline-block',
    margin: '5px 6px 0 0',
    padding: '2px 8px',
    border: '1px solid var(--border)',
    borderRadius: 'var(--radius-sm)',
    backgroundColor: 'var(--surface-2)',
    color: 'var(--accent)',
    font: 'inherit',
    fontWeight: '600',
    cursor: 'default',
  },
  '.cm-diagnosticAction-error, .cm-diagnosticAction-warning, .cm-diagnosticAction-info': {
    backgroundColor: 'var(--surface-2)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '17em',
    fontFamily: 'var(--mono)',
    fontSize: '12px',
    scrollbarWidth: 'thin',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--text)',
  },
  '.cm-completionMatchedText': { color: 'var(--accent)', textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { marginLeft: '1.2em', color: 'var(--text-3)', fontStyle: 'normal' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 12px', maxWidth: '340px', whiteSpace: 'pre-wrap' },
  '.cm-doc': { padding: '8px 12px', whiteSpace: 'pre-wrap' },
  '.cm-doc strong': { display: 'block', marginBottom: '2px', fontFamily: 'var(--mono)' },
  '.cm-doc em': { display: 'block', marginTop: '4px', color: 'var(--text-3)', fontStyle: 'normal' },
  '.cm-panels': { backgroundColor: 'var(--surface-2)', color: 'var(--text)', fontFamily: 'var(--font)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--border)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--border)' },
  '.cm-panel.cm-search': { padding: '8px 32px 8px 12px', fontSize: 'var(--text-sm)' },
  '.cm-panel.cm-search [name=close]': { right: '8px', top: '6px', color: 'var(--text-2)', fontSize: '16px' },
  '.cm-panel label': { fontSize: 'var(--text-sm)' },
  '.cm-textfield': {
    height: '26px',
    padding: '0 8px',
    border: '1px solid var(--border)',
    borderRadius: 'var(--radius-sm)',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    fontSize: 'var(--text-sm)',
  },
  '.cm-textfield:focus': { borderColor: 'var(--accent)', outline: '1px solid var(--accent)' },
  '.cm-button': {
    height: '26px',
    padding: '0 8px',
    border: '1px solid var(--border)',
    borderRadius: 'var(--radius-sm)',
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    fontSize: 'var(--text-sm)',
  },
  '.cm-changedLine': { backgroundColor: 'color-mix(in srgb, var(--ok) 12%, transparent) !important' },
  '.cm-changedText': { background: 'color-mix(in srgb, var(--ok) 26%, transparent) !important' },
  // The marks that it brings are in few fonts.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
  '.cm-collapsedLines': {
    backgroundImage: 'none',
    backgroundColor: 'var(--surface-2)',
    color: 'var(--text-2)',
  },
});

function underline(color: string): Record<string, string> {
  return {
    backgroundImage: 'none',
    textDecoration: `underline wavy var(${color}) 1px`,
    textUnderlineOffset: '3px',
  };
}

function mark(color: string, borderRadius: string): Record<string, string> {
  return { width: '10px', height: '10px', margin: '2px', backgroundColor: `var(${color})`, borderRadius };
}

const words = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--warn)' },
  { tag: [tags.lineComment, tags.comment, tags.meta], color: 'var(--text-3)', fontStyle: 'italic' },
  { tag: [tags.labelName, tags.typeName, tags.tagName], color: 'var(--c4)' },
  { tag: [tags.punctuation, tags.separator, tags.operator], color: 'var(--text-2)' },
]);

/** How the text looks, in the app's colours. */
export const theme = [look, syntaxHighlighting(words)];
