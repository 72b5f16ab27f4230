import { describe, expect, it } from 'vitest';
import { isSensitiveLine, splitCommandLine } from '@shared/redis-cluster/command-line';
import { commandRisk } from '@shared/redis-cluster/command-risk';

const latin = (line: string): string[] | undefined =>
  splitCommandLine(line)?.map((word) => Buffer.from(word).toString('latin1'));

describe('a command line is split as redis-cli splits it', () => {
  it.each([
    ['get  a', ['get', 'a']],
    ['', []],
    ['  \t ', []],
    ['set k "hello world"', ['set', 'k', 'hello world']],
    ["set k 'it\\'s \\n'", ['set', 'k', "it's \\n"]],
    ['set k "a\\"b\\n\\t\\x00\\xff\\q"', ['set', 'k', 'a"b\n\t\x00\xffq']],
    ['set k "\\xzz"', ['set', 'k', 'xzz']],
    ['set k ""', ['set', 'k', '']],
    ['foo"bar" x', ['foobar', 'x']],
    ['get a\\b', ['get', 'a\\b']],
  ])('%s', (line, words) => {
    expect(latin(line)).toEqual(words);
  });
  it.each(['get "a', "get 'a", 'get "a"b', "get 'a'b", 'get "a\\"'])('%s is not closed', (line) => {
    expect(splitCommandLine(line)).toBeUndefined();
  });
  it('keeps other scripts as UTF-8', () => {
    expect(splitCommandLine('get 键 "🚢"')?.map((word) => Buffer.from(word).toString())).toEqual([
      'get',
      '键',
      '🚢',
    ]);
  });
});

describe('lines with passwords are told apart', () => {
  it.each([
    'auth secret',
    ' AUTH user secret',
    '"auth" secret',
    'auth "not closed',
    'config set requirepass x',
    'CONFIG SET maxmemory 1 masterauth x',
    'acl setuser bob >pw',
    'hello 2 auth default pw',
    'migrate h 1 k 0 100 auth2 u p',
  ])('%s', (line) => expect(isSensitiveLine(line)).toBe(true));
  it.each(['get auth', 'config get requirepass', 'acl list', 'hello 2', 'set author x'])('%s', (line) =>
    expect(isSensitiveLine(line)).toBe(false),
  );
});

describe('what a console does not run, or asks about first', () => {
  const level = (line: string, cluster = true) => {
    const risk = commandRisk(line.split(' '), { cluster });
    return risk.level === 'fine' ? risk.seconds : risk.level;
  };
  it.each([
    ['SUBSCRIBE a', 'refused'],
    ['monitor', 'refused'],
    ['psync ? -1', 'refused'],
    ['hello 3', 'refused'],
    ['hello 2', 0],
    ['client reply off', 'refused'],
    ['blpop a 0', 'refused'],
    ['blpop a 5', 5],
    ['BLMOVE a b LEFT LEFT 61', 'refused'],
    ['blmpop 0 1 a LEFT', 'refused'],
    ['blmpop 2 1 a LEFT', 2],
    ['blpop a soon', 'refused'],
    ['wait 1 0', 'refused'],
    ['wait 1 1500', 1.5],
    ['xread block 0 streams s $', 'refused'],
    ['xread block 2000 streams s $', 2],
    ['xread count 1 streams block $', 0],
    ['xread streams s block 0', 0],
    ['multi', 'refused'],
    ['flushall', 'dangerous'],
    ['cluster reset hard', 'dangerous'],
    ['cluster nodes', 0],
    ['keys *', 'dangerous'],
    ['get a', 0],
  ])('%s: %s', (line, expected) => expect(level(line)).toBe(expected));
  it('a transaction is for one node', () => expect(level('multi', false)).toBe(0));
});
