import { setTimeout as sleep } from 'node:timers/promises';
import { msg } from '@shared/i18n/index';
import { metricNames, type Metric, type MetricResult } from '@shared/metrics/model';
import { parseTime } from '@shared/metrics/range';
import { bad, listOf, notAmong, valueOf, type Arguments } from '../args';
import { exit, printJson, type Command } from '../session';
import { table } from '../terminal';

/** `metrics query`: what is on disk, also while the app runs, which has it there within 10 s. */
export const query: Command = async (session) => {
  const { args, t } = session;
  const metric = metricOf(args);
  const [from, to] = [timeOf(args, 'from', 'now-1h'), timeOf(args, 'to', 'now')];
  if (from >= to) throw bad(msg('metrics.cli.emptyRange'), msg('metrics.cli.noTime.hint'));
  const names = listOf(args, 'container');
  const { metrics } = await session.flotilla();
  const [result] = await metrics.query([
    {
      ...{ metric, from, to, buckets: bucketsOf(args) },
      filter: names.length === 0 ? {} : { kind: 'container', name: names },
    },
  ]);
  if (args.json) printJson(session, result);
  else if (result === undefined || result.series.length === 0) t.err(t.say(msg('metrics.cli.none')));
  else table(t, rowsOf(result, t.say(msg('metrics.cli.time')))).forEach((line) => t.out(line));
  return exit.done;
};

/** `metrics sources`: looks at each for as long as it takes to have an answer, 8 s at most. */
export const sources: Command = async (session) => {
  const { args, t } = session;
  const { metrics } = await session.withEngine();
  metrics.start();
  const end = Date.now() + 8000;
  let found = await metrics.sources();
  while (Date.now() < end && (found.length === 0 || found.some(({ state }) => state === 'off'))) {
    await sleep(200);
    found = await metrics.sources();
  }
  if (args.json) printJson(session, found);
  else {
    const head = (['source', 'where', 'state', 'subjects', 'waiting'] as const).map((name) =>
      t.say(msg(`metrics.cli.${name}`)),
    );
    const rows = found.map(({ kind, where, state, subjects, waiting }) => [
      ...[kind, where, state, String(subjects)],
      waiting === undefined ? '' : String(waiting),
    ]);
    table(t, [head, ...rows]).forEach((line) => t.out(line));
    for (const { error } of found)
      if (error !== undefined) t.err(`${t.say(error.what)}\n  → ${t.say(error.hint)}`);
  }
  return found.some(({ state }) => state === 'gone') ? exit.failed : exit.done;
};

function metricOf(args: Arguments): Metric {
  const name = valueOf(args, 'metric') ?? 'cpu';
  const found = metricNames.find((each) => each.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw notAmong(msg('metrics.cli.noMetric', { name }), name, metricNames);
}

function timeOf(args: Arguments, edge: 'from' | 'to', otherwise: string): number {
  const text = valueOf(args, edge) ?? otherwise;
  const time = parseTime(text, { now: Date.now(), edge, zone: 'local' });
  if (time === undefined) throw bad(msg('metrics.cli.noTime', { text }), msg('metrics.cli.noTime.hint'));
  return time;
}

function bucketsOf(args: Arguments): number {
  const text = valueOf(args, 'buckets') ?? '60';
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > 5000)
    throw bad(
      msg('metrics.cli.noBuckets', { text }),
      msg('cli.seeHelp.command', { command: 'metrics query' }),
    );
  return count;
}

/** A row a bucket, a column a series; nothing where nothing is known. */
function rowsOf({ times, series }: MetricResult, time: string): string[][] {
  return [
    [time, ...series.map(({ name }) => name)],
    ...times.map((at, i) => [
      new Date(at).toISOString(),
      ...series.map(({ values }) => {
        const value = values[i];
        return value == null ? '-' : String(Math.round(value * 1000) / 1000);
      }),
    ]),
  ];
}
