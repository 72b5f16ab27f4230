/**
 * What electron-builder makes of the staged app (scripts/package.mjs). The .deb is not among its targets: ours is made
 * of `linux-unpacked` with dpkg-deb alone (docs/decisions, "Packages").
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../scripts/lib/paths.mjs';

const specs = {
  ext: ['flotilla.yaml', 'flotilla.yml'],
  name: 'Flotilla spec',
  description: 'Flotilla spec',
  mimeType: 'application/vnd.flotilla.spec+yaml',
  role: 'Editor',
};

/**
 * @param {{stage: string, output: string, electronVersion: string, electronDist?: string}} where `electronDist`: a
 *   runtime that is there already; without it electron-builder downloads the one of `electronVersion`
 * @returns {import('electron-builder').Configuration}
 */
export const configuration = ({ stage, output, electronVersion, electronDist }) => ({
  appId: 'dev.flotilla.app',
  productName: 'Flotilla',
  copyright: 'The Flotilla authors',
  electronVersion,
  ...(electronDist !== undefined && { electronDist }),
  directories: { app: stage, output, buildResources: at('packaging') },
  // The stage holds what belongs in the package and nothing else.
  files: ['**/*', { from: 'node_modules', to: 'node_modules' }],
  // Said so, electron-builder looks for no node_modules of its own: those that are needed are in the stage.
  beforeBuild: () => Promise.resolve(false),
  asar: true,
  // dlopen reads no archive.
  asarUnpack: ['**/*.node'],
  extraResources: [
    { from: at('packaging', 'bin'), to: 'bin', filter: ['flotilla*'] },
    { from: join(stage, '..', 'THIRD-PARTY-NOTICES.txt'), to: 'THIRD-PARTY-NOTICES.txt' },
  ],
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    // Judged by Electron on macOS and Windows; there is no such check on Linux yet.
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    // The pages come from app://flotilla/.
    grantFileProtocolExtraPrivileges: false,
    // The snapshot file is no part of every runtime.
    loadBrowserProcessSpecificV8Snapshot: false,
  },
  electronLanguages: ['en', 'en-US', 'zh-CN', 'zh_CN'],
  afterExtract: ({ appOutDir }) => removeDefaultApp(appOutDir),
  publish: null,
  fileAssociations: [specs],
  // Links into the app: flotilla://cluster/NAME and so on (docs/links.md).
  protocols: [{ name: 'Flotilla', schemes: ['flotilla'] }],
  linux: {
    target: ['AppImage'],
    executableName: 'flotilla',
    icon: at('resources', 'icons'),
    category: 'Development',
    synopsis: 'Container clusters on Docker',
    maintainer: 'The Flotilla authors <flotilla@example.invalid>',
  },
  mac: {
    target: [{ target: 'dmg', arch: ['x64', 'arm64'] }],
    icon: at('resources', 'icons', '512x512.png'),
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    // Signed where a certificate is in the keychain or in CSC_LINK; see docs/packaging.md.
    gatekeeperAssess: false,
  },
  dmg: { title: 'Flotilla ${version}' },
  win: { target: ['nsis'], icon: at('resources', 'icons', '256x256.png') },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    installerLanguages: ['en_US', 'zh_CN'],
  },
});

/** A runtime's own default app would be loaded where ours is missing. */
function removeDefaultApp(folder) {
  const path = join(folder, 'resources', 'default_app.asar');
  if (existsSync(path)) rmSync(path, { recursive: true });
}
