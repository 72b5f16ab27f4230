import { AppError, CancelledError } from '@shared/errors';
import { label } from '@shared/labels';
import type { OpArgs, OpKind } from '@shared/ops';
import type { SecretRef } from '@shared/secrets';
import type { Docker } from '../clients/docker';
import type { OpContext, OpHandler } from '../runner/types';

/** What the ops on the engine and on this computer work with. */
export interface DockerOpsDeps {
  readonly docker: Docker;
  /** A secret's value, asked for at the moment of its use and kept nowhere. */
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
}

export type DockerOpKind = Exclude<OpKind, `redis.${string}` | `compose.${string}` | `resources.${string}`>;
export type DockerOpHandlers = { readonly [K in DockerOpKind]: OpHandler<OpArgs<K>> };

/**
 * The labels of what a run makes. Short calls that change something are never broken off on a cancel:
 * the engine would finish them all the same, unseen. They are only not begun.
 */
export function runLabels(
  labels: Readonly<Record<string, string>>,
  { runId }: OpContext,
): Record<string, string> {
  return { ...labels, [label.run]: runId };
}

/** Whether what is there was made by this run. */
export function isOfRun(labels: Readonly<Record<string, string>>, { runId }: OpContext): boolean {
  return labels[label.run] === runId;
}

/** Before anything is begun: a cancelled run begins nothing more. */
export function goOn({ signal }: OpContext): void {
  if (signal.aborted) throw new CancelledError('cancelled');
}

export function hasCode(error: unknown, ...codes: string[]): error is AppError {
  return error instanceof AppError && codes.includes(error.info.code);
}

/** What work gives, or undefined when it fails because the thing is not there. */
export async function ifThere<T>(work: Promise<T>, ...codes: string[]): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, ...codes)) return undefined;
    throw error;
  }
}
