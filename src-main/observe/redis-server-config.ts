/** What a Redis server was told at its start, from its command line and its configuration file. */
export interface ServerConfig {
  readonly port: number;
  readonly clusterEnabled: boolean;
  readonly password?: string;
  /** Where the node keeps its identity: nodes.conf in its working folder, unless told otherwise. */
  readonly nodesFile: string;
}

/** Directive -> its values, lower-case names; the last one said wins, as it does in the server. */
export type Directives = ReadonlyMap<string, readonly string[]>;

/** The official images work in /data. */
const workingFolder = '/data';
const serverPattern = /(^|\/)(redis|valkey)-server$/;

/** Whether a command line or an image's name looks like a Redis or Valkey server. */
export function looksLikeRedis(command: string, image: string): boolean {
  return /\b(redis|valkey)-server\b/.test(command) || /(redis|valkey)/.test(image.replace(/[:@].*$/, ''));
}

/**
 * The configuration file and the directives in a container's command line: `redis-server /path --port 6381 …`,
 * bare options as the images' entry points take them, or all of it in one string for a shell.
 */
export function readCommand(words: readonly string[]): { file?: string; directives: Directives } {
  const flat = words.flatMap((word) => (/\b(redis|valkey)-server\s/.test(word) ? splitLine(word) : [word]));
  const server = flat.findIndex((word) => serverPattern.test(word));
  const args = flat.slice(server >= 0 ? server + 1 : firstOption(flat));
  const directives = new Map<string, string[]>();
  let file: string | undefined;
  let current: string[] | undefined;
  for (const arg of args) {
    if (arg.startsWith('--')) {
      const [name = '', ...rest] = arg.slice(2).split('=');
      current = rest.length > 0 ? [rest.join('=')] : [];
      directives.set(name.toLowerCase(), current);
    } else if (current !== undefined) current.push(arg);
    else if (!arg.startsWith('-') && file === undefined) file = absolute(arg);
  }
  return { ...(file === undefined ? {} : { file }), directives };
}

/** Where the server's own arguments begin when its name is not among the words. */
function firstOption(words: readonly string[]): number {
  const at = words.findIndex((word) => word.startsWith('--') || word.endsWith('.conf'));
  return at < 0 ? words.length : at;
}

const absolute = (path: string): string => (path.startsWith('/') ? path : `${workingFolder}/${path}`);

/** The directives of a redis.conf. */
export function readConfFile(text: string): Directives {
  const directives = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [name, ...values] = splitLine(line);
    if (name !== undefined) directives.set(name.toLowerCase(), values);
  }
  return directives;
}

/** The command line has the last word over the file. */
export function serverConfig(file: Directives, command: Directives): ServerConfig {
  const value = (name: string): string | undefined => (command.get(name) ?? file.get(name))?.[0];
  const password = value('requirepass');
  const dir = absolute(value('dir') ?? workingFolder).replace(/\/\.?$/, '');
  return {
    port: Number(value('port') ?? 6379),
    clusterEnabled: value('cluster-enabled')?.toLowerCase() === 'yes',
    nodesFile: `${dir}/${value('cluster-config-file') ?? 'nodes.conf'}`,
    ...(password === undefined || password === '' ? {} : { password }),
  };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007' };

/** Words of a line, quoted as redis.conf takes them (sdssplitargs in Redis's sds.c). */
export function splitLine(line: string): string[] {
  const words: string[] = [];
  const pattern = /"((?:\\.|[^"\\])*)"|'((?:\\'|[^'])*)'|(\S+)/g;
  for (const match of line.matchAll(pattern)) {
    const [, double, single, bare] = match;
    if (double !== undefined) words.push(unescape(double));
    else if (single !== undefined) words.push(single.replaceAll("\\'", "'"));
    else if (bare !== undefined) words.push(bare);
  }
  return words;
}

function unescape(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (escapes[char] ?? char) : String.fromCharCode(parseInt(hex, 16)),
  );
}
