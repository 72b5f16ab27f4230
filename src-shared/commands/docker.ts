import type { Op, OpArgs } from '../ops';
import { answersCommand, memoryFlag, runCommand, settleCommand } from './docker-run';
import { command, hereDocument, lines, mountValue, secretExpression, sh } from './shell';

/** The shell text of an op on the engine or the computer; undefined for an op of another kind. */
export function dockerCommands(op: Op): string[] | undefined {
  switch (op.kind) {
    case 'image.pull':
      return [command('docker', 'pull', op.args.image)];
    case 'network.create':
      return [
        lines([
          ['docker', 'network', 'create', '--driver', 'bridge', '--subnet', op.args.subnet],
          ...labelWords(op.args.labels),
          [op.args.name],
        ]),
      ];
    case 'network.remove':
      return [command('docker', 'network', 'rm', op.args.name)];
    case 'volume.create':
      return Object.keys(op.args.labels).length === 0
        ? [command('docker', 'volume', 'create', op.args.name)]
        : [lines([['docker', 'volume', 'create'], ...labelWords(op.args.labels), [op.args.name]])];
    case 'volume.remove':
      return [command('docker', 'volume', 'rm', op.args.name)];
    case 'folder.create':
      return [command('mkdir', '-p', '--', op.args.path)];
    case 'folder.remove':
      return [command('rm', '-rf', '--', op.args.path)];
    case 'container.create':
      return [createCommand(op.args)];
    case 'container.checkAbsent':
      return [`! ${command('docker', 'cp', `${op.args.container}:${op.args.path}`, '-')} > /dev/null 2>&1`];
    case 'container.writeFile':
      return writeCommands(op.args);
    case 'container.start':
      return [command('docker', 'start', op.args.container)];
    case 'container.update':
      return [updateCommand(op.args)];
    case 'container.run':
      return [runCommand(op.args)];
    case 'container.settle':
      return [settleCommand(op.args)];
    case 'container.answers':
      return [answersCommand(op.args)];
    case 'container.stop':
      return [command('docker', 'stop', op.args.container)];
    case 'container.kill':
      return [command('docker', 'kill', op.args.container)];
    case 'container.pause':
      return [command('docker', 'pause', op.args.container)];
    case 'container.unpause':
      return [command('docker', 'unpause', op.args.container)];
    case 'network.disconnect':
      return [command('docker', 'network', 'disconnect', op.args.network, op.args.container)];
    case 'network.connect': {
      const { network, container, address } = op.args;
      const at = address === undefined ? [] : ['--ip', address];
      return [command('docker', 'network', 'connect', ...at, network, container)];
    }
    case 'container.remove':
      return [command('docker', 'stop', op.args.container), command('docker', 'rm', op.args.container)];
    default:
      return undefined;
  }
}

function updateCommand({ container, restart, memory, cpus, pids }: OpArgs<'container.update'>): string {
  const tries = restart?.maximumRetryCount ?? 0;
  return lines([
    ['docker', 'update'],
    restart === undefined ? [] : ['--restart', `${restart.name}${tries > 0 ? `:${String(tries)}` : ''}`],
    memory === undefined
      ? []
      : ['--memory', memoryFlag(memory.limit), '--memory-swap', memoryFlag(memory.swap)],
    cpus === undefined ? [] : ['--cpus', String(cpus)],
    pids === undefined ? [] : ['--pids-limit', String(pids === 0 ? -1 : pids)],
    [container],
  ]);
}

function labelWords(labels: Readonly<Record<string, string>>): string[][] {
  return Object.entries(labels).map(([name, value]) => ['--label', `${name}=${value}`]);
}

/** `docker run` in its parts: created here, started later, so that its configuration can be put in between. */
function createCommand(args: OpArgs<'container.create'>): string {
  const { network, restart } = args;
  const policy =
    restart.maximumRetryCount === undefined ? restart.name : `${restart.name}:${restart.maximumRetryCount}`;
  return lines([
    ['docker', 'create', '--name', args.name],
    args.hostname === undefined ? [] : ['--hostname', args.hostname],
    network.mode === 'host' ? ['--network', 'host'] : ['--network', network.network, '--ip', network.address],
    ...args.ports.map((port) => ['--publish', `${port.hostIp}:${port.hostPort}:${port.containerPort}`]),
    ...args.mounts.map((mount) => [
      '--mount',
      mountValue({ type: mount.type, source: mount.source, target: mount.target }),
    ]),
    args.memoryBytes === undefined ? [] : ['--memory', String(args.memoryBytes)],
    ['--restart', policy],
    ...labelWords(args.labels),
    [args.image, ...args.command],
  ]);
}

/** By way of a file that only you can read. A secret is filled in by the shell and stands in no command line. */
function writeCommands(args: OpArgs<'container.writeFile'>): string[] {
  const file = `${args.container}.conf`;
  const secrets = Object.entries(args.secrets).map(([name, ref]) => [name, `"${secretExpression(ref)}"`]);
  const { open, body, close } = hereDocument(
    args.content,
    Object.fromEntries(secrets) as Record<string, string>,
  );
  return [
    `(umask 077 && cat > ${sh(file)}) ${open}\n${body}\n${close}`,
    `${command('chmod', args.mode.toString(8).padStart(3, '0'), file)} && ${command('docker', 'cp', file, `${args.container}:${args.path}`)} && ${command('rm', file)}`,
  ];
}
