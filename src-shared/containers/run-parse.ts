import { runArgs, type Flag } from '../compose/build/run-args';
import { tidyPaste } from '../compose/build/paste';
import { dockerWords } from '../compose/build/run-import';
import { shellCommands, type ShellWord } from '../compose/build/shell-words';
import { bytesOf } from '../compose/read/units';
import type { Message } from '../i18n/index';
import { emptyRun, shellWord, variable, type RunDraft } from './run-draft';
import { pullPolicies } from './run-spec';
import { mountFrom, portsFrom, restartFrom, ulimitFrom, ulimitText, volumeFrom } from './run-texts';

export interface ParsedRun {
  /** Absent: there is no `docker run` in it, or it names no image. */
  readonly draft?: RunDraft;
  /** What the form has no field for, as it was written. */
  readonly left: readonly string[];
  /** What is wrong with the command. */
  readonly problems: readonly Message[];
  /** Further commands that run containers. */
  readonly more: number;
}

/** Flags that say nothing about the container, or what the form does anyway. */
const nothing: ReadonlySet<string> = new Set([
  ...['--detach', '--quiet', '--sig-proxy', '--disable-content-trust'],
]);

/**
 * Reads a pasted `docker run` (or `create`) into a form's fields; a `docker network create` gives its network a subnet.
 *
 * @param valueOf what a variable without a value (`-e NAME`) is to have: docker takes it from its environment
 */
export function parseRun(text: string, valueOf: (name: string) => string = () => ''): ParsedRun {
  const runs: (readonly ShellWord[])[] = [];
  const subnets = new Map<string, string>();
  for (const command of shellCommands(tidyPaste(text))) {
    const words = dockerWords(command) ?? [];
    const [noun = '', verb = ''] = words.map(({ plain }) => plain);
    if (noun === 'run' || noun === 'create') runs.push(words.slice(1));
    else if (noun === 'container' && (verb === 'run' || verb === 'create')) runs.push(words.slice(2));
    else if (noun === 'network' && verb === 'create') subnetOf(words.slice(2), subnets);
  }
  const first = runs[0];
  if (first === undefined) return { left: [], problems: [], more: 0 };
  const { flags, rest, notes } = runArgs(first);
  const problems = notes.filter(({ level }) => level === 'error').map(({ what }) => what);
  const [image, ...command] = rest;
  if (image === undefined) return { left: [], problems, more: runs.length - 1 };
  const draft = emptyRun();
  const left: string[] = [];
  draft.image = image.plain;
  draft.command = command.map(({ plain }) => shellWord(plain)).join(' ');
  for (const flag of flags) if (!take(draft, flag, valueOf)) left.push(`${flag.name} ${flag.plain}`.trim());
  if (draft.name === '') draft.name = nameFor(draft.image);
  draft.subnet = subnets.get(draft.network) ?? '';
  return { draft, left, problems, more: runs.length - 1 };
}

function subnetOf(words: readonly ShellWord[], into: Map<string, string>): void {
  const plain = words.flatMap((word) =>
    /^--[a-z-]+=/.test(word.plain)
      ? [word.plain.slice(0, word.plain.indexOf('=')), word.plain.slice(word.plain.indexOf('=') + 1)]
      : [word.plain],
  );
  const at = plain.indexOf('--subnet');
  const subnet = at < 0 ? undefined : plain[at + 1];
  const name = plain.find(
    (word, i) =>
      !word.startsWith('-') && !(plain[i - 1]?.startsWith('-') === true && isValueFlag(plain[i - 1])),
  );
  if (name !== undefined && subnet !== undefined) into.set(name, subnet);
}

const switches: ReadonlySet<string | undefined> = new Set([
  ...['--attachable', '--internal', '--ingress', '--ipv6', '--config-only'],
]);
const isValueFlag = (word: string | undefined): boolean => !switches.has(word);

const nameFor = (image: string): string =>
  (image.split('/').at(-1) ?? '').replace(/[:@].*$/, '').replace(/[^a-zA-Z0-9_.-]/g, '-');

/** Puts a flag into its field; false where there is none. */
function take(draft: RunDraft, { name, plain }: Flag, valueOf: (name: string) => string): boolean {
  if (nothing.has(name)) return true;
  switch (name) {
    case '--name':
      draft.name = plain;
      return true;
    case '--pull': {
      const found = pullPolicies.find((each) => each === plain);
      draft.pull = found ?? draft.pull;
      return found !== undefined;
    }
    case '--hostname':
      draft.hostname = plain;
      return true;
    case '--user':
      draft.user = plain;
      return true;
    case '--workdir':
      draft.workingDir = plain;
      return true;
    case '--entrypoint':
      draft.entrypoint = plain;
      return plain !== '';
    case '--privileged':
      draft.privileged = true;
      return true;
    case '--network':
    case '--net':
      if (/^container:|=/.test(plain) || draft.network !== '') return false;
      draft.network = plain === 'default' || plain === 'bridge' ? '' : plain;
      return true;
    case '--ip':
      draft.address = plain;
      return true;
    case '--network-alias':
    case '--net-alias':
      draft.aliases = `${draft.aliases} ${plain}`.trim();
      return true;
    case '--env': {
      const at = plain.indexOf('=');
      draft.env.push(
        at < 0 ? variable(plain, valueOf(plain)) : variable(plain.slice(0, at), plain.slice(at + 1)),
      );
      return true;
    }
    case '--label': {
      const at = plain.indexOf('=');
      draft.labels[at < 0 ? plain : plain.slice(0, at)] = at < 0 ? '' : plain.slice(at + 1);
      return true;
    }
    case '--publish': {
      const ports = portsFrom(plain) ?? [];
      for (const { hostIp = '', hostPort: host, containerPort: container, protocol } of ports)
        draft.ports.push({ host, container, protocol, hostIp });
      return ports.length > 0;
    }
    case '--volume':
      return pushed(draft.mounts, volumeFrom(plain));
    case '--mount':
      return pushed(draft.mounts, mountFrom(plain));
    case '--restart': {
      const found = restartFrom(plain);
      if (found === undefined) return false;
      draft.policy = found.name;
      draft.tries = found.maximumRetryCount;
      return true;
    }
    case '--ulimit': {
      const found = ulimitFrom(plain);
      if (found !== undefined) draft.ulimits = `${draft.ulimits} ${ulimitText(found)}`.trim();
      return found !== undefined;
    }
    case '--rm':
      draft.autoRemove = true;
      return true;
    case '--tty':
      draft.tty = true;
      return true;
    case '--interactive':
      draft.interactive = true;
      return true;
    case '--health-cmd':
      draft.health = plain;
      return true;
    case '--health-interval':
      draft.healthInterval = plain;
      return true;
    case '--health-timeout':
      draft.healthTimeout = plain;
      return true;
    case '--health-start-period':
      draft.healthStart = plain;
      return true;
    case '--health-retries':
      draft.healthRetries = Number(plain);
      return Number(plain) > 0;
    case '--memory': {
      const bytes = bytesOf(plain);
      draft.memory = bytes === undefined ? undefined : bytes / (1024 * 1024);
      return bytes !== undefined;
    }
    case '--cpus':
      draft.cpus = Number(plain);
      return Number(plain) > 0;
    case '--pids-limit':
      draft.pids = Number(plain) > 0 ? Number(plain) : undefined;
      return true;
    default:
      return false;
  }
}

function pushed<T>(list: T[], item: T | undefined): boolean {
  if (item !== undefined) list.push(item);
  return item !== undefined;
}
