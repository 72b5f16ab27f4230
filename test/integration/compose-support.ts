import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlanRequest } from '@shared/requests';
import { planRequestSchema, type PlanRequestInput } from '@shared/requests';
import { composeLabel } from '@shared/compose/stack';
import { docker, temporaryFolder } from '../support/world';

/** A folder with the given files; gives its path. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder('compose');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export function request(input: PlanRequestInput): PlanRequest {
  return planRequestSchema.parse(input);
}

/** `up` for the compose.yml of a folder, under a name of the tests. */
export function up(
  folder: string,
  name: string,
  by: 'own' | 'cli',
  more: Partial<Extract<PlanRequestInput, { kind: 'compose.up' }>> = {},
): PlanRequest {
  const ref = { files: [join(folder, 'compose.yml')], directory: folder, name };
  return request({ kind: 'compose.up', project: ref, by, ...more });
}

/** Removes all that bears the label of one of the tests' projects, and their images. */
export async function sweepProjects(prefix: string): Promise<void> {
  if (!prefix.startsWith('flt-')) throw new Error('only what tests made');
  const engine = docker();
  const mine = (labels?: Readonly<Record<string, string>> | null): boolean =>
    labels?.[composeLabel.project]?.startsWith(prefix) ?? false;
  for (const each of await engine.listContainers({ all: true }))
    if (mine(each.Labels)) await engine.getContainer(each.Id).remove({ force: true, v: true });
  for (const each of await engine.listNetworks())
    if (mine(each.Labels)) await engine.getNetwork(each.Id).remove();
  for (const each of (await engine.listVolumes()).Volumes)
    if (mine(each.Labels)) await engine.getVolume(each.Name).remove();
  for (const each of await engine.listImages())
    if (mine(each.Labels) && (each.RepoTags ?? []).some((tag) => tag.startsWith(prefix)))
      await engine.getImage(each.Id).remove({ force: true });
}

export function clean(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Names of a project's containers, networks and volumes, sorted. */
export async function parts(name: string, engine = docker()): Promise<string[]> {
  const mine = (labels?: Readonly<Record<string, string>> | null): boolean =>
    labels?.[composeLabel.project] === name;
  const { Volumes } = await engine.listVolumes();
  return [
    ...(await engine.listContainers({ all: true }))
      .filter(({ Labels }) => mine(Labels))
      .map(({ Names, State }) => `container ${(Names[0] ?? '').slice(1)} ${State}`),
    ...(await engine.listNetworks())
      .filter(({ Labels }) => mine(Labels))
      .map(({ Name }) => `network ${Name}`),
    ...Volumes.filter(({ Labels }) => mine(Labels)).map(({ Name }) => `volume ${Name}`),
  ].sort();
}
