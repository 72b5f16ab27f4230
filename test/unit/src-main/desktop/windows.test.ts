import { EventEmitter } from 'node:events';
import type { BrowserWindow, WebFrameMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { createWindows, mostWindows, openAnother } from '../../../../src-main/desktop/windows';

/** A window as far as it is looked at here. */
class Fake extends EventEmitter {
  static last = 0;
  readonly heard: unknown[] = [];
  readonly webContents = Object.assign(new EventEmitter(), {
    id: (Fake.last += 1),
    mainFrame: {} as WebFrameMain,
    isLoading: () => this.loading,
    send: (_channel: string, event: unknown) => void this.heard.push(event),
  });
  loading = true;
  focused = false;
  shown = 0;
  isDestroyed = (): boolean => false;
  isMinimized = (): boolean => false;
  isFocused = (): boolean => this.focused;
  show = (): void => void this.shown++;
  focus = (): void => void this.emit('focus');
  load(): void {
    this.loading = false;
    this.webContents.emit('did-finish-load');
  }
}

function begin() {
  const made: Fake[] = [];
  const windows = createWindows(() => {
    const window = new Fake();
    made.push(window);
    return window as unknown as BrowserWindow;
  });
  return { made, windows, at: (i: number): Fake => made[i] ?? expect.fail(`no window ${String(i)}`) };
}

describe('several windows', () => {
  it('all hear what is for all; one alone hears what is for it', () => {
    const { windows, at } = begin();
    windows.open();
    windows.open();
    windows.tell({ type: 'engine-changed' });
    windows.tell({ type: 'go', path: 'runs' }, at(1).webContents.id);
    expect(at(0).heard).toEqual([{ type: 'engine-changed' }]);
    expect(at(1).heard).toEqual([{ type: 'engine-changed' }, { type: 'go', path: 'runs' }]);
  });

  it('own the frames of their pages, and no others', () => {
    const { windows, at } = begin();
    windows.open();
    windows.open();
    expect([at(0), at(1)].map((each) => windows.owns(each.webContents.mainFrame))).toEqual([true, true]);
    expect(windows.owns({} as WebFrameMain)).toBe(false);
    at(0).emit('closed');
    expect(windows.owns(at(0).webContents.mainFrame)).toBe(false);
  });

  it('work is in the one that had the focus last; when it is closed, in the one before', () => {
    const { windows, at } = begin();
    windows.open();
    windows.open();
    at(0).focus();
    expect(windows.current()).toBe(at(0));
    at(0).emit('closed');
    expect(windows.current()).toBe(at(1));
    at(1).emit('closed');
    expect(windows.current()).toBeNull();
  });

  it('are watched when any of them has the focus', () => {
    const { windows, at } = begin();
    windows.open();
    windows.open();
    expect(windows.watched()).toBe(false);
    at(0).focused = true;
    expect(windows.watched()).toBe(true);
  });

  it('go where they are sent, also while they are still being loaded', () => {
    const { windows, at } = begin();
    windows.show('runs/1');
    expect(at(0).heard).toEqual([]);
    windows.show('runs/2');
    at(0).load();
    expect(at(0).heard).toEqual([{ type: 'go', path: 'runs/2' }]);
    windows.show('alerts');
    expect(at(0).heard.at(-1)).toEqual({ type: 'go', path: 'alerts' });
    expect(at(0).shown).toBe(2);
  });

  it('are not without number', () => {
    const { made, windows } = begin();
    const opened = Array.from({ length: mostWindows + 3 }, () => openAnother(windows));
    expect(opened.filter(Boolean)).toHaveLength(mostWindows);
    expect(made).toHaveLength(mostWindows);
    expect(made.at(-1)?.shown).toBe(3);
  });
});
