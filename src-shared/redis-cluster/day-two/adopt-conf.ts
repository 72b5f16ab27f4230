import { serverConf } from '../conf';
import type { PlannedNode } from '../nodes';
import type { RedisClusterSpec } from '../spec';

/** Set by our own lines, or of no use in another container; secrets must not be copied. */
const left = new Set([
  ...['port', 'bind', 'dir', 'cluster-enabled', 'cluster-config-file', 'cluster-announce-ip'],
  ...['cluster-announce-port', 'cluster-announce-bus-port', 'requirepass', 'masterauth', 'daemonize'],
  ...['pidfile', 'logfile', 'protected-mode', 'aclfile', 'user', 'include', 'loadmodule', 'rename-command'],
  ...['cluster-announce-hostname', 'cluster-announce-human-nodename', 'slaveof', 'replicaof', 'unixsocket'],
  ...['tls-key-file-pass', 'tls-client-key-file-pass', 'sentinel', 'masteruser'],
]);

/**
 * The directives that a hand-made container's command gives (`redis-server --maxmemory 100mb`), as lines of a
 * file; without those that a new node has of its own, and without secrets.
 */
export function commandDirectives(command: readonly string[]): Map<string, string> {
  const directives = new Map<string, string>();
  let name: string | undefined;
  let words: string[] = [];
  const close = (): void => {
    if (name !== undefined && !left.has(name) && !/pass|auth|secret/.test(name) && words.length > 0)
      directives.set(name, words.map(quoted).join(' '));
  };
  for (const word of command) {
    const start = /^--([a-z][a-z0-9-]*)$/i.exec(word);
    if (start !== null) {
      close();
      name = start[1]?.toLowerCase();
      words = [];
    } else if (name !== undefined) words.push(...(word === '' ? [''] : [word]));
  }
  close();
  return directives;
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_.:/@%+,-]+$/.test(word)
    ? word
    : `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A new node's file beside hand-made ones: ours, with their directives in the place of our own defaults. */
export function likeOthers(
  spec: RedisClusterSpec,
  node: PlannedNode,
  directives: ReadonlyMap<string, string>,
): string {
  const own = serverConf(spec, node)
    .trimEnd()
    .split('\n')
    .filter((line) => !directives.has(line.split(' ', 1)[0] ?? ''));
  return [...own, ...[...directives].map(([name, value]) => `${name} ${value}`), ''].join('\n');
}
