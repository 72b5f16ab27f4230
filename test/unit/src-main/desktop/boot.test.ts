import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  dataDirProblem,
  linkInArguments,
  parseBootSettings,
  readBootSettings,
  specInArguments,
} from '../../../../src-main/desktop/boot';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'flt-boot-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the settings of the first frame', () => {
  it('come from the settings file', () => {
    writeFileSync(join(folder, 'settings.json'), '{"theme":"dark","locale":"zh-CN","engine":null}');
    expect(readBootSettings(folder)).toEqual({ theme: 'dark', locale: 'zh-CN' });
  });

  it('follow the system when there is no file', () => {
    expect(readBootSettings(folder)).toEqual({ theme: 'system', locale: 'system' });
  });

  it.each(['', 'null', '[]', '{"theme":3,"locale":["en"]}', '{"theme":"pink","locale":"fr"}'])(
    'follow the system when it says %s',
    (text) => {
      expect(parseBootSettings(text)).toEqual({ theme: 'system', locale: 'system' });
    },
  );
});

describe('dataDirProblem', () => {
  it('makes the folder with its parents', () => {
    const path = join(folder, 'a', 'b');
    expect(dataDirProblem(path)).toBeNull();
    writeFileSync(join(path, 'x'), '');
  });

  it("tells the system's words when a file stands in the way", () => {
    writeFileSync(join(folder, 'file'), '');
    expect(dataDirProblem(join(folder, 'file', 'data'))).toMatch(/ENOTDIR|EEXIST/);
    expect(dataDirProblem(join(folder, 'file'))).toMatch(/EEXIST|ENOTDIR/);
  });
});

describe('specInArguments', () => {
  it('finds the spec file, against the folder where it was named', () => {
    expect(specInArguments(['flotilla', '--flag', 'demo.yaml'], '/home/me')).toBe('/home/me/demo.yaml');
    expect(specInArguments(['electron', '/app', '/specs/demo.YML'], '/home/me')).toBe('/specs/demo.YML');
  });

  it('takes the address that a file manager gives', () => {
    expect(specInArguments(['flotilla', 'file:///specs/my%20demo.yaml'], '/')).toBe('/specs/my demo.yaml');
    expect(specInArguments(['flotilla', 'file://elsewhere/demo.yaml'], '/')).toBeUndefined();
    expect(specInArguments(['flotilla', 'flotilla://cluster/demo.yaml'], '/')).toBeUndefined();
  });

  it('takes neither flags nor other files, nor the program itself', () => {
    expect(specInArguments(['/opt/flotilla.yaml', '--config=x.yaml', 'notes.txt'], '/')).toBeUndefined();
  });
});

describe('linkInArguments', () => {
  it('finds a link, and takes nothing else for one', () => {
    expect(linkInArguments(['flotilla', '--flag', 'flotilla://cluster/demo'])).toBe(
      'flotilla://cluster/demo',
    );
    expect(linkInArguments(['flotilla', 'FLOTILLA://page/runs', 'demo.yaml'])).toBe('FLOTILLA://page/runs');
    expect(linkInArguments(['flotilla://page/runs', 'https://x/?flotilla://page/runs'])).toBeUndefined();
  });
});
