import type { RedisNode } from '../ops';
import { command, secretExpression } from './shell';

/** redis-cli inside a node's container; the password goes by the environment, seen in no process list. */
export function cli(node: RedisNode, ...words: readonly (string | number)[]): string {
  return auth(node) + bare(node, [], ...words);
}

/** The same, reading commands from what is piped into it. */
export function cliReading(node: RedisNode, ...words: readonly (string | number)[]): string {
  return auth(node) + bare(node, ['-i'], ...words);
}

function bare(node: RedisNode, options: readonly string[], ...words: readonly (string | number)[]): string {
  if (node.container === undefined) return outside(node, ...words);
  return command(
    'docker',
    'exec',
    ...options,
    ...(node.auth === undefined ? [] : ['-e', 'REDISCLI_AUTH']),
    node.container,
    'redis-cli',
    '-p',
    node.innerPort,
    ...login(node),
    ...words,
  );
}

/** redis-cli on this computer, to where it reaches the node; without the password. */
export function outside(node: RedisNode, ...words: readonly (string | number)[]): string {
  return command('redis-cli', '-h', node.host, '-p', node.port, ...login(node), ...words);
}

/** What goes before a command so that redis-cli has the password. */
export function auth(node: RedisNode): string {
  return node.auth === undefined ? '' : `REDISCLI_AUTH="${secretExpression(node.auth.password)}" `;
}

function login({ auth: known, tls, container }: RedisNode): string[] {
  const words = known?.username === undefined ? [] : ['--user', known.username];
  if (tls === undefined) return words;
  // Inside a container the files are others: there its own certificate is trusted as it is.
  if (container !== undefined) return [...words, '--tls', '--insecure'];
  return [
    ...words,
    '--tls',
    ...(tls.ca === undefined ? [] : ['--cacert', tls.ca]),
    ...(tls.cert === undefined ? [] : ['--cert', tls.cert]),
    ...(tls.key === undefined ? [] : ['--key', tls.key]),
    ...(tls.serverName === undefined ? [] : ['--sni', tls.serverName]),
    ...(tls.insecure === true ? ['--insecure'] : []),
  ];
}
