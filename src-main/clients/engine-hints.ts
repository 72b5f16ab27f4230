import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { msg, type Message } from '@shared/i18n/index';

/** What the hints depend on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** `ID` and `ID_LIKE` of /etc/os-release: `debian`, `ubuntu debian`. */
  readonly distribution: string;
  /** Whether there is a dockerd (Linux) or a Docker Desktop (elsewhere). */
  readonly installed: boolean;
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
    systemd: existsSync('/run/systemd/system'),
    wsl: isWsl(),
    env,
  };
}

/** The one thing to do where no engine was found at all. */
export function hintToInstall(machine: Machine = thisMachine()): Message {
  if (machine.installed) return hintToStart(machine);
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

function hintToStart(machine: Machine): Message {
  if (machine.platform !== 'linux') return msg('engine.hint.startDesktop');
  return machine.systemd ? msg('engine.hint.startSystemd') : msg('engine.hint.startService');
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
  // A window started from a desktop may lack the sbin folders in its PATH.
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/usr/local/bin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
