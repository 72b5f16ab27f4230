import { resolve } from 'node:path';
import { msg } from '@shared/i18n/index';
import type { TlsOptions } from '@shared/ops';
import type { LiveCluster, LiveNode } from '@shared/redis-cluster/live';
import type { SecretRef } from '@shared/secrets';
import { bad, isGiven, seeHelp, valueOf, type Arguments } from './args';
import { suggest } from './suggest';
import type { OptionName } from './syntax';

const shortestId = 4;

/**
 * The node that a word names: by its name, its container's, its address, its id or the beginning of that. Throws
 * AppError `cli.args` with those that there are.
 */
export function nodeNamed(cluster: LiveCluster, word: string): LiveNode {
  const { nodes, name } = cluster;
  const exact = nodes.find(
    (node) =>
      node.name === word || node.container?.name === word || node.address === word || node.id === word,
  );
  if (exact !== undefined) return exact;
  const begun = word.length < shortestId ? [] : nodes.filter(({ id }) => id.startsWith(word.toLowerCase()));
  const [only, another] = begun;
  if (only !== undefined && another === undefined) return only;
  const near = suggest(
    word,
    nodes.map((node) => node.name),
  );
  throw bad(
    msg('tools.node.unknown', { name, node: word }),
    near === undefined
      ? msg('tools.node.unknown.hint', { nodes: nodes.map((node) => node.name).join(', ') })
      : msg('cli.didYouMean', { name: near }),
  );
}

/** A whole number given to an option. Throws AppError `cli.args` where it is none or out of bounds. */
export function numberOf(
  args: Arguments,
  name: OptionName,
  { least, most }: { readonly least: number; readonly most: number },
  whole = true,
): number | undefined {
  const text = valueOf(args, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if ((!whole || Number.isInteger(value)) && value >= least && value <= most) return value;
  throw bad(msg('cli.option.number', { name: `--${name}`, least, most }), seeHelp(args.command));
}

/** One of some words given to an option. */
export function choiceOf<T extends string>(
  args: Arguments,
  name: OptionName,
  choices: readonly T[],
): T | undefined {
  const text = valueOf(args, name);
  const found = choices.find((each) => each === text);
  if (text === undefined || found !== undefined) return found;
  throw bad(
    msg('cli.option.choice', { name: `--${name}`, value: text }),
    msg('cli.hint.kinds', { kinds: choices.join(', ') }),
  );
}

/** What an option must be given. */
export function required(args: Arguments, name: OptionName): string {
  const text = valueOf(args, name);
  if (text !== undefined) return text;
  const command = `flotilla ${args.command ?? ''}`;
  throw bad(msg('cli.missing.argument', { command, name: `--${name}` }), seeHelp(args.command));
}

/** `HOST:PORT`. IPv6 in brackets. */
export function addressIn(args: Arguments, text: string): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3] ?? 0);
  if (host !== undefined && port > 0 && port <= 65_535) return { host, port };
  throw bad(msg('cli.address.bad', { text }), seeHelp(args.command));
}

export interface Login {
  readonly username?: string;
  /** By reference: a password on a command line stands in the list of processes and in the shell's history. */
  readonly password?: SecretRef;
  readonly tls?: TlsOptions;
}

/** A server's login and TLS from the options, which are named as redis-cli's. */
export function loginOf(args: Arguments): Login {
  const [env, file] = [valueOf(args, 'pass-env'), valueOf(args, 'pass-file')];
  const username = valueOf(args, 'user');
  const password = env !== undefined ? { env } : file !== undefined ? { file: resolve(file) } : undefined;
  if (username !== undefined && password === undefined)
    throw bad(msg('cli.login.noPassword'), msg('cli.login.noPassword.hint'));
  const path = (name: OptionName): string | undefined => {
    const text = valueOf(args, name);
    return text === undefined ? undefined : resolve(text);
  };
  const [ca, cert, key, serverName] = [path('cacert'), path('cert'), path('key'), valueOf(args, 'sni')];
  const insecure = isGiven(args, 'insecure');
  const tls =
    isGiven(args, 'tls') || insecure || [ca, cert, key, serverName].some((each) => each !== undefined);
  return {
    ...(username && { username }),
    ...(password && { password }),
    ...(tls && {
      tls: {
        ...(ca && { ca }),
        ...(cert && { cert }),
        ...(key && { key }),
        ...(serverName && { serverName }),
        ...(insecure && { insecure }),
      },
    }),
  };
}
