import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { translate } from '@shared/i18n/index';
import { splitCommandLine } from '@shared/redis-cluster/command-line';
import type { LiveCluster } from '@shared/redis-cluster/live';
import { commands, readArguments, type CommandName } from '../../../../src-main/cli/args';
import { lineOf } from '../../../../src-main/cli/commands/redis-look';
import { helpLines } from '../../../../src-main/cli/help';
import { nodeNamed } from '../../../../src-main/cli/named';
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

describe('flotilla run', () => {
  it('takes its own options first and leaves the rest to docker run', () => {
    const line = [
      'run',
      '--dry-run',
      '--engine=x',
      '-d',
      '--name',
      'a',
      '-p',
      '80:80',
      'redis',
      '--port',
      '1',
      '--yes',
    ];
    const { words, dryRun, yes, engine } = readArguments(line);
    expect(words).toEqual(line.slice(3));
    expect({ dryRun, yes, engine }).toEqual({ dryRun: true, yes: false, engine: 'x' });
    expect(readArguments(['run', '--help']).help).toBe(true);
    expect(() => readArguments(['run', '--yes'])).toThrow();
  });
});

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
    expect(
      read('redis reshard demo --cluster-from a,b --cluster-to c --cluster-slots 9 --cluster-yes'),
    ).toMatchObject({
      ...{ command: 'redis reshard', words: ['demo'], yes: true },
      given: { 'cluster-from': ['a,b'], 'cluster-to': ['c'], 'cluster-slots': ['9'] },
    });
    expect(read('redis rebalance demo --cluster-weight a=1 b=2 --dry-run')).toMatchObject({
      ...{ words: ['demo', 'b=2'], dryRun: true, given: { 'cluster-weight': ['a=1'] } },
    });
    expect(read('redis del-node demo n1 n2 n3').words).toEqual(['demo', 'n1', 'n2', 'n3']);
    expect(read('redis --node n1 call demo lrange l 0 -1 --json')).toMatchObject({
      ...{ command: 'redis call', words: ['demo', 'lrange', 'l', '0', '-1', '--json'], json: false },
      given: { node: ['n1'] },
    });
    expect(read('redis call demo -- --odd').words).toEqual(['demo', '--odd']);
    expect(read('redis --help')).toMatchObject({ command: undefined, group: 'redis', help: true });
    expect(read('help redis').words).toEqual(['redis']);
    expect(read('help redis fix').words).toEqual(['redis', 'fix']);
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
    ['redis', /flotilla redis needs COMMAND.*check, fix, reshard/],
    ['redis chek demo', /no command “redis chek”.*mean “redis check”/],
    ['rdis check demo', /mean “redis”/],
    ['redis failover demo', /flotilla redis failover needs NODE/],
    ['redis del-node demo', /needs NODE\b/],
    ['redis fix demo x', /does not know what to do with “x”/],
    ['redis check demo --yes', /flotilla redis check takes no option “--yes”/],
    ['redis reshard demo --cluster-form all', /mean “--cluster-from”/],
    ['redis import demo --cluster-from-pass x', /takes no option “--cluster-from-pass”/],
    ['list --dry-run', /takes no option/],
    ['help redis chek', /mean “redis check”/],
    ['help apply plan', /does not know what to do with “plan”/],
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
      for (const about of [undefined, 'redis', ...(Object.keys(commands) as CommandName[])] as const)
        expect(helpLines(t, about).join('\n')).not.toMatch(/cli\.(option|command|help)/);
    }
  });
});

describe('a command’s words', () => {
  it('become a line that splits into the same words', () => {
    const words = ['set', 'a b', '"\\\n', '', '键', "it's", '{tag}:1'];
    const split = splitCommandLine(lineOf(words))?.map((word) => Buffer.from(word).toString());
    expect(split).toEqual(words);
    expect(lineOf(['get "a b"'])).toBe('get "a b"');
  });
});

describe('a node', () => {
  const id = (digit: string): string => digit.repeat(40);
  const cluster = {
    name: 'demo',
    nodes: [
      { name: 'demo-1', id: id('a'), address: '10.0.0.1:7000' },
      {
        name: '10.0.0.2:7000',
        id: `aaaab${id('c').slice(5)}`,
        address: '10.0.0.2:7000',
        container: { name: 'box' },
      },
    ],
  } as unknown as LiveCluster;
  it.each([
    ['demo-1', 'demo-1'],
    ['10.0.0.1:7000', 'demo-1'],
    [id('a'), 'demo-1'],
    ['aaaaa', 'demo-1'],
    ['AAAAB', '10.0.0.2:7000'],
    ['box', '10.0.0.2:7000'],
  ])('is known as %s', (word, name) => expect(nodeNamed(cluster, word).name).toBe(name));
  it.each([
    ['aaaa', /no node “aaaa”.*demo-1, 10\.0\.0\.2:7000/],
    ['a', /no node “a”/],
    ['demo-2', /mean “demo-1”/],
  ])('%s is none, or more than one', (word, words) => {
    let told = '';
    try {
      nodeNamed(cluster, word);
    } catch (error) {
      if (error instanceof AppError)
        told = `${translate('en', error.info.what)} ${translate('en', error.info.hint)}`;
    }
    expect(told).toMatch(words);
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
