/** Something that the engine did with a container: `kill`, `die`, `oom`, `stop`, `start`, `health_status: unhealthy` … */
export interface EngineMoment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The action, as `docker events` names it. */
  readonly what: string;
  /** Of `kill`: its number. */
  readonly signal?: number;
  /** Of `die`. */
  readonly exitCode?: number;
}

export type RestartPolicyName = 'no' | 'always' | 'unless-stopped' | 'on-failure';

/** What is known of a container that stopped, restarts or is unhealthy. Plain data, observed once. */
export interface ExitFacts {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  /** As the engine has it; 0 while it runs. */
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** Why its start failed, in the engine's words; empty: it did not. */
  readonly error: string;
  /** Milliseconds since the epoch. */
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly restart: { readonly policy: RestartPolicyName; readonly retries: number };
  readonly restartCount: number;
  /** Bytes; 0: none. */
  readonly memoryLimit: number;
  /** Entrypoint and command. */
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly init: boolean;
  /** How it is asked to stop, by number: 15 is SIGTERM. */
  readonly stopSignal: number;
  /** How long a stop waits before it kills. */
  readonly stopSeconds: number;
  readonly health?: {
    readonly status: 'starting' | 'healthy' | 'unhealthy';
    readonly failingStreak: number;
    /** Of the newest check. */
    readonly exitCode?: number;
    readonly output?: string;
  };
  /** Oldest first. */
  readonly events: readonly EngineMoment[];
  /** How far back events are known: what happened to it since then is in `events`. Absent: nothing is known. */
  readonly eventsSince?: number;
  /** The last lines of its output, oldest first. */
  readonly lines: readonly string[];
}

/** Names of Linux signals by their numbers (signal(7), x86 and ARM). */
const signals: Readonly<Record<number, string>> = {
  ...{
    1: 'SIGHUP',
    2: 'SIGINT',
    3: 'SIGQUIT',
    4: 'SIGILL',
    5: 'SIGTRAP',
    6: 'SIGABRT',
    7: 'SIGBUS',
    8: 'SIGFPE',
  },
  ...{
    9: 'SIGKILL',
    10: 'SIGUSR1',
    11: 'SIGSEGV',
    12: 'SIGUSR2',
    13: 'SIGPIPE',
    14: 'SIGALRM',
    15: 'SIGTERM',
  },
  ...{
    16: 'SIGSTKFLT',
    17: 'SIGCHLD',
    18: 'SIGCONT',
    19: 'SIGSTOP',
    20: 'SIGTSTP',
    24: 'SIGXCPU',
    25: 'SIGXFSZ',
  },
  ...{ 30: 'SIGPWR', 31: 'SIGSYS' },
};

/** `15` -> `SIGTERM`; one without a name: `signal 40`. */
export function signalName(number: number): string {
  return signals[number] ?? `signal ${String(number)}`;
}

/** `SIGTERM`, `TERM`, `15` or `SIGRTMIN+3` -> its number; what is not known: 15, which Docker takes by default. */
export function signalNumber(text: string): number {
  const digits = /^\d+$/.exec(text.trim());
  if (digits !== null) return Number(digits[0]);
  const wanted = text
    .trim()
    .toUpperCase()
    .replace(/^(?!SIG)/, 'SIG');
  const real = /^SIGRTMIN(?:\+(\d+))?$/.exec(wanted);
  if (real !== null) return 34 + Number(real[1] ?? 0);
  const found = Object.entries(signals).find(([, name]) => name === wanted);
  return found === undefined ? 15 : Number(found[0]);
}

/** Who brought the last end about, as far as the engine's events tell. */
export type Ending =
  | { readonly by: 'stop' }
  /** Asked to stop, it did not in time, and was killed. */
  | { readonly by: 'stop-timeout'; readonly waitedMs: number }
  | { readonly by: 'kill'; readonly signal: number }
  /** Nothing was sent by way of the engine. */
  | { readonly by: 'itself' }
  | { readonly by: 'unknown' };

/** Reads the events between the last start and the last end. */
export function endingOf({ events, eventsSince, stopSignal, stopSeconds, ...facts }: ExitFacts): Ending {
  const died = events.findLastIndex(({ what }) => what === 'die');
  const until = died === -1 ? events.length : died;
  const started = events.slice(0, until).findLastIndex(({ what }) => what === 'start');
  const kills = events.slice(started + 1, until).filter(({ what }) => what === 'kill');
  const asked = kills.find(({ signal }) => signal === stopSignal && signal !== 9);
  const killed = kills.findLast(({ signal }) => signal === 9);
  if (asked !== undefined)
    return killed === undefined ? { by: 'stop' } : { by: 'stop-timeout', waitedMs: killed.at - asked.at };
  const last = kills.at(-1);
  if (last?.signal !== undefined) return { by: 'kill', signal: last.signal };
  // A stop begins up to its time limit before the end.
  const end = events[died]?.at ?? facts.finishedAt;
  const reaches =
    eventsSince !== undefined && end !== undefined && eventsSince < end - stopSeconds * 1000 - 1000;
  const whole = started !== -1 && died !== -1;
  return { by: whole || reaches ? 'itself' : 'unknown' };
}

/**
 * Whether the kernel killed something in it for memory. An engine that hears of the end before it hears of the kill
 * leaves `OOMKilled` false (seen on 20.10 with cgroup v1), but tells of the kill by an event all the same.
 */
export function ranOutOfMemory({ oomKilled, events, state }: ExitFacts): boolean {
  const died = events.findLastIndex(({ what }) => what === 'die');
  const isStart = ({ what }: EngineMoment): boolean => what === 'start';
  const started = events.slice(0, died === -1 ? events.length : died).findLastIndex(isStart);
  // Of a short run the start may be told after the end: it is a new run only where something runs.
  const runs = state === 'running' || state === 'paused';
  const next = events.findIndex((event, index) => runs && died !== -1 && index > died && isStart(event));
  const last = events.slice(started + 1, next === -1 ? events.length : next);
  return oomKilled || last.some(({ what }) => what === 'oom');
}
