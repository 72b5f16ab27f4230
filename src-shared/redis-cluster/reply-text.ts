/** A server's reply with the difference that the protocol makes between its kinds (RESP2). */
export type Reply =
  | { readonly kind: 'status'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  /** As text: it may be beyond what a number holds. */
  | { readonly kind: 'integer'; readonly value: string }
  | { readonly kind: 'bulk'; readonly bytes: Uint8Array | null }
  | { readonly kind: 'array'; readonly items: readonly Reply[] | null };

const named: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** Bytes without the quotes around them, what can't be shown written as \x.. . Source: sdscatrepr in Redis's sds.c. */
export function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes)
    text +=
      named[byte] ??
      (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`);
  return text;
}

/** Bytes as text where they are valid UTF-8 without control characters but line ends and tabs; else undefined. */
export function readableText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // eslint-disable-next-line no-control-regex -- these make it unreadable
    return /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The lines that redis-cli prints for a reply on a terminal. `raw`: as it comes, for replies made to be read. */
export function replyLines(reply: Reply, options: { readonly raw?: boolean } = {}): string[] {
  const text = options.raw === true ? rawText(reply) : formatted(reply, '');
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** Source: cliFormatReplyTTY in redis-cli.c. */
function formatted(reply: Reply, prefix: string): string {
  switch (reply.kind) {
    case 'status':
      return `${reply.text}\n`;
    case 'error':
      return `(error) ${reply.text}\n`;
    case 'integer':
      return `(integer) ${reply.value}\n`;
    case 'bulk':
      return reply.bytes === null ? '(nil)\n' : `"${escapeBytes(reply.bytes)}"\n`;
    case 'array':
      return reply.items === null ? '(nil)\n' : listed(reply.items, prefix);
  }
}

function listed(items: readonly Reply[], prefix: string): string {
  if (items.length === 0) return '(empty array)\n';
  const width = String(items.length).length;
  // What is nested starts below the first letter of the item that it is in.
  const inner = prefix + ' '.repeat(width + 2);
  return items
    .map((item, n) => {
      const number = `${String(n + 1).padStart(width)}) `;
      return `${n === 0 ? '' : prefix}${number}${formatted(item, inner)}`;
    })
    .join('');
}

/** Source: cliFormatReplyRaw in redis-cli.c. */
function rawText(reply: Reply): string {
  switch (reply.kind) {
    case 'status':
    case 'error':
      return reply.text;
    case 'integer':
      return reply.value;
    case 'bulk':
      return reply.bytes === null ? '' : new TextDecoder().decode(reply.bytes);
    case 'array':
      return (reply.items ?? []).map((item) => rawText(item)).join('\n');
  }
}

/** Commands whose reply is a text with lines, which redis-cli prints as it is. Source: cliSendCommand in redis-cli.c. */
export function printsRaw(words: readonly string[]): boolean {
  const [first = '', second = '', ...rest] = words.map((word) => word.toLowerCase());
  if (first === 'info' || first === 'lolwut') return true;
  const subcommands: Readonly<Record<string, readonly string[]>> = {
    debug: ['htstats', 'htstats-key'],
    memory: ['malloc-stats', 'doctor'],
    client: ['list', 'info'],
    ...(rest.length === 0 ? { cluster: ['nodes', 'info'] } : {}),
    latency: rest.length === 0 ? ['doctor'] : rest.length === 1 ? ['graph'] : [],
  };
  return subcommands[first]?.includes(second) ?? false;
}
