import { describe, expect, it } from 'vitest';
import { explainExit, type EngineMoment, type ExitFacts } from '@shared/containers/exit';
import { endingOf, signalName, signalNumber } from '@shared/containers/exit-facts';
import { longestWait } from '@shared/containers/exit-next';
import { translate } from '@shared/i18n/index';

const base: ExitFacts = {
  id: 'c0ffee',
  name: 'web-1',
  image: 'redis:7.0',
  state: 'exited',
  exitCode: 0,
  oomKilled: false,
  error: '',
  startedAt: 1_000_000,
  finishedAt: 1_100_000,
  restart: { policy: 'no', retries: 0 },
  restartCount: 0,
  memoryLimit: 0,
  command: ['docker-entrypoint.sh', 'redis-server'],
  tty: false,
  init: false,
  stopSignal: 15,
  stopSeconds: 10,
  events: [],
  lines: [],
};
const told = (facts: Partial<ExitFacts>) => explainExit({ ...base, ...facts });
const say = (facts: Partial<ExitFacts>) => {
  const { cause, tone, headline, what, next, tries } = told(facts);
  return {
    cause,
    tone,
    head: translate('en', headline),
    text: translate('en', what),
    next: translate('en', next),
    tries: tries.map((each) => translate('en', each)),
  };
};
const kill = (signal: number, at: number): EngineMoment => ({ at, what: 'kill', signal });
const die = (exitCode: number, at = 1_100_000): EngineMoment => ({ at, what: 'die', exitCode });
const start: EngineMoment = { at: 1_000_000, what: 'start' };

describe('137', () => {
  it('is out of memory only where the engine says so', () => {
    expect(say({ exitCode: 137, oomKilled: true, memoryLimit: 8 * 1024 ** 2 })).toMatchObject({
      cause: 'oom',
      text: expect.stringContaining('8 MiB') as string,
    });
    expect(say({ exitCode: 137, oomKilled: false }).head).not.toMatch(/memory/i);
    expect(say({ exitCode: 137, oomKilled: false }).text).toContain('OOMKilled is false');
  });
  it('is out of memory also where the engine hears of the end before it hears of the kill', () => {
    const late = { at: 1_100_001, what: 'oom' };
    expect(say({ exitCode: 137, events: [start, die(137), late] }).cause).toBe('oom');
    expect(say({ exitCode: 137, events: [die(137), start, late] }).cause).toBe('oom');
    const earlier = [{ ...late, at: 900_000 }, die(137, 900_001)];
    expect(say({ exitCode: 137, events: [...earlier, start, die(137)] }).cause).toBe('killed-outside');
  });
  it('of one that ended at once the engine may have missed it: said where there is a limit', () => {
    const brief = { exitCode: 137, events: [start, die(137)], startedAt: 1_000_000, finishedAt: 1_000_012 };
    expect(say({ ...brief, memoryLimit: 8 * 1024 ** 2 }).tries[0]).toContain('miss an out-of-memory');
    expect(say(brief).tries.join()).not.toContain('miss an out-of-memory');
  });
  it('after an ignored stop signal is a stop timeout, with the wait as it was', () => {
    const events = [start, kill(15, 1_090_000), kill(9, 1_100_000), die(137)];
    const story = say({ exitCode: 137, events });
    expect(story).toMatchObject({ cause: 'stop-timeout', tone: 'warn' });
    expect(story.text).toContain('within 10 seconds');
    expect(story.tries[0]).toContain('init: true');
    expect(say({ exitCode: 137, events, init: true }).tries.join()).not.toContain('init: true');
  });
  it('after one SIGKILL is a kill by somebody; the signals of an earlier run do not count', () => {
    const before = [kill(15, 900_000), kill(9, 910_000), die(137, 910_001)];
    expect(say({ exitCode: 137, events: [...before, start, kill(9, 1_099_000), die(137)] }).cause).toBe(
      'killed',
    );
  });
  it('without a signal by the engine came from elsewhere, if events reach that far; else nobody knows', () => {
    expect(say({ exitCode: 137, events: [start, die(137)] }).cause).toBe('killed-outside');
    expect(say({ exitCode: 137, events: [die(137)], eventsSince: 1_050_000 }).cause).toBe('killed-outside');
    expect(say({ exitCode: 137, events: [die(137)], eventsSince: 1_099_000 }).cause).toBe('killed-unknown');
    expect(say({ exitCode: 137 }).cause).toBe('killed-unknown');
  });
});

describe('other codes', () => {
  it.each([
    [0, 'done', 'muted'],
    [1, 'app-error', 'bad'],
    [2, 'app-error', 'bad'],
    [3, 'app-error', 'bad'],
    [125, 'app-error', 'bad'],
    [126, 'shell-not-executable', 'bad'],
    [127, 'shell-not-found', 'bad'],
    [128, 'app-error', 'bad'],
    [130, 'interrupted', 'muted'],
    [132, 'fault', 'bad'],
    [134, 'aborted', 'bad'],
    [139, 'segfault', 'bad'],
    [141, 'signal', 'bad'],
    [143, 'stopped', 'muted'],
    [200, 'app-error', 'bad'],
    [255, 'lost', 'bad'],
  ])('%i is %s', (exitCode, cause, tone) => {
    expect(say({ exitCode })).toMatchObject({ cause, tone });
  });
  it('125 is the program’s own, and what guides say of it is set right', () => {
    expect(say({ exitCode: 125 }).text).toContain('docker run command');
  });
  it('a stop is normal, whatever the code that the program gives as it ends', () => {
    const events = [start, kill(15, 1_099_000), die(0)];
    expect(say({ exitCode: 0, events }).cause).toBe('stopped');
    expect(say({ exitCode: 1, events: [start, kill(15, 1_099_000), die(1)] })).toMatchObject({
      cause: 'stopped',
      tone: 'muted',
    });
    expect(say({ exitCode: 131, stopSignal: 3 }).cause).toBe('stopped');
  });
  it('a process that was killed for memory inside a program that went on is told apart', () => {
    expect(say({ exitCode: 3, oomKilled: true, memoryLimit: 1024 ** 3 })).toMatchObject({
      cause: 'oom-child',
      text: expect.stringContaining('code 3') as string,
    });
  });
  it('a shell without a terminal, and a program that went to the background, are recognised', () => {
    expect(say({ command: ['/bin/bash'] }).tries[0]).toContain('tty: true');
    expect(say({ startedAt: 1_099_900 }).tries[0]).toContain('foreground');
    expect(say({}).tries).toEqual([]);
  });
  it('the last lines suggest what to try, the newest first', () => {
    const lines = ['Error: connect ECONNREFUSED 10.0.0.2:3306', 'open /data/x: permission denied'];
    expect(say({ exitCode: 1, lines }).tries[0]).toContain('permission was denied');
    expect(say({ exitCode: 1, lines }).tries[1]).toContain('service_healthy');
  });
});

describe('a start that failed', () => {
  const runc =
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';
  it.each([
    [
      128,
      'driver failed programming external connectivity on endpoint web (f70): Bind for 127.0.0.1:23990 failed: port is already allocated',
      'port-taken',
      '23990',
    ],
    [
      128,
      'driver failed programming external connectivity on endpoint web (f70): Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use',
      'port-taken',
      '8080',
    ],
    [127, `${runc}exec: "nosuch": executable file not found in $PATH: unknown`, 'not-found', 'nosuch'],
    [127, `${runc}exec: "/nosuch": stat /nosuch: no such file or directory: unknown`, 'not-found', '/nosuch'],
    [126, `${runc}exec: "/etc/passwd": permission denied: unknown`, 'not-executable', '/etc/passwd'],
    [126, `${runc}exec /app: exec format error: unknown`, 'wrong-platform', 'processor'],
    [128, 'network 4d3f not found', 'network-gone', '4d3f'],
    [
      128,
      `${runc}error mounting "/srv/a.conf" to rootfs at "/etc/a.conf": not a directory`,
      'mount',
      '/srv/a.conf',
    ],
    [128, 'something new', 'start-failed', 'engine'],
  ])('%i: %s', (exitCode, error, cause, word) => {
    const story = say({ state: 'created', exitCode, error, startedAt: undefined });
    expect(story.cause).toBe(cause);
    expect(`${story.head} ${story.text}`).toContain(word);
    expect(story.next).toContain('not tried again');
  });
  it('is not one that was never tried', () => {
    expect(told({ state: 'created' })).toMatchObject({ cause: 'created', tone: 'muted' });
    expect(told({ state: 'created' }).code).toBeUndefined();
  });
});

describe('what comes next', () => {
  const next = (facts: Partial<ExitFacts>) => say(facts).next;
  it('follows the policy and whether somebody stopped it', () => {
    expect(next({ exitCode: 1 })).toContain('restart policy no');
    expect(next({ exitCode: 137, restart: { policy: 'always', retries: 0 } })).toContain(
      'engine itself is started anew',
    );
    expect(next({ exitCode: 137, restart: { policy: 'unless-stopped', retries: 0 } })).toContain(
      'also when the engine is started anew',
    );
    expect(next({ exitCode: 0, restart: { policy: 'on-failure', retries: 3 } })).toContain(
      'only what ends with another code',
    );
    expect(next({ exitCode: 4, restart: { policy: 'on-failure', retries: 2 }, restartCount: 2 })).toContain(
      'tried 2 times',
    );
  });
  it('says how long the engine waits at most: doubling, a minute at the end', () => {
    expect([0, 1, 7, 10, 1000].map(longestWait)).toEqual([100, 200, 12_800, 60_000, 60_000]);
    const looping = {
      state: 'restarting',
      exitCode: 4,
      restart: { policy: 'always', retries: 0 },
      restartCount: 7,
    } as const;
    expect(next(looping)).toContain('within at most 13 s');
    expect(say({ ...looping, exitCode: 0 }).tone).toBe('warn');
  });
  it('an unhealthy one is only marked', () => {
    const story = say({
      state: 'running',
      health: {
        status: 'unhealthy',
        failingStreak: 5,
        exitCode: 127,
        output: '/bin/sh: 1: curl: not found\n',
      },
    });
    expect(story).toMatchObject({ cause: 'unhealthy', tone: 'bad' });
    expect(story.text).toContain('curl: not found');
    expect(story.tries[0]).toContain('lacks the program');
    expect(story.next).toContain('no restart policy');
  });
  it('one that runs again tells of its last end', () => {
    const events = [start, { at: 1_050_000, what: 'oom' }, die(137), { at: 1_100_100, what: 'start' }];
    const story = told({
      state: 'running',
      restartCount: 3,
      events,
      restart: { policy: 'always', retries: 0 },
    });
    expect(story).toMatchObject({ cause: 'restarted', code: 137 });
    expect(translate('en', story.what)).toMatch(/memory/);
  });
});

it('reads signals by name and number', () => {
  expect([
    signalNumber('SIGQUIT'),
    signalNumber('int'),
    signalNumber('9'),
    signalNumber('SIGRTMIN+3'),
    signalNumber(''),
  ]).toEqual([3, 2, 9, 37, 15]);
  expect([signalName(15), signalName(40)]).toEqual(['SIGTERM', 'signal 40']);
  expect(endingOf({ ...base, events: [start, kill(1, 5), die(0)] })).toEqual({ by: 'kill', signal: 1 });
});

it('has words for every story in both languages', () => {
  for (let exitCode = 0; exitCode < 256; exitCode++)
    for (const state of ['exited', 'restarting', 'dead'] as const)
      for (const locale of ['en', 'zh-CN'] as const) {
        const { headline, what, next, tries } = told({ exitCode, state });
        for (const text of [headline, what, next, ...tries])
          expect(translate(locale, text)).not.toMatch(/stacks\.exit|[{}]/);
      }
});
