import { ensureSyntaxTree, getIndentation, IndentContext } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { Buffers } from '../../../src-renderer/features/stacks/editor/cm/buffers';
import { languageOf } from '../../../src-renderer/features/stacks/editor/cm/languages';

function buffers(): { all: Buffers; changed: string[] } {
  const changed: string[] = [];
  const all = new Buffers({
    changed: (path) => changed.push(path),
    moved: () => undefined,
    save: () => undefined,
    complete: () => () => null,
    hover: () => () => null,
    label: (path) => path,
  });
  return { all, changed };
}

/** Where a new line behind this text would begin, in columns. */
function indentAfter(text: string): number | null {
  const state = EditorState.create({ doc: text, extensions: languageOf('compose') });
  ensureSyntaxTree(state, state.doc.length);
  const context = new IndentContext(state, { simulateBreak: state.doc.length });
  return getIndentation(context, state.doc.length);
}

describe('The texts of the editor', () => {
  test('a text that is brought to another state changes only where it differs', () => {
    const { all, changed } = buffers();
    all.put('/a.yml', 'compose', 'a: 1\nb: 2\nc: 3\n');
    all.put('/a.yml', 'compose', 'a: 1\nb:  2\nc: 3\nd: 4\n');
    expect(all.text('/a.yml')).toBe('a: 1\nb:  2\nc: 3\nd: 4\n');
    expect(changed).toEqual(['/a.yml']);
    all.put('/a.yml', 'compose', all.text('/a.yml'));
    expect(changed).toHaveLength(1);
  });

  test('several edits by the offsets of one text; what lies outside is left out', () => {
    const { all } = buffers();
    all.put('/a.yml', 'compose', 'imge: x\nprts: y\n');
    all.edit('/a.yml', [
      { from: 0, to: 4, text: 'image' },
      { from: 8, to: 12, text: 'ports' },
      { from: 90, to: 99, text: 'nowhere' },
    ]);
    expect(all.text('/a.yml')).toBe('image: x\nports: y\n');
  });

  test('a new line is deeper behind an open key, and level with an item’s keys', () => {
    expect(indentAfter('services:')).toBe(2);
    expect(indentAfter('services:\n  web: # the site')).toBe(4);
    expect(indentAfter('services:\n  web:\n    image: nginx')).toBe(4);
    expect(indentAfter('    ports:\n      - target: 80')).toBe(8);
    expect(indentAfter('    ports:\n      - "80:80"')).toBe(6);
    expect(indentAfter('    command: |')).toBe(6);
    expect(indentAfter('    # a comment:')).toBe(4);
  });
});
