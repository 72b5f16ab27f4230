import { portText, restartText, ulimitText } from '../containers/run-texts';
import type { OpArgs } from '../ops';
import type { SecretRef } from '../secrets';
import { command, lines, mountValue, secretExpression } from './shell';

type Run = OpArgs<'container.run'>;

/**
 * `docker run`, as a person would type it. A secret comes by way of the shell's environment.
 *
 * @param further options that an op does not have, each with its value
 */
export function runCommand(args: Run, further: readonly (readonly string[])[] = []): string {
  const { network, restart, memory, cpus, pids, health } = args;
  const flag = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [name, String(value)];
  const words = lines([
    ['docker', 'run', '--detach', ...switches(args), '--name', args.name],
    flag('--pull', args.pull),
    flag('--hostname', args.hostname),
    flag('--user', args.user),
    flag('--workdir', args.workingDir),
    args.privileged ? ['--privileged'] : [],
    [...flag('--network', network), ...flag('--ip', args.address)],
    ...args.aliases.map((alias) => ['--network-alias', alias]),
    ...args.ports.map((port) => ['--publish', portText(port)]),
    ...args.mounts.map(mountWords),
    ...args.env.map(({ name, value }) => ['--env', `${name}=${value}`]),
    ...Object.keys(args.secrets).map((name) => ['--env', name]),
    restart.name === 'no' ? [] : ['--restart', restartText(restart)],
    memory === undefined ? [] : ['--memory', memoryFlag(memory)],
    flag('--cpus', cpus),
    flag('--pids-limit', pids),
    ...args.ulimits.map((each) => ['--ulimit', ulimitText(each)]),
    ...(health === undefined
      ? []
      : [
          ['--health-cmd', health.command],
          flag('--health-interval', health.interval),
          flag('--health-timeout', health.timeout),
          flag('--health-start-period', health.startPeriod),
          flag('--health-retries', health.retries),
        ]),
    ...Object.entries(args.labels).map(([name, value]) => ['--label', `${name}=${value}`]),
    ...further,
    flag('--entrypoint', args.entrypoint),
    [args.image, ...args.command],
  ]);
  return Object.entries(args.secrets).map(secretWord).join('') + words;
}

const switches = ({ autoRemove, interactive, tty }: Run): string[] => [
  ...(autoRemove ? ['--rm'] : []),
  ...(interactive ? ['--interactive'] : []),
  ...(tty ? ['--tty'] : []),
];

/** `NAME="$(head -n 1 file)" `; nothing where the shell has the variable under that name already. */
function secretWord([name, ref]: [string, SecretRef]): string {
  const known = 'stored' in ref || 'container' in ref || ('env' in ref && ref.env === name);
  return known ? '' : `${name}="${secretExpression(ref)}" `;
}

/** The same in a script, which stops before it where a secret is not set. */
export function runScript(args: Run): string {
  const guards = Object.entries(args.secrets).flatMap(([name, ref]) =>
    secretWord([name, ref]) === ''
      ? [`: "\${${name}:?Set it first: read -rs ${name} && export ${name}}"`, `export ${name}`]
      : [],
  );
  return [...guards, `${runCommand(args)} > /dev/null`].join('\n');
}

function mountWords({ type, source, target, readOnly }: Run['mounts'][number]): string[] {
  if (!source.includes(':') && !target.includes(':'))
    return ['--volume', `${source}:${target}${readOnly ? ':ro' : ''}`];
  return ['--mount', mountValue({ type, source, target, ...(readOnly && { readonly: 'true' }) })];
}

/** Bytes as docker's flags take them, short where that is exact: `512m`. */
export function memoryFlag(bytes: number): string {
  if (bytes <= 0) return String(bytes);
  if (bytes % 1024 ** 3 === 0) return `${String(bytes / 1024 ** 3)}g`;
  return bytes % 1024 ** 2 === 0 ? `${String(bytes / 1024 ** 2)}m` : String(bytes);
}

export function settleCommand({ container, autoRemove }: OpArgs<'container.settle'>): string {
  // One that is gone by then tells nothing more.
  if (autoRemove === true) return `sleep 2 && ${command('docker', 'ps', '--filter', `name=^${container}$`)}`;
  const state = command('docker', 'inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', container);
  return `sleep 2 && ${state} | grep -E '^(running|exited) 0$'`;
}

export function answersCommand({ host, port, timeoutMs }: OpArgs<'container.answers'>): string {
  const seconds = String(Math.ceil(timeoutMs / 1000));
  return `timeout ${seconds} bash -c 'until (exec 3<>/dev/tcp/${host}/${String(port)}) 2> /dev/null; do sleep 1; done'`;
}
