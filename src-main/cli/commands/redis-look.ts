import { msg, type MessageKey } from '@shared/i18n/index';
import type { CheckFinding, CheckReport, KeyLine } from '@shared/redis-cluster/tools';
import { isGiven, valueOf } from '../args';
import { choiceOf, nodeNamed, numberOf } from '../named';
import { exit, type Command, type Session } from '../session';
import { findingLines } from '../show-plan';
import { table, type Terminal } from '../terminal';

/** `redis check NAME`: 0 where all is well, 1 where something is to be mended. */
export const check: Command = async (session) => {
  const { t, args } = session;
  const report = await (await session.withEngine()).clusters.check(nameOf(session), isGiven(args, 'deep'));
  if (args.json) t.out(JSON.stringify(report, null, 2));
  else reportLines(t, report).forEach((line) => t.out(line));
  // What is only told for information ails nothing.
  return report.findings.every(({ level }) => level === 'info') ? exit.done : exit.failed;
};

function reportLines(t: Terminal, { name, findings, passed, deep }: CheckReport): string[] {
  const ill = findings.filter(({ level }) => level !== 'info').length;
  return [
    ...passed.map(({ what }) => `${t.paint('✓', 'green')} ${t.say(what)}`),
    ...(deep ? [] : [t.paint(`○ ${t.say(msg('cli.check.shallow'))}`, 'dim')]),
    ...findings.flatMap((finding) => ['', ...aboutLines(t, name, finding)]),
    '',
    ill === 0
      ? t.paint(t.say(msg('cli.check.well', { name })), 'bold', 'green')
      : t.paint(t.say(msg('cli.check.ill', { n: ill, name })), 'bold', 'red'),
  ];
}

function aboutLines(t: Terminal, name: string, finding: CheckFinding): string[] {
  const row = (key: MessageKey, text: string): string => `  ${t.paint(t.say({ key }), 'dim')} ${text}`;
  const [what = '', ...hint] = findingLines(t, finding);
  return [
    `${what}  ${t.paint(`[${finding.code}]`, 'dim')}`,
    row('cli.check.cause', t.say(finding.cause)),
    row('cli.check.risk', t.say(finding.risk)),
    ...hint,
    ...(finding.fix?.kind === 'redis-cluster.fix'
      ? [`  → flotilla redis fix ${name} --only ${finding.code}`]
      : []),
  ];
}

const types = ['string', 'list', 'set', 'zset', 'hash', 'stream'] as const;

/** `redis keys NAME PATTERN`: keys of all masters. */
export const keys: Command = async (session) => {
  const { t, args } = session;
  const type = choiceOf(args, 'type', types);
  const limit = numberOf(args, 'limit', { least: 1, most: 100_000 }) ?? 100;
  const { clusters } = await session.withEngine();
  const found = new Map<string, KeyLine>();
  let cursor: string | undefined;
  do {
    const page = await clusters.keys({
      ...{ name: nameOf(session), match: args.words[1] ?? '', limit: Math.min(1000, limit - found.size) },
      ...(type && { type }),
      ...(cursor !== undefined && { cursor }),
    });
    // SCAN may tell a key twice.
    for (const line of page.keys) found.set(line.key.base64 ?? `text ${line.key.text}`, line);
    ({ cursor } = page);
  } while (cursor !== undefined && found.size < limit);
  const all = [...found.values()];
  const lines = all.slice(0, limit);
  const complete = cursor === undefined && lines.length === all.length;
  if (args.json) t.out(JSON.stringify({ keys: lines, complete }, null, 2));
  else {
    const heads = ['key', 'type', 'ttl', 'bytes', 'slot', 'node'] as const;
    const rows = lines.map(({ key, type: kind, ttlMs, bytes, slot, node }) => [
      ...[key.text.replaceAll('\n', '\\n'), kind, ttlMs === null ? '–' : `${Math.ceil(ttlMs / 1000)} s`],
      ...[bytes === null ? '–' : String(bytes), String(slot), node],
    ]);
    if (rows.length > 0)
      table(t, [heads.map((head) => t.say(msg(`cli.keys.${head}`))), ...rows]).forEach((line) => t.out(line));
    if (!complete || rows.length === 0)
      t.err(t.say(rows.length === 0 ? msg('cli.keys.none') : msg('cli.keys.more', { n: rows.length })));
  }
  return exit.done;
};

/** `redis call NAME COMMAND …`: one command to the cluster, or to one node. */
export const call: Command = async (session) => {
  const { t, args } = session;
  const { clusters } = await session.withEngine();
  const name = nameOf(session);
  const word = valueOf(args, 'node');
  const node = word === undefined ? undefined : nodeNamed(await clusters.live(name), word).name;
  const reply = await clusters.command(name, lineOf(args.words.slice(1)), node);
  if (args.json) t.out(JSON.stringify(reply, null, 2));
  else {
    reply.lines.forEach((line) => (reply.failed ? t.err(line) : t.out(line)));
    if (reply.linesLeftOut !== undefined)
      t.err(t.paint(t.say(msg('cli.call.leftOut', { n: reply.linesLeftOut })), 'dim'));
  }
  return reply.failed ? exit.failed : exit.done;
};

/** Words as one line that is split into the same words again. A single one is a line by itself. */
export function lineOf(words: readonly string[]): string {
  const [only, ...more] = words;
  if (only !== undefined && more.length === 0) return only;
  return words
    .map((word) => (/^[\w:.*{}[\]@%+,/$#~!?^=<>|;&()-]+$/.test(word) ? word : quoted(word)))
    .join(' ');
}

const quoted = (word: string): string =>
  `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;

const nameOf = ({ args }: Session): string => args.words[0] ?? '';
