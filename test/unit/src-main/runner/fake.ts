import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, CancelledError } from '@shared/errors';
import { raw, type Message } from '@shared/i18n/index';
import type { Plan, Run, RunEvent, Step } from '@shared/plan';
import { createRunner, type RunnerOptions } from '../../../../src-main/runner/runner';
import type { OpContext, OpHandler, Runner } from '../../../../src-main/runner/types';

/** A step that makes a thing of its own id. What it really does is up to the fake world. */
export function step(id: string, dependsOn: readonly string[] = [], more: Partial<Step> = {}): Step {
  return {
    id,
    title: raw(`make ${id}`),
    cause: raw('not found'),
    group: 'all',
    op: { kind: 'volume.create', args: { name: id, labels: {} } },
    dependsOn: [...dependsOn],
    ...more,
  };
}

export function plan(steps: readonly Step[], more: Partial<Plan> = {}): Plan {
  return {
    kind: 'test.make',
    target: 'test/one',
    title: raw('make things'),
    groups: [{ id: 'all', title: raw('all') }],
    steps: [...steps],
    findings: [],
    ...more,
  };
}

/** a, then b and c side by side, then d; e stands alone. */
export const diamond = [
  step('a'),
  step('b', ['a']),
  step('c', ['a']),
  step('d', ['b', 'c']),
  step('e'),
] as const;

export function tempDir(): string {
  return mkdtempSync(join(tmpdir(), 'flotilla-runner-'));
}

type Hook = (id: string, context: OpContext) => Promise<void> | void;

/** What the fake ops act upon: things that exist, and everything that happened, in order. */
export class World {
  readonly things = new Set<string>();
  readonly log: string[] = [];
  /** Called before a thing is made, after it is made, before it is unmade. Throw to fail. */
  before: Hook = () => undefined;
  after: Hook = () => undefined;
  beforeUndo: Hook = () => undefined;
  /** What undo says of a thing that it leaves. */
  stays: (id: string) => Message | undefined = () => undefined;
  holds: ((id: string) => boolean) | undefined = (id) => this.things.has(id);
  running = 0;
  mostRunning = 0;

  /** How many crashes there were. */
  private crashes = 0;

  /** What a process does that lives until the next crash: whatever it is in the middle of then, it never ends. */
  process(): OpHandler<{ name: string }, { made: string }> {
    const born = this.crashes;
    const unlessDead = async (): Promise<void> => {
      if (this.crashes !== born) await never();
    };
    return {
      run: async ({ name }, context) => {
        await unlessDead();
        this.log.push(`run ${name}`);
        this.mostRunning = Math.max(this.mostRunning, ++this.running);
        try {
          await this.before(name, context);
          await unlessDead();
          this.things.add(name);
          await this.after(name, context);
          await unlessDead();
          this.log.push(`ran ${name}`);
          return { made: name };
        } finally {
          this.running--;
        }
      },
      undo: async ({ name }, _output, context) => {
        await unlessDead();
        this.log.push(`undo ${name}`);
        await this.beforeUndo(name, context);
        await unlessDead();
        this.things.delete(name);
        this.log.push(`undone ${name}`);
        return this.stays(name);
      },
      holds: ({ name }) => {
        this.log.push(`holds? ${name}`);
        return Promise.resolve(this.holds?.(name) ?? true);
      },
    };
  }

  runner(dataDir: string, more: Partial<RunnerOptions> = {}): Runner {
    const handler = this.process() as OpHandler;
    return createRunner({
      dataDir,
      handlersFor: () => Promise.resolve(() => handler),
      ...more,
    });
  }

  /** As after a crash: a runner for which every earlier owner is dead. */
  afterCrash(dataDir: string, more: Partial<RunnerOptions> = {}): Runner {
    this.crashes++;
    return this.runner(dataDir, { isSameProcess: () => Promise.resolve(false), ...more });
  }
}

/** Resolves when aborted, as an op that sees its signal: by throwing. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new CancelledError('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

export const never = (): Promise<never> => new Promise(() => undefined);

/** Waits for the first event that fits. */
export function event(runner: Runner, fits: (event: RunEvent) => boolean): Promise<RunEvent> {
  return new Promise((resolve) => {
    const off = runner.on((found) => {
      if (!fits(found)) return;
      off();
      resolve(found);
    });
  });
}

export const stepEvent = (runner: Runner, id: string, status: string): Promise<RunEvent> =>
  event(runner, (found) => found.type === 'step' && found.stepId === id && found.status === status);

export const input = (made: Plan) => ({ plan: made, request: { kind: 'test' }, engine: 'env' });

/** An AppError's code, `resolved` where nothing was thrown. */
export const code = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof AppError ? error.info.code : String(error)),
  );

/** Each step's status, by id. */
export const statuses = (run: Run): Record<string, string> =>
  Object.fromEntries(run.steps.map((state) => [state.id, state.status]));
