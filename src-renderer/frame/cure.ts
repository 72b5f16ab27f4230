import type { Message } from '@shared/i18n/index';

// The commands that stand in the hints of the area `engine`, so that they can be copied alone.
const commands: Readonly<Record<string, string>> = {
  'engine.hint.installApt': 'sudo apt install docker.io',
  'engine.hint.installDnf': 'sudo dnf install moby-engine && sudo systemctl enable --now docker',
  'engine.hint.installPacman': 'sudo pacman -S docker && sudo systemctl enable --now docker',
  'engine.hint.installZypper': 'sudo zypper install docker && sudo systemctl enable --now docker',
  'engine.hint.installApk': 'sudo apk add docker && sudo service docker start',
  'engine.hint.startSystemd': 'sudo systemctl start docker',
  'engine.hint.startService': 'sudo service docker start',
  'engine.hint.startRootless': 'systemctl --user start docker',
  'engine.hint.startColima': 'colima start',
  'engine.hint.startPodman': 'systemctl --user start podman.socket',
  'engine.hint.startPodmanMachine': 'podman machine start',
  'engine.hint.joinGroup': 'sudo usermod -aG docker $USER',
};

/**
 * A hint for a command that is shown below it: the words before the command ("Install Docker:"),
 * or all of them where more is to do than the command.
 */
export function cureLead(hint: Message, text: string): string {
  if (!(hint.key in commands) || hint.key === 'engine.hint.joinGroup') return text;
  return /^[^:：]+[:：]/.exec(text)?.[0] ?? text;
}

/** The one command that a hint advises, where there is one. */
export function cureCommand(hint: Message): string | undefined {
  return commands[hint.key];
}
