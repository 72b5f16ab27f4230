/**
 * The real world that integration and end-to-end tests run in: the engine, its images, names of one's own,
 * the built command and the built app. What a test makes carries the label `dev.flotilla.cluster` (Flotilla's
 * own) or `dev.flotilla.test`, and is swept before and after:
 *
 *   const name = clusterName('create');           // flt-create-…
 *   const { base } = await subnet();
 *   const first = await ports(6);
 *   beforeAll(() => sweep(name));
 *   afterAll(() => sweep(name));
 */
export { launchApp, type LaunchedApp } from './world/app';
export { cli, type CliResult } from './world/cli';
export { docker, images, snapshotEngine, sweep, testLabels, type EngineSnapshot } from './world/docker';
export { noPrivateEngine, startPrivateEngine, type PrivateEngine } from './world/private-engine';
export { makeCertificates } from './world/certificates';
export { noSessionBus, startTrayHost, type TrayHost } from './world/tray-host';
export { noSshd, startSshd, type Sshd } from './world/sshd';
export { lacking, noImage } from './world/lacking';
export { clusterName, ports, subnet, type Subnet } from './world/reserve';
export { noSmallDisk, smallDisk, type SmallDisk } from './world/small-disk';
export { root, temporaryFolder } from './world/paths';
