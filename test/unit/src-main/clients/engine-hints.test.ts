import { describe, expect, it } from 'vitest';
import {
  hintToConnect,
  hintToEnter,
  hintToInstall,
  type Machine,
} from '../../../../src-main/clients/engine-hints';
import { translate } from '../../../../src-shared/i18n/index';

const linux: Machine = {
  platform: 'linux',
  distribution: 'debian',
  installed: false,
  systemd: true,
  wsl: false,
  ...{ podman: false, colima: false, rootless: false, joined: false },
  env: {},
};
const install = (machine: Partial<Machine>) => translate('en', hintToInstall({ ...linux, ...machine }));
const connect = (endpoint: string, machine: Partial<Machine> = {}) =>
  translate('en', hintToConnect(endpoint, { ...linux, installed: true, ...machine }));

describe('the one thing to do', () => {
  it.each([
    ['debian', 'sudo apt install docker.io'],
    ['ubuntu debian', 'sudo apt install docker.io'],
    ['rocky rhel centos fedora', 'dnf'],
    ['arch', 'pacman'],
    ['opensuse-leap suse opensuse', 'zypper'],
    ['alpine', 'apk'],
    ['plan9', 'https://docs.docker.com/engine/install/'],
  ])('where there is none, on %s', (distribution, hint) => {
    expect(install({ distribution })).toContain(hint);
  });

  it('where it is installed and does not run', () => {
    expect(install({ installed: true })).toContain('sudo systemctl start docker');
    expect(install({ installed: true, systemd: false })).toContain('sudo service docker start');
    expect(install({ wsl: true })).toContain('WSL integration');
    expect(install({ wsl: true, installed: true, systemd: false })).toContain('sudo service docker start');
    expect(install({ platform: 'darwin' })).toContain('Install Docker Desktop');
    expect(install({ platform: 'win32', installed: true })).toContain('Start Docker Desktop');
  });

  it('where another engine than Docker is installed: that one is started, nothing is installed beside it', () => {
    expect(install({ podman: true })).toContain('systemctl --user start podman.socket');
    expect(install({ podman: true, installed: true })).toContain('sudo systemctl start docker');
    expect(install({ podman: true, wsl: true })).toContain('podman.socket');
    expect(install({ platform: 'darwin', podman: true })).toContain('podman machine start');
    expect(install({ platform: 'win32', podman: true })).toContain('podman machine start');
    expect(install({ platform: 'darwin', podman: true, colima: true })).toContain('colima start');
    expect(connect('unix:///var/run/docker.sock', { installed: false, podman: true })).toContain('podman');
  });

  it('where Docker is this user’s own', () => {
    expect(install({ rootless: true, installed: true })).toContain('systemctl --user start docker');
    expect(connect('unix:///var/run/docker.sock', { rootless: true })).toContain('--user start docker');
  });

  it('where the socket refuses: the group, the session, or Podman’s own socket', () => {
    const enter = (endpoint: string, machine: Partial<Machine> = {}): string =>
      translate('en', hintToEnter(endpoint, { ...linux, ...machine }));
    expect(enter('unix:///var/run/docker.sock')).toContain('usermod -aG docker');
    expect(enter('unix:///var/run/docker.sock', { joined: true })).toMatch(/log out and log in again/);
    expect(enter('unix:///var/run/docker.sock', { joined: true })).not.toContain('usermod');
    expect(enter('unix:///run/podman/podman.sock')).toContain('systemctl --user start podman.socket');
  });

  it('where its address is known', () => {
    expect(connect('unix:///var/run/docker.sock')).toContain('systemctl start docker');
    expect(connect('unix:///var/run/docker.sock', { installed: false })).toContain('apt install');
    expect(connect('unix:///home/me/.colima/default/docker.sock')).toContain('colima start');
    expect(connect('unix:///run/user/1000/docker.sock')).toContain('systemctl --user start docker');
    expect(connect('unix:///run/user/1000/podman/podman.sock')).toContain('podman.socket');
    expect(connect('unix:///home/me/.docker/desktop/docker.sock')).toContain('Docker Desktop');
    expect(connect('tcp://10.9.8.7:2375')).toContain('10.9.8.7');
    const env = { DOCKER_HOST: 'tcp://10.9.8.7:2375' };
    expect(connect('tcp://10.9.8.7:2375', { env })).toContain('unset DOCKER_HOST');
  });
});
