import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { msg, type Message } from '@shared/i18n/index';

/** What the hints depend on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** `ID` and `ID_LIKE` of /etc/os-release: `debian`, `ubuntu debian`. */
  readonly distribution: string;
  /** Whether there is a dockerd (Linux) or a Docker Desktop (elsewhere). */
  readonly installed: boolean;
  /** Others that serve the same API, where they are installed. */
  readonly podman: boolean;
  readonly colima: boolean;
  /** Docker was set up for this user alone, with `dockerd-rootless-setuptool.sh`. */
  readonly rootless: boolean;
  /** The user was added to the group `docker`, and this session does not know of it yet. */
  readonly joined: boolean;
  readonly systemd: boolean;
  /** A Linux inside Windows (WSL), where Docker Desktop's engine can be switched on. */
  readonly wsl: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** This computer. Looked at anew every time: a person may have installed Docker meanwhile. */
export function thisMachine(env: NodeJS.ProcessEnv = process.env): Machine {
  const { platform } = process;
  const installed =
    platform === 'linux'
      ? ['dockerd', 'dockerd-rootless.sh'].some((name) => onPath(name, env))
      : existsSync(
          platform === 'darwin'
            ? '/Applications/Docker.app'
            : join(env['ProgramFiles'] ?? 'C:\\Program Files', 'Docker', 'Docker', 'Docker Desktop.exe'),
        );
  return {
    platform,
    distribution: distribution(),
    installed,
    podman: onPath('podman', env),
    colima: platform !== 'win32' && onPath('colima', env),
    rootless: platform === 'linux' && existsSync(join(homedir(), '.config/systemd/user/docker.service')),
    joined: hasJoined(),
    systemd: existsSync('/run/systemd/system'),
    wsl: isWsl(),
    env,
  };
}

/** The one thing to do where no engine was found at all. */
export function hintToInstall(machine: Machine = thisMachine()): Message {
  if (machine.installed || machine.rootless) return hintToStart(machine);
  if (machine.colima) return msg('engine.hint.startColima');
  if (machine.podman)
    return msg(machine.platform === 'linux' ? 'engine.hint.startPodman' : 'engine.hint.startPodmanMachine');
  if (machine.platform !== 'linux') return msg('engine.hint.installDesktop');
  if (machine.wsl) return msg('engine.hint.installWsl');
  const like = (name: RegExp): boolean => name.test(machine.distribution);
  if (like(/\b(debian|ubuntu)\b/)) return msg('engine.hint.installApt');
  if (like(/\b(fedora|rhel|centos)\b/)) return msg('engine.hint.installDnf');
  if (like(/\barch\b/)) return msg('engine.hint.installPacman');
  if (like(/\b(open)?suse\b/)) return msg('engine.hint.installZypper');
  if (like(/\balpine\b/)) return msg('engine.hint.installApk');
  return msg('engine.hint.installOther');
}

/** The one thing to do where an engine's address is known and nothing answers there. */
export function hintToConnect(endpoint: string, machine: Machine = thisMachine()): Message {
  // That it is named matters only where it is not the usual one.
  if (machine.env['DOCKER_HOST'] === endpoint && endpoint !== 'unix:///var/run/docker.sock')
    return msg('engine.hint.env', { endpoint });
  if (!/^(unix|npipe):/.test(endpoint)) return msg('engine.hint.remote', { endpoint });
  if (endpoint.includes('/.colima/')) return msg('engine.hint.startColima');
  if (/podman/.test(endpoint)) return msg('engine.hint.startPodman');
  if (/\/\.docker\/(run|desktop)\//.test(endpoint)) return msg('engine.hint.startDesktop');
  if (/^unix:\/\/\/run\/user\//.test(endpoint)) return msg('engine.hint.startRootless');
  return machine.installed || machine.platform !== 'linux' ? hintToStart(machine) : hintToInstall(machine);
}

/** The one thing to do where a socket lets us not in. */
export function hintToEnter(endpoint: string, machine: Machine = thisMachine()): Message {
  // What belongs to root alone has no group that one could join; Podman serves each user by a socket of their own.
  if (endpoint.includes('podman')) return msg('engine.hint.startPodman');
  return msg(machine.joined ? 'engine.hint.logInAgain' : 'engine.hint.joinGroup');
}

function hintToStart(machine: Machine): Message {
  if (machine.rootless) return msg('engine.hint.startRootless');
  if (machine.platform !== 'linux') return msg('engine.hint.startDesktop');
  return machine.systemd ? msg('engine.hint.startSystemd') : msg('engine.hint.startService');
}

/** Whether /etc/group has the user in `docker` and this process, begun before that, is not in it. */
function hasJoined(): boolean {
  try {
    const line = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find((each) => each.startsWith('docker:'));
    const [, , id, members = ''] = line?.split(':') ?? [];
    return (
      id !== undefined &&
      members.split(',').includes(userInfo().username) &&
      process.getgroups?.().includes(Number(id)) === false
    );
  } catch {
    return false;
  }
}

/** Its kernel names Microsoft: https://learn.microsoft.com/windows/wsl/faq */
function isWsl(): boolean {
  try {
    return /microsoft/i.test(readFileSync('/proc/sys/kernel/osrelease', 'utf8'));
  } catch {
    return false;
  }
}

function distribution(): string {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
    return lines.flatMap((line) => /^ID(?:_LIKE)?="?([^"]*)"?$/.exec(line)?.[1] ?? []).join(' ');
  } catch {
    return '';
  }
}

function onPath(name: string, env: NodeJS.ProcessEnv): boolean {
  // A window started from a desktop may lack the sbin folders, and Homebrew's, in its PATH.
  const usual =
    process.platform === 'win32' ? [] : ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
  const folders = [...(env['PATH'] ?? env['Path'] ?? '').split(delimiter), ...usual];
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return folders.some((folder) => {
    try {
      accessSync(join(folder, file), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
