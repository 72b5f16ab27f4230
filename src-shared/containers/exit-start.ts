import { msg, raw, type Message } from '../i18n/index';
import type { ExitFacts } from './exit-facts';
import type { Told } from './exit-told';

/** A start that the engine could not carry out: it says why in its own words, which are read here. */
export function failedStart({ error, exitCode }: ExitFacts): Told {
  for (const { match, tell } of reasons) {
    const found = match.exec(error);
    if (found !== null) return tell(found[1] ?? '', error);
  }
  // Without known words the code still tells: 127 not found, 126 not to be run, 128 anything else.
  if (exitCode === 127) return notFound('');
  if (exitCode === 126) return notExecutable('');
  return {
    cause: 'start-failed',
    tone: 'bad',
    headline: msg('stacks.exit.start.head'),
    what: msg('stacks.exit.start.what', { words: raw(error) }),
    tries: [msg('stacks.exit.try.start')],
  };
}

const quoted = (program: string): Message =>
  program === '' ? msg('stacks.exit.theProgram') : raw(`“${program}”`);

function notFound(program: string): Told {
  return {
    cause: 'not-found',
    tone: 'bad',
    headline: msg('stacks.exit.notFound.head', { program: quoted(program) }),
    what: msg('stacks.exit.notFound.what', { program: quoted(program) }),
    tries: [msg('stacks.exit.try.spelling'), msg('stacks.exit.try.shebang')],
  };
}

function notExecutable(program: string): Told {
  return {
    cause: 'not-executable',
    tone: 'bad',
    headline: msg('stacks.exit.notExecutable.head', { program: quoted(program) }),
    what: msg('stacks.exit.notExecutable.what', { program: quoted(program) }),
    tries: [msg('stacks.exit.try.chmod'), msg('stacks.exit.try.notFolder')],
  };
}

function wrongPlatform(program: string): Told {
  return {
    cause: 'wrong-platform',
    tone: 'bad',
    headline: msg('stacks.exit.platform.head'),
    what: msg('stacks.exit.platform.what', { program: quoted(program) }),
    tries: [msg('stacks.exit.try.platform'), msg('stacks.exit.try.shebangFirst')],
  };
}

const words = (error: string): Message => raw(error);

const reasons: readonly { readonly match: RegExp; readonly tell: (found: string, error: string) => Told }[] =
  [
    {
      match:
        /(?:Bind for \S*?|listen (?:tcp|udp)\d? \S*?|bind: .*?|\D)(\d+)(?: failed)?: (?:port is already allocated|bind: address already in use|address already in use)/,
      tell: (port) => ({
        cause: 'port-taken',
        tone: 'bad',
        headline: msg('stacks.exit.port.head', { port }),
        what: msg('stacks.exit.port.what', { port }),
        tries: [msg('stacks.exit.try.port'), msg('stacks.exit.try.portFree')],
      }),
    },
    { match: /exec: "([^"]*)".*(?:executable file not found|no such file or directory)/, tell: notFound },
    { match: /exec(?:: "([^"]*)")?.*exec format error/, tell: wrongPlatform },
    { match: /exec: "([^"]*)".*(?:permission denied|is a directory)/, tell: notExecutable },
    {
      match: /network (\S+) not found/,
      tell: (network) => ({
        cause: 'network-gone',
        tone: 'bad',
        headline: msg('stacks.exit.network.head', { network }),
        what: msg('stacks.exit.network.what'),
        tries: [msg('stacks.exit.try.recreate')],
      }),
    },
    {
      match:
        /(?:error mounting|error while creating mount source path|bind source path does not exist)[^"']*["']?([^"':]*)/,
      tell: (path, error) => ({
        cause: 'mount',
        tone: 'bad',
        headline: msg('stacks.exit.mount.head'),
        what: msg('stacks.exit.start.what', { words: words(error) }),
        tries: [
          /not a directory|directory onto a file/.test(error)
            ? msg('stacks.exit.try.mountKind')
            : msg('stacks.exit.try.mount', { path: path === '' ? msg('stacks.exit.theSource') : raw(path) }),
        ],
      }),
    },
  ];
