/**
 * A .deb of the unpacked app, made with dpkg-deb alone. It needs no maintainer scripts: what the desktop must learn of
 * (menu entry, MIME type, icons, man pages) it learns through the triggers of the packages that own these folders,
 * and what dpkg installed, dpkg removes.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { SetupError } from './log.mjs';
import { manPage } from './man.mjs';
import { at } from './paths.mjs';
import { must, which } from './run.mjs';

const architectures = { x64: 'amd64', arm64: 'arm64' };

/** What the program is linked with, and what Chromium loads by itself (libX11-xcb); newer releases renamed some. */
export const depends = [
  ...['libc6 (>= 2.31)', 'libgtk-3-0 | libgtk-3-0t64', 'libnss3 (>= 3.26)', 'libgbm1'],
  ...['libasound2 | libasound2t64', 'libnotify4', 'libxss1', 'libxtst6', 'xdg-utils', 'libuuid1'],
  ...['libatspi2.0-0 | libatspi2.0-0t64', 'libsecret-1-0', 'libdrm2', 'libxkbcommon0', 'libx11-xcb1'],
];

/**
 * @param {{unpacked: string, work: string, output: string, arch: string, version: string, description: string,
 *   author: string, quick?: boolean}} parts `unpacked`: electron-builder's folder; `quick`: packed in seconds, not minutes, and
 *   a third larger
 * @returns {Promise<string>} the file
 */
export async function makeDeb({ unpacked, work, output, arch, version, description, author, quick = false }) {
  if (!which('dpkg-deb')) {
    throw new SetupError({
      doing: 'making the .deb',
      message: 'dpkg-deb is not installed.',
      hint: 'Install the package dpkg, or make an AppImage: npm run package -- --target AppImage',
    });
  }
  const tree = join(work, 'deb');
  rmSync(tree, { recursive: true, force: true });
  const file = join(output, `flotilla_${version}_${architectures[arch] ?? arch}.deb`);
  const place = (to, text, mode = 0o644) => {
    const path = join(tree, to);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
  };

  const home = join(tree, 'usr', 'lib', 'flotilla');
  mkdirSync(dirname(home), { recursive: true });
  cpSync(unpacked, home, { recursive: true, verbatimSymlinks: true });
  mkdirSync(join(tree, 'usr', 'bin'), { recursive: true });
  symlinkSync('../lib/flotilla/resources/bin/flotilla', join(tree, 'usr', 'bin', 'flotilla'));
  rmSync(join(home, 'resources', 'bin', 'flotilla.cmd'), { force: true });

  place('usr/share/applications/flotilla.desktop', readFileSync(at('packaging/linux/flotilla.desktop')));
  place('usr/share/mime/packages/flotilla.xml', readFileSync(at('packaging/linux/flotilla-mime.xml')));
  const icons = readdirSync(at('resources', 'icons'));
  for (const icon of icons.filter((name) => name.endsWith('.png'))) {
    const size = icon.slice(0, -'.png'.length);
    place(`usr/share/icons/hicolor/${size}/apps/flotilla.png`, readFileSync(at('resources/icons', icon)));
  }
  place(
    'usr/share/icons/hicolor/scalable/apps/flotilla.svg',
    readFileSync(at('resources/icons/flotilla.svg')),
  );
  for (const [folder, locale] of [
    ['man1', 'en'],
    ['zh_CN/man1', 'zh-CN'],
  ]) {
    place(`usr/share/man/${folder}/flotilla.1.gz`, gzipSync(await manPage(locale, version), { level: 9 }));
  }
  const notices = readFileSync(join(home, 'resources', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  place('usr/share/doc/flotilla/copyright', `${readFileSync(at('LICENSE'), 'utf8')}\n${notices}`);
  place('usr/share/doc/flotilla/changelog.gz', gzipSync(readFileSync(at('CHANGELOG.md')), { level: 9 }));

  const files = settle(tree, home);
  const kilobytes = Math.ceil(files.reduce((sum, each) => sum + each.size, 0) / 1024);
  place('DEBIAN/control', control({ arch, version, description, author, kilobytes }));
  place('DEBIAN/md5sums', files.map(({ name, sum }) => `${sum}  ${name}\n`).join(''));
  mkdirSync(output, { recursive: true });
  const packer = quick ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6'];
  await must('making the .deb', 'dpkg-deb', [...packer, '--root-owner-group', '--build', tree, file]);
  rmSync(tree, { recursive: true, force: true });
  return file;
}

/** Gives files and folders their modes, whatever the umask was; returns the files with size and checksum. */
function settle(tree, home) {
  const files = [];
  for (const entry of readdirSync(tree, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    if (!entry.isFile()) continue;
    const mode = statSync(path).mode & 0o111 ? 0o755 : 0o644;
    chmodSync(path, mode);
    const data = readFileSync(path);
    const sum = createHash('md5').update(data).digest('hex');
    files.push({ name: path.slice(tree.length + 1), size: data.length, sum });
  }
  chmodSync(tree, 0o755);
  // Chromium's own sandbox helper, for kernels that keep user namespaces from ordinary users.
  const sandbox = join(home, 'chrome-sandbox');
  if (existsSync(sandbox)) chmodSync(sandbox, 0o4755);
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const control = ({ arch, version, description, author, kilobytes }) =>
  `Package: flotilla
Version: ${version}
Section: devel
Priority: optional
Architecture: ${architectures[arch] ?? arch}
Maintainer: ${author}
Installed-Size: ${kilobytes}
Depends: ${depends.join(', ')}
Recommends: fonts-noto-cjk, libayatana-appindicator3-1
Suggests: docker.io | docker-ce, docker-compose
Homepage: https://flotilla.invalid/
Description: ${description}
 Redis clusters, Compose stacks and their monitoring, from forms that show every
 command that they stand for. In English and Simplified Chinese, with a window
 and a command.
`;
