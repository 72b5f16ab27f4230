import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../../src-main/ipc/stacks';
import { momentsOf } from '../../../../src-main/observe/container-exit';

describe('where a published port is reached', () => {
  it.each([
    ['unix:///var/run/docker.sock', '0.0.0.0', 8080, 'http://localhost:8080/'],
    ['unix:///var/run/docker.sock', '::', 443, 'https://localhost:443/'],
    ['unix:///var/run/docker.sock', '127.0.0.1', 81, 'http://127.0.0.1:81/'],
    ['unix:///var/run/docker.sock', '::1', 81, 'http://[::1]:81/'],
    ['tcp://10.1.2.3:2376', '', 9000, 'http://10.1.2.3:9000/'],
    ['tcp://[fd00::1]:2376', '', 9000, 'http://[fd00::1]:9000/'],
    ['ssh://me@far.example:22', '0.0.0.0', 80, 'http://far.example:80/'],
  ])('%s, %s:%i', (endpoint, hostIp, port, address) => {
    expect(addressOf(endpoint, hostIp, port)).toBe(address);
  });
});

it('joins what the engine still knows and what was heard: each event once, in order', () => {
  const event = (id: string, Action: string, second: number, Attributes: Record<string, string> = {}) => ({
    Type: 'container',
    Action,
    Actor: { ID: id, Attributes },
    timeNano: second * 1e9,
  });
  const kill = event('a', 'kill', 5, { signal: '9' });
  const past = [
    event('b', 'start', 3),
    kill,
    event('a', 'exec_start: sh', 5),
    event('a', 'die', 6, { exitCode: '137' }),
  ];
  const { events, eventsSince } = momentsOf('a', past, {
    events: [event('a', 'start', 2), kill],
    since: 2500,
  });
  expect(events).toEqual([
    { at: 2000, what: 'start' },
    { at: 5000, what: 'kill', signal: 9 },
    { at: 6000, what: 'die', exitCode: 137 },
  ]);
  expect(eventsSince).toBe(2500);
});
