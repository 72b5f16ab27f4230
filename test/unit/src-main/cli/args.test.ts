import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { translate } from '@shared/i18n/index';
import { commands, readArguments, type CommandName } from '../../../../src-main/cli/args';
import { helpLines } from '../../../../src-main/cli/help';
import { suggest } from '../../../../src-main/cli/suggest';
import { createTerminal, duration, table, width } from '../../../../src-main/cli/terminal';

const read = (line: string) => readArguments(line.split(' ').filter(Boolean));
const refused = (line: string): string => {
  try {
    read(line);
  } catch (error) {
    if (error instanceof AppError)
      return `${translate('en', error.info.what)} ${translate('en', error.info.hint)}`;
    throw error;
  }
  return 'accepted';
};

describe('the command line', () => {
  it('is read with its options anywhere', () => {
    expect(read('apply --yes spec.yaml --json')).toMatchObject({
      command: 'apply',
      words: ['spec.yaml'],
      yes: true,
      json: true,
    });
    expect(read('-y --engine=far remove redis-cluster demo --volumes')).toMatchObject({
      ...{ command: 'remove', words: ['redis-cluster', 'demo'], yes: true, volumes: true, engine: 'far' },
    });
    expect(read('status redis-cluster demo --lang zh_cn').lang).toBe('zh-CN');
    expect(read('plan -- --odd-name.yaml').words).toEqual(['--odd-name.yaml']);
    expect(read('--version')).toMatchObject({ command: undefined, version: true });
    expect(read('apply --help')).toMatchObject({ command: 'apply', help: true, words: [] });
  });

  it.each([
    ['aply x', /no command “aply”.*mean “apply”/],
    ['zzz', /no command “zzz”.*flotilla help/],
    ['apply x --jsno', /flotilla apply takes no option “--jsno”.*“--json”/],
    ['list --yes', /flotilla list takes no option “--yes”/],
    ['plan x --volumes', /takes no option/],
    ['runs -x', /takes no option “-x”/],
    ['apply', /flotilla apply needs FILE.*help apply/],
    ['apply a b', /does not know what to do with “b”/],
    ['status redis-cluster', /needs NAME/],
    ['status demo', /no clusters of the kind “demo”.*redis-cluster/],
    ['remove redis-clutser demo', /mean “redis-cluster”/],
    ['plan x --engine', /--engine needs a value/],
    ['plan x --engine --json', /--engine needs a value/],
    ['plan x --json=1', /--json takes no value/],
    ['plan x --lang tlh', /no language “tlh”.*en, zh-CN/],
    ['help aply', /mean “apply”/],
  ])('refuses “%s”', (line, words) => {
    expect(refused(line)).toMatch(words);
  });

  it('has help for every command, in both languages', () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const t = createTerminal(locale);
      for (const name of Object.keys(commands) as CommandName[]) {
        expect(helpLines(t).join('\n')).toContain(name);
        expect(helpLines(t, name).join('\n')).toContain(`flotilla ${name}`);
      }
      expect(helpLines(t).join('\n')).not.toContain('cli.');
    }
  });
});

describe('suggest', () => {
  it('finds the near word and nothing that is far', () => {
    const known = ['plan', 'apply', 'resume', 'remove', 'runs'];
    expect(suggest('paln', known)).toBe('plan');
    expect(suggest('remvoe', known)).toBe('remove');
    expect(suggest('RUN', known)).toBe('runs');
    expect(suggest('res', known)).toBe('resume');
    expect(suggest('status', known)).toBeUndefined();
  });
});

describe('what is printed', () => {
  it('stands in columns, wide characters counted as two', () => {
    expect(width('a槽b')).toBe(4);
    const t = createTerminal('en');
    expect(
      table(t, [
        ['Name', 'State'],
        ['槽位', 'ok'],
        ['abc', '好'],
      ]),
    ).toEqual(['Name  State', '槽位  ok', 'abc   好']);
  });
  it('tells times as people do', () => {
    expect([duration(40), duration(1234), duration(185_900)]).toEqual(['0.0 s', '1.2 s', '3 min 05 s']);
  });
});
