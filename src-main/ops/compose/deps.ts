import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import type { ComposeModel, ServiceModel } from '@shared/compose/model';
import type { ProjectRef, Reading } from '@shared/compose/source';
import { composeLabel } from '@shared/compose/stack';
import { configHash, hashOf } from '@shared/compose/plan/hash';
import type { OpArgs, OpKind } from '@shared/ops';
import type { ComposeCli } from '../../clients/compose-cli';
import type { Docker } from '../../clients/docker';
import type { OpHandler } from '../../runner/types';

export type ComposeOpKind = Extract<OpKind, `compose.${string}`>;
export type ComposeOpHandlers = { readonly [K in ComposeOpKind]: OpHandler<OpArgs<K>> };

/** What ops on compose projects work with. */
export interface ComposeOpsDeps {
  readonly docker: Docker;
  /** Reads a project's files as they are now. */
  readonly read: (ref: ProjectRef) => Promise<Reading>;
  /** A variable as the project sees it: of this process, then of its env files. */
  readonly variable: (ref: ProjectRef, name: string) => Promise<string | undefined>;
  /** The docker compose CLI; undefined: there is none. */
  readonly cli: () => Promise<ComposeCli | undefined>;
}

/** A project's model as its files say now. Throws AppError `compose.invalid` with the first error's place. */
export async function modelNow(
  { read }: ComposeOpsDeps,
  project: ProjectRef,
  stack: string,
): Promise<{ reading: Reading; model: ComposeModel }> {
  const reading = await read(project);
  const { model } = reading;
  if (model !== undefined) return { reading, model };
  const first = reading.problems.find(({ level }) => level === 'error');
  const place =
    first === undefined ? stack : `${first.at.file}:${first.at.from.line}:${first.at.from.column}`;
  throw new AppError({
    code: 'compose.invalid',
    doing: msg('cops.doing.read', { name: stack }),
    what: first === undefined ? msg('cops.invalid', { place }) : first.what,
    hint: msg('cops.invalid.hint', { place }),
    details: first === undefined ? [] : [first.hint],
  });
}

/** A service as it was agreed to. Throws AppError `compose.changed` when the files now say something else. */
export function serviceNow(model: ComposeModel, service: string, hash: string): ServiceModel {
  const found = model.services[service];
  if (found === undefined || configHash(found) !== hash) throw changed(model.name, service);
  return found;
}

/** Any other part of the model, by `hashOf`. */
export function partNow<T>(part: T | undefined, hash: string, stack: string, name: string): T {
  if (part === undefined || hashOf(part) !== hash) throw changed(stack, name);
  return part;
}

export function changed(stack: string, name: string): AppError {
  return new AppError({
    code: 'compose.changed',
    doing: msg('cops.doing.read', { name: stack }),
    what: msg('cops.changed', { name }),
    hint: msg('cops.changed.hint'),
  });
}

/** The containers of a project by service, each with its name and number; one-off ones left out. */
export async function containersOfStack(
  docker: Docker,
  stack: string,
): Promise<(service: string) => readonly { readonly id: string; readonly name: string }[]> {
  const all = await docker.containers.list({ labels: [`${composeLabel.project}=${stack}`] });
  const numbered = all
    .filter(({ Labels }) => Labels[composeLabel.oneOff]?.toLowerCase() !== 'true')
    .map(({ Id, Names, Labels }) => ({
      id: Id,
      name: (Names.find((name) => name.lastIndexOf('/') === 0) ?? Id).replace('/', ''),
      service: Labels[composeLabel.service] ?? '',
      number: Number(Labels[composeLabel.number] ?? 1),
    }))
    .sort((a, b) => a.number - b.number);
  return (service) => numbered.filter((each) => each.service === service);
}
