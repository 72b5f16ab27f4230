export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

const words: Readonly<Record<string, LogLevel>> = {
  fatal: 'error',
  critical: 'error',
  crit: 'error',
  panic: 'error',
  emerg: 'error',
  alert: 'error',
  severe: 'error',
  error: 'error',
  err: 'error',
  warning: 'warn',
  warn: 'warn',
  notice: 'info',
  info: 'info',
  note: 'info',
  log: 'info',
  debug: 'debug',
  trace: 'debug',
  verbose: 'debug',
};
const marks: Readonly<Record<string, LogLevel>> = { '#': 'warn', '*': 'info', '-': 'debug', '.': 'debug' };

/** `level=warn`, `"level":"error"`, `severity: INFO`. */
const named = /\b(?:level|lvl|severity)["']?\s*[=:]\s*["']?([a-z]+)/i;
/** `[error]`, `[Warning]`, `ERROR`, `WARN:`; in small letters only between brackets. */
const word =
  /\[([A-Za-z]{3,8})\]|\b(FATAL|CRITICAL|CRIT|PANIC|EMERG|ALERT|SEVERE|ERROR|ERR|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE)\b/g;
/** Redis: `1:M 23 Nov 2026 21:00:00.000 # …`. */
const redis = /^\d+:[A-Z] \d+ \w{3} \d{4} [\d:.]+ ([#*.-]) /;
/** PostgreSQL and the like: `… FATAL:  …`, `… LOG:  …`. */
const labelled = /\b(PANIC|FATAL|ERROR|WARNING|NOTICE|LOG):\s/;

/** How bad a line is, as far as it says so by one of the usual ways. Looks at its beginning only. */
export function levelOf(line: string): LogLevel | undefined {
  const head = line.length > 300 ? line.slice(0, 300) : line;
  const mark = redis.exec(head)?.[1];
  if (mark !== undefined) return marks[mark];
  const said = named.exec(head)?.[1] ?? labelled.exec(head)?.[1];
  if (said !== undefined) {
    const level = words[said.toLowerCase()];
    if (level !== undefined) return level;
  }
  for (const match of head.matchAll(word)) {
    const level = words[(match[1] ?? match[2] ?? '').toLowerCase()];
    if (level !== undefined) return level;
  }
  return undefined;
}
