import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, docker, ports, subnet, temporaryFolder } from '../support/world';

/** Room for a cluster: ports and a subnet that nobody else has. */
export interface Site {
  readonly port: number;
  readonly cidr: string;
  readonly base: string;
}

export async function site(count = 6): Promise<Site> {
  const [port, { cidr, base }] = [await ports(count), await subnet()];
  return { port, cidr, base };
}

/** A spec file of a 3+3 cluster in bridge mode, small and quick; `more` are further lines. */
export function specFile(name: string, { port, cidr, base }: Site, more: readonly string[] = []): string {
  return write(`${name}.yaml`, [
    'kind: redis-cluster',
    `name: ${name}`,
    'image: redis:7.0',
    'masters: 3',
    'replicasPerMaster: 1',
    `network: { mode: bridge, subnet: ${cidr}, firstAddress: ${base}.11 }`,
    `ports: { first: ${port} }`,
    "restart: 'no'",
    ...more,
  ]);
}

/** The same in host mode. */
export function hostSpecFile(
  name: string,
  { port }: Pick<Site, 'port'>,
  more: readonly string[] = [],
): string {
  return write(`${name}.yaml`, [
    'kind: redis-cluster',
    `name: ${name}`,
    'image: redis:7.0',
    'network: { mode: host, address: 127.0.0.1 }',
    `ports: { first: ${port} }`,
    ...more,
  ]);
}

/** A file in a folder of the test's own. */
export function write(file: string, lines: readonly string[]): string {
  const path = join(temporaryFolder('spec'), file);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** What the engine holds under a cluster's name: containers, networks, volumes. */
export async function leftovers(name: string): Promise<string[]> {
  const engine = docker();
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    engine.listContainers({ all: true }),
    engine.listNetworks(),
    engine.listVolumes(),
  ]);
  const ofName = (found: string, labels?: Readonly<Record<string, string>> | null): boolean =>
    labels?.['dev.flotilla.cluster'] === name || new RegExp(`^/?${name}([^a-z0-9]|$)`).test(found);
  return [
    ...containers.map((each) => [each.Names[0] ?? each.Id, each.Labels] as const),
    ...networks.map((each) => [each.Name, each.Labels] as const),
    ...volumes.map((each) => [each.Name, each.Labels] as const),
  ]
    .filter(([found, labels]) => ofName(found, labels))
    .map(([found]) => found)
    .sort();
}

export interface StatusNode {
  readonly name: string;
  readonly id: string;
  readonly role: string;
  readonly master: string | null;
  readonly slots: readonly (readonly [number, number])[];
  readonly address: string;
  readonly hostPort: number | null;
  readonly linkUp: boolean;
  readonly health: string;
}

export interface StatusJson {
  readonly state: string;
  readonly slotsCovered: number;
  readonly nodes: readonly StatusNode[];
  readonly problems: readonly unknown[];
}

/** The lines of a `--json` command. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** `flotilla status --json` of a cluster. */
export async function statusOf(
  cluster: string,
  home: string,
  env: Record<string, string> = {},
): Promise<StatusJson> {
  const { stdout, stderr } = await cli(['status', 'redis-cluster', cluster, '--json'], { home, env });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as StatusJson;
}
