import { AppError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import { splitCommandLine, wordText } from '@shared/redis-cluster/command-line';
import { commandRisk, longestBlockSeconds } from '@shared/redis-cluster/command-risk';
import { printsRaw, replyLines, type Reply } from '@shared/redis-cluster/reply-text';
import type { CommandReply } from '@shared/redis-cluster/tools';
import type { RawPool } from '../clients/redis-raw';
import { sendRouted, type Routes } from './redis-route';

/** Milliseconds for a command that does not block by itself. */
const patienceMs = 30_000;
/** What a window can show of one reply. */
const mostLines = 5000;
const longestLine = 20_000;

export interface ConsoleDeps {
  readonly routes: Routes;
  /** Connections of the console's own: its commands may change them. */
  readonly pool: RawPool;
}

/**
 * Runs one line as redis-cli does: on a node where one is named, else on the cluster, following redirects. What it
 * holds goes into no log. An error reply is a reply. Throws AppError `command.*` for a line that is not run.
 */
export async function runCommand(
  { routes, pool }: ConsoleDeps,
  name: string,
  line: string,
  nodeName?: string,
): Promise<CommandReply> {
  const doing = msg('tools.command.doing', { name });
  const words = splitCommandLine(line);
  if (words === undefined)
    throw refusal('command.quotes', doing, msg('tools.command.quotes'), msg('tools.command.quotes.hint'));
  if (words.length === 0)
    throw refusal('command.empty', doing, msg('tools.command.empty'), msg('tools.command.empty.hint'));
  const texts = words.map((word) => wordText(word));
  const risk = commandRisk(texts, { cluster: nodeName === undefined });
  if (risk.level === 'refused') throw refusal('command.refused', doing, risk.why, hintFor(risk.why));
  const timeoutMs = patienceMs + (risk.level === 'fine' ? risk.seconds * 1000 : 0);

  const cluster = await routes(name);
  const start = Date.now();
  if (nodeName === undefined) {
    const sent = await sendRouted({ pool, routes, cluster, doing }, words, { timeoutMs });
    const { redirectedSlot } = sent;
    return {
      ...shown(texts, sent.reply, start),
      node: sent.node.name,
      ...(redirectedSlot === undefined ? {} : { redirectedSlot }),
    };
  }
  const node = cluster.nodes.find((each) => each.name === nodeName);
  if (node === undefined) {
    const nodes = cluster.nodes.map((each) => each.name).join(', ');
    throw refusal(
      'node.unknown',
      doing,
      msg('tools.node.unknown', { name, node: nodeName }),
      msg('tools.node.unknown.hint', { nodes }),
    );
  }
  const reply = await (await pool.to(node.redis)).call(words, timeoutMs);
  return { ...shown(texts, reply, start), node: node.name };
}

function shown(words: readonly string[], reply: Reply, start: number): Omit<CommandReply, 'node'> {
  const ms = Date.now() - start;
  const raw = printsRaw(words) && reply.kind !== 'error';
  const all = replyLines(reply, { raw });
  const lines = all
    .slice(0, mostLines)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
  return {
    lines,
    failed: reply.kind === 'error',
    ms,
    ...(all.length > mostLines ? { linesLeftOut: all.length - mostLines } : {}),
  };
}

function hintFor(why: Message): Message {
  if (why.key === 'tools.command.blocks')
    return msg('tools.command.blocks.hint', { seconds: longestBlockSeconds });
  if (why.key === 'tools.command.together') return msg('tools.command.together.hint');
  return msg('tools.command.refused.hint');
}

function refusal(code: string, doing: Message, what: Message, hint: Message): AppError {
  return new AppError({ code, doing, what, hint });
}
