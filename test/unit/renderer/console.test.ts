import { describe, expect, it } from 'vitest';
import type { CommandReply } from '@shared/redis-cluster/tools';
import { CommandLine } from '../../../src-renderer/state/console.svelte';
import { CommandLines } from '../../../src-renderer/state/consoles';

const failure = { code: 'x', doing: { key: 'a' }, what: { key: 'b' }, hint: { key: 'c' } };
const reply: CommandReply = { lines: ['OK'], failed: false, node: 'a', ms: 1 };
const line = (answer: () => Promise<CommandReply> = () => Promise.resolve(reply)) => {
  const sent: [string, string | undefined][] = [];
  const console = new CommandLine({
    command: (text, node) => {
      sent.push([text, node]);
      return answer();
    },
    toError: () => failure,
  });
  const send = async (text: string): Promise<void> => {
    console.text = text;
    await console.send();
  };
  return { console, sent, send };
};

describe('a command line', () => {
  it('sends to the cluster or to the chosen node, and keeps the answers', async () => {
    const { console, sent, send } = line();
    await send('  PING ');
    console.node = 'demo-2';
    await send('INFO');
    await send('   ');
    expect(sent).toEqual([
      ['PING', undefined],
      ['INFO', 'demo-2'],
    ]);
    expect(console.entries.map((entry) => [entry.line, entry.node, entry.reply])).toEqual([
      ['PING', undefined, reply],
      ['INFO', 'demo-2', reply],
    ]);
  });

  it('brings back earlier lines and, at the end, what was being typed', async () => {
    const { console, send } = line();
    for (const text of ['a', 'b', 'b', 'c']) await send(text);
    console.text = 'half';
    const seen: string[] = [];
    for (const by of [-1, -1, -1, -1, 1, 1, 1, 1] as const) {
      console.recall(by);
      seen.push(console.text);
    }
    expect(seen).toEqual(['c', 'b', 'a', 'a', 'b', 'c', 'half', 'half']);
  });

  it('clears itself without asking a server, and can still recall', async () => {
    const { console, sent, send } = line();
    await send('PING');
    await send('CLEAR');
    expect(console.entries).toEqual([]);
    expect(sent).toHaveLength(1);
    console.recall(-1);
    expect(console.text).toBe('CLEAR');
  });

  it('shows why a line could not be sent', async () => {
    const { console, send } = line(() => Promise.reject(new Error('no')));
    await send('PING');
    expect(console.entries[0]?.error).toBe(failure);
    expect(console.busy).toBe(false);
  });

  it('sends one line at a time', async () => {
    let answer: (reply: CommandReply) => void = () => {};
    const { console, sent, send } = line(() => new Promise((resolve) => (answer = resolve)));
    const first = send('SLOW');
    await send('NEXT');
    expect(sent).toHaveLength(1);
    expect(console.text).toBe('NEXT');
    answer(reply);
    await first;
  });

  it('is the same one for a cluster, whenever one comes back to it', () => {
    const lines = new CommandLines(() => ({ command: () => Promise.resolve(reply), toError: () => failure }));
    expect(lines.of('a')).toBe(lines.of('a'));
    expect(lines.of('a')).not.toBe(lines.of('b'));
  });
});
