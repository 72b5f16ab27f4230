import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MapNode } from '@shared/compose/node';
import type { ProjectRef, Reading } from '@shared/compose/source';
import { raw } from '@shared/i18n/index';
import type { Draft } from '../../../src-renderer/features/stacks/editor/drafts';
import { redress, undress } from '../../../src-renderer/features/stacks/editor/line-ends';
import type { Texts } from '../../../src-renderer/features/stacks/editor/project-parts';
import { EditedProject } from '../../../src-renderer/features/stacks/editor/project.svelte';

/** Texts without an editor. */
class PlainTexts implements Texts {
  readonly all = new Map<string, string>();
  put(path: string, _kind: 'compose' | 'env', text: string): void {
    this.all.set(path, text);
  }
  has(path: string): boolean {
    return this.all.has(path);
  }
  text(path: string): string {
    return this.all.get(path) ?? '';
  }
  drop(path: string): void {
    this.all.delete(path);
  }
  edit(path: string, edits: readonly { from: number; to: number; text: string }[]): void {
    const text = this.text(path);
    const [first] = edits;
    if (first) this.all.set(path, text.slice(0, first.from) + first.text + text.slice(first.to));
  }
}

const file = '/p/compose.yml';
const place = { line: 1, column: 1, offset: 0 };
const tree: MapNode = { kind: 'map', at: { file, from: place, to: place }, entries: new Map() };

let disk: Map<string, string>;
let drafts: Map<string, Draft>;
let texts: PlainTexts;
let asked: { ref: ProjectRef; unsaved: Record<string, string> }[];

function project(ref: Partial<ProjectRef> = {}): EditedProject {
  texts = new PlainTexts();
  return new EditedProject(
    { files: [file], profiles: [], ...ref },
    {
      texts,
      drafts: {
        get: (path) => drafts.get(path),
        put: (path, _kind, draft) => {
          if (draft) drafts.set(path, draft);
          else drafts.delete(path);
        },
      },
      readFiles: (paths) =>
        Promise.resolve(
          paths.map((path) => {
            const text = disk.get(path);
            return text === undefined ? { path } : { path, text };
          }),
        ),
      saveFile: ({ path, text, base }) => {
        const now = disk.get(path);
        if ((now ?? null) !== base)
          return Promise.resolve({
            saved: false as const,
            changed: now === undefined ? { path } : { path, text: now },
          });
        disk.set(path, text);
        return Promise.resolve({ saved: true as const });
      },
      readProject: (of, unsaved) => {
        asked.push({ ref: of, unsaved });
        const included = (unsaved[file] ?? disk.get(file) ?? '').includes('include') ? ['/p/part.yml'] : [];
        return Promise.resolve({
          ...{ name: 'p', directory: '/p', problems: [], tree, variables: [], profiles: [] },
          files: [...of.files, ...included].map((path) => ({
            ...{ path, kind: 'compose' as const },
            text: unsaved[path] ?? disk.get(path) ?? '',
          })),
        } satisfies Reading);
      },
      compare: () => Promise.reject(new Error('not here')),
      toError: (error) => ({ code: 'x', doing: raw(''), what: raw(String(error)), hint: raw('') }),
      now: () => 7,
    },
  );
}

/** As if one had typed it, and then rested. */
async function type(of: EditedProject, path: string, text: string): Promise<void> {
  texts.all.set(path, text);
  of.changed(path);
  await vi.advanceTimersByTimeAsync(1000);
}

beforeEach(() => {
  vi.useFakeTimers();
  disk = new Map([[file, 'services: {}\n']]);
  drafts = new Map();
  asked = [];
});
afterEach(() => vi.useRealTimers());

describe('A project in the editor', () => {
  test('opens its files, a .env that is there, and what they include', async () => {
    disk.set('/p/.env', 'A=1\n').set(file, 'include: [part.yml]\n').set('/p/part.yml', 'x-a: 1\n');
    const opened = project();
    await opened.load();
    expect(opened.files.map(({ path, kind, own, dirty }) => ({ path, kind, own, dirty }))).toEqual([
      { path: file, kind: 'compose', own: true, dirty: false },
      { path: '/p/.env', kind: 'env', own: true, dirty: false },
      { path: '/p/part.yml', kind: 'compose', own: false, dirty: false },
    ]);
    expect(opened.nameOf('/p/part.yml')).toBe('part.yml');
    expect(opened.nameOf('/q/other.yml')).toBe('/q/other.yml');
    expect(asked).toEqual([{ ref: opened.ref, unsaved: {} }]);
  });

  test('a change is read as it stands, kept as a draft, and saved; then the draft is gone', async () => {
    const opened = project();
    await opened.load();
    await type(opened, file, 'services: { a: {} }\n');
    expect(asked.at(-1)?.unsaved).toEqual({ [file]: 'services: { a: {} }\n' });
    expect(drafts.get(file)).toEqual({ text: 'services: { a: {} }\n', at: 7 });
    expect(opened.dirty.map(({ path }) => path)).toEqual([file]);
    expect(disk.get(file)).toBe('services: {}\n');

    await expect(opened.save()).resolves.toBe(1);
    expect(disk.get(file)).toBe('services: { a: {} }\n');
    expect(opened.dirty).toEqual([]);
    expect(drafts.size).toBe(0);
  });

  test('typing back what was there leaves nothing unsaved', async () => {
    const opened = project();
    await opened.load();
    await type(opened, file, 'x');
    await type(opened, file, 'services: {}\n');
    expect(opened.dirty).toEqual([]);
    expect(drafts.size).toBe(0);
  });

  test('what was typed last survives the page: it is there again, and can be discarded', async () => {
    const first = project();
    await first.load();
    texts.all.set(file, 'typed in the last moment');
    first.changed(file);
    first.close();

    const second = project();
    await second.load();
    expect(texts.text(file)).toBe('typed in the last moment');
    expect(second.files[0]).toMatchObject({ dirty: true, restored: 7 });
    second.take({ path: file, text: 'services: {}\n' });
    expect(texts.text(file)).toBe('services: {}\n');
    expect(second.files[0]).toMatchObject({ dirty: false, restored: undefined });
    expect(drafts.size).toBe(0);
  });

  test('another program’s change is taken in by itself where nothing is unsaved', async () => {
    const opened = project();
    await opened.load();
    disk.set(file, 'theirs');
    await opened.look();
    expect(texts.text(file)).toBe('theirs');
    expect(opened.dirty).toEqual([]);
  });

  test('it is never written over: save stops, theirs can be taken or mine kept', async () => {
    const opened = project();
    await opened.load();
    await type(opened, file, 'mine');
    disk.set(file, 'theirs');
    await expect(opened.save()).resolves.toBe(0);
    expect(disk.get(file)).toBe('theirs');
    expect(opened.files[0]?.theirs).toEqual({ path: file, text: 'theirs' });

    opened.keepMine(file);
    await expect(opened.save()).resolves.toBe(1);
    expect(disk.get(file)).toBe('mine');
  });

  test('a file that is gone is made again by saving', async () => {
    const opened = project();
    await opened.load();
    await type(opened, file, 'mine');
    disk.delete(file);
    await opened.look();
    expect(opened.files[0]?.theirs).toEqual({ path: file });
    opened.keepMine(file);
    await opened.save();
    expect(disk.get(file)).toBe('mine');
  });

  test('Windows line ends and a byte order mark are put back, and offsets are those of the editor', async () => {
    const text = '\uFEFFservices:\r\n  a: {}\r\n';
    expect(redress(undress(text).text, undress(text).dress)).toBe(text);
    disk.set(file, text);
    const opened = project();
    await opened.load();
    expect(texts.text(file)).toBe('services:\n  a: {}\n');
    expect(opened.dirty).toEqual([]);
    expect(asked.at(-1)?.unsaved).toEqual({ [file]: 'services:\n  a: {}\n' });
    await type(opened, file, 'services:\n  b: {}\n');
    await opened.save();
    expect(disk.get(file)).toBe('\uFEFFservices:\r\n  b: {}\r\n');
  });

  test('an override is made, read after the first file, written only when saved, and left out again', async () => {
    const opened = project();
    await opened.load();
    await opened.add('/p/compose.override.yml', 'compose', 'services:\n');
    expect(opened.ref.files).toEqual([file, '/p/compose.override.yml']);
    expect(opened.active).toBe('/p/compose.override.yml');
    expect(asked.at(-1)?.unsaved).toEqual({ '/p/compose.override.yml': 'services:\n' });
    expect(disk.has('/p/compose.override.yml')).toBe(false);
    await opened.save();
    expect(disk.get('/p/compose.override.yml')).toBe('services:\n');
    opened.leaveOut('/p/compose.override.yml');
    await vi.advanceTimersByTimeAsync(0);
    expect(opened.ref.files).toEqual([file]);
    expect(opened.active).toBe(file);
    expect(disk.has('/p/compose.override.yml')).toBe(true);
  });

  test('the project’s own .env needs no name; another env file does, and comes behind it', async () => {
    const opened = project();
    await opened.load();
    await opened.add('/p/.env', 'env', 'A=1\n');
    expect(opened.ref.envFiles).toBeUndefined();
    await opened.add('/p/prod.env', 'env', 'A=2\n');
    expect(opened.ref.envFiles).toEqual(['/p/.env', '/p/prod.env']);
  });

  test('a cure changes the file that it is about and brings it to the front', async () => {
    disk.set(file, 'include: [part.yml]\n').set('/p/part.yml', 'imge: x\n');
    const opened = project();
    await opened.load();
    opened.fix({
      title: raw('image'),
      edits: [{ file: '/p/part.yml', from: 0, to: 4, text: 'image' }],
    });
    expect(texts.text('/p/part.yml')).toBe('image: x\n');
    expect(opened.active).toBe('/p/part.yml');
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.at(-1)?.unsaved).toEqual({ '/p/part.yml': 'image: x\n' });
  });

  test('while one reading is under way, further changes make one more', async () => {
    const opened = project();
    await opened.load();
    const before = asked.length;
    void opened.read();
    void opened.read();
    void opened.read();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.length).toBe(before + 2);
  });
});
