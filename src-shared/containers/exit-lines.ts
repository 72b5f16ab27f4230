import { msg, type Message } from '../i18n/index';

const known: readonly { readonly match: RegExp; readonly tell: () => Message }[] = [
  { match: /exec format error/i, tell: () => msg('stacks.exit.try.platform') },
  { match: /address already in use|EADDRINUSE/i, tell: () => msg('stacks.exit.try.line.inUse') },
  {
    match:
      /ENOTFOUND|getaddrinfo|could not resolve|UnknownHost|(name or service|nodename).* not known|no such host/i,
    tell: () => msg('stacks.exit.try.line.name'),
  },
  {
    match: /connection refused|ECONNREFUSED|could not connect|can't connect/i,
    tell: () => msg('stacks.exit.try.line.refused'),
  },
  {
    match: /permission denied|EACCES|operation not permitted/i,
    tell: () => msg('stacks.exit.try.line.permission'),
  },
  { match: /no space left on device|ENOSPC/i, tell: () => msg('stacks.exit.try.line.space') },
  {
    match: /OutOfMemoryError|cannot allocate memory|heap out of memory|std::bad_alloc/i,
    tell: () => msg('stacks.exit.try.line.heap'),
  },
  {
    match:
      /(is not set|not specified|must be set|is required|missing).*(password|variable|environment)|(password|variable|environment).*(is not set|not specified|must be set|is required)/i,
    tell: () => msg('stacks.exit.try.line.variable'),
  },
  {
    match: /no such file or directory|ENOENT|cannot find|unable to access|can't open/i,
    tell: () => msg('stacks.exit.try.line.file'),
  },
];

/** What the last lines of a program's output suggest; the newest line that says something comes first. At most two. */
export function hintsIn(lines: readonly string[]): readonly Message[] {
  const found = new Map<string, Message>();
  for (const line of [...lines].reverse())
    for (const { match, tell } of known)
      if (match.test(line)) {
        const hint = tell();
        found.set(hint.key, hint);
        break;
      }
  return [...found.values()].slice(0, 2);
}
