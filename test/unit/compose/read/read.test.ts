import { describe, expect, it } from 'vitest';
import { nodeAt } from '@shared/compose/node';
import { modelJson, modelYaml } from '@shared/compose/read/print';
import { reading, told } from './support';

const service = (lines: string): string => `services:\n  a:\n    image: x\n${lines}`;

describe('places', () => {
  it('tells of mistakes where they stand', () => {
    expect(told(reading({ 'compose.yml': service('    imag: y\n') }))).toEqual([
      expect.stringMatching(/^compose\.yml:4:5 error \S+ .*imag/),
    ]);
    expect(told(reading({ 'compose.yml': 'services:\n  a:\n\timage: x\n' }))[0]).toBe(
      'compose.yml:3:1 error compose.tab A tab stands in the indentation',
    );
    expect(told(reading({ 'compose.yml': service('    image: y\n') }))).toEqual([
      'compose.yml:4:5 error compose.duplicate-key image stands here twice: first on line 3',
    ]);
  });

  it('takes lines of any indentation within quotes and brackets, and tells of mistakes behind them', () => {
    const loose = service('    command: [\n"a",\n  b\n]\n    hostname: "x\ny"\n    imag: y\n');
    expect(told(reading({ 'compose.yml': loose }))).toEqual([
      expect.stringMatching(/^compose\.yml:10:5 error compose\.unknown-key .*imag/),
    ]);
    // What is broken is told of where the strict reading finds it.
    expect(told(reading({ 'compose.yml': service('    hostname: "x\n  b: {image: "y"}\n') }))[0]).toMatch(
      /^compose\.yml:4:\d+ error compose\.missing-char/,
    );
  });

  it('tells of tabs that docker compose refuses, and of no others', () => {
    const tabs = service('    command: a\t# c\n\t\n    labels: [\n\ta=b,\n\t]\n    ports:\n    -\t80\n');
    expect(told(reading({ 'compose.yml': tabs }))).toEqual([
      'compose.yml:5:1 error compose.tab A tab stands in the indentation',
      'compose.yml:10:6 error compose.tab A tab stands in the indentation',
    ]);
    expect(told(reading({ 'compose.yml': service('    user: "\x1b"\n') }))).toEqual([
      'compose.yml:4:12 error compose.control A control character stands here',
    ]);
  });

  it('finds each variable within its text', () => {
    const { variables, problems } = reading(
      { 'compose.yml': service('    hostname: "${A}-$B-${C:-c}"\n'), '.env': 'A=1\n' },
      { B: '2' },
    );
    expect(variables.map(({ name, at, from }) => [name, at.from.column, at.to.column, from])).toEqual([
      ['A', 16, 20, 'env-file'],
      ['B', 21, 23, 'environment'],
      ['C', 24, 31, 'default'],
    ]);
    expect(problems).toEqual([]);
  });

  it('keeps the place of what won, through files', () => {
    const { tree } = reading(
      {
        'compose.yml': service('    ports: ["1:1"]\n'),
        'over.yml': 'services:\n  a: {image: y, ports: ["2:2"]}\n',
      },
      {},
      { files: ['/p/compose.yml', '/p/over.yml'] },
    );
    expect(nodeAt(tree, ['services', 'a', 'image'])?.at).toMatchObject({
      file: '/p/over.yml',
      from: { line: 2, column: 14 },
    });
    expect(nodeAt(tree, ['services', 'a', 'ports', 0, 'published'])?.at).toMatchObject({
      file: '/p/compose.yml',
      from: { line: 4, column: 13 },
    });
    expect(nodeAt(tree, ['services', 'a', 'ports', 1, 'published'])?.at.file).toBe('/p/over.yml');
  });

  it('names a cycle of includes, a missing file and a required variable', () => {
    const files = {
      'compose.yml': 'include: [b.yml, none.yml]\n' + service(''),
      'b.yml': 'include: [compose.yml]\n',
    };
    const words = told(reading(files)).join('\n');
    expect(words).toMatch(/b\.yml:1:11 error compose\.include-cycle/);
    expect(words).toMatch(/compose\.yml:1:18 error compose\.file-missing .*none\.yml/);
    expect(told(reading({ 'compose.yml': 'services: {a: {image: "${TAG:?say it}"}}\n' }))[0]).toBe(
      'compose.yml:1:24 error compose.variable-required The variable TAG must be set: say it',
    );
  });
});

describe('what must not harm', () => {
  it('calls a file that is no text by that name alone', () => {
    expect(told(reading({ 'compose.yml': '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR: [' }))).toEqual([
      'compose.yml:1:1 error compose.no-text This file is no text, so it is no compose file',
    ]);
  });

  it('refuses aliases that multiply, and aliases within themselves', () => {
    const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let n = 1; n < 12; n++)
      bomb.push(
        `a${n}: &a${n} [${Array(10)
          .fill(`*a${n - 1}`)
          .join(',')}]`,
      );
    expect(told(reading({ 'compose.yml': bomb.join('\n') }))[0]).toMatch(/error compose\.too-big/);
    expect(told(reading({ 'compose.yml': 'services: &s {a: *s}' }))[0]).toMatch(/error compose\.alias-cycle/);
    expect(told(reading({ 'compose.yml': '['.repeat(5000) }))[0]).toMatch(/error compose\.(too-deep|\S+)/);
  });

  it('takes __proto__ for a name like others', () => {
    const { model } = reading({
      'compose.yml':
        'services: {a: {image: x, environment: {__proto__: "1", constructor: "2"}, labels: {__proto__: polluted}}}',
    });
    expect(Object.entries(model?.services['a']?.environment ?? {})).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

describe('print', () => {
  it('escapes dollars, and letters as Go does', () => {
    const { model } = reading({ 'compose.yml': service('    command: ["$$x <&>"]\n') });
    expect(model?.services['a']?.command).toEqual(['$$x <&>']);
    expect(modelJson(model!)).toContain('"$$x \\u003c\\u0026\\u003e"');
  });

  it('prints YAML that reads as the same model', () => {
    const text = service(
      '    environment: {A: "0777", B: yes, C: , D: "$$x"}\n    ports: ["8080-8081:80-81"]\n    healthcheck: {test: "a || b", interval: 90s}\n',
    );
    const { model } = reading({ 'compose.yml': text });
    expect(reading({ 'compose.yml': modelYaml(model!) }).model).toEqual(model);
  });
});
