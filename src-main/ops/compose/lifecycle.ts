import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@shared/errors';
import { msg, raw } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import type { Described, Docker } from '../../clients/docker';
import type { OpContext, OpHandler } from '../../runner/types';
import { goOn, ifThere, isOfRun } from '../docker-deps';
import { explainStart } from '../docker-start-errors';
import { engineStays } from './engine-stays';

export function startOp(docker: Docker): OpHandler<OpArgs<'compose.start'>, { started: boolean }> {
  return {
    async run({ container }, context) {
      goOn(context);
      try {
        return { started: await docker.containers.start(container) };
      } catch (error) {
        throw await explainStart(docker, container, error);
      }
    },
    async undo({ container }, output, context) {
      if (output?.started !== true) return;
      const found = await ifThere(docker.containers.inspect(container), 'container.gone');
      // What this run made goes when its creation is undone; one that took an old one's place stays.
      if (found?.State.Running === true && !isOfRun(found.Config.Labels, context))
        await docker.parts.stop(container);
    },
    // What ended meanwhile is started again, as `docker compose up` does.
    holds: async ({ container }) =>
      (await ifThere(docker.parts.describe(container), 'container.gone'))?.State.Running === true,
  };
}

export function stopOp(docker: Docker): OpHandler<OpArgs<'compose.stop'>, { stopped: boolean }> {
  return {
    async run({ id }, context) {
      goOn(context);
      return { stopped: (await ifThere(docker.parts.stop(id), 'container.gone')) === true };
    },
    async undo({ id }, output) {
      if (output?.stopped === true) await ifThere(docker.containers.start(id), 'container.gone');
    },
  };
}

export function restartOp(docker: Docker): OpHandler<OpArgs<'compose.restart'>> {
  return {
    async run({ id, container }, context) {
      goOn(context);
      try {
        await docker.parts.restart(id);
      } catch (error) {
        throw await explainStart(docker, container, error);
      }
    },
  };
}

export function removeOp(docker: Docker): OpHandler<OpArgs<'compose.remove'>> {
  return {
    async run({ id, volumes }, context) {
      goOn(context);
      await ifThere(docker.parts.stop(id), 'container.gone', 'container.removing');
      try {
        await docker.containers.remove(id, { force: true, anonymous: volumes });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.info.code === 'container.gone') return;
        if (error.info.code !== 'container.removing') throw error;
        for (let tries = 0; tries < 100; tries++) {
          if ((await ifThere(docker.containers.inspect(id), 'container.gone')) === undefined) return;
          await sleep(100);
        }
        throw error;
      }
    },
    async undo({ id, container }) {
      if ((await ifThere(docker.containers.inspect(id), 'container.gone')) === undefined)
        return msg('cops.undo.removed', { container });
    },
  };
}

/** Milliseconds between two looks. */
const lookMs = 200;
/** A container that was restarted so often by its policy does not come up by itself. */
const restartsEnough = 3;

export function waitOp(docker: Docker): OpHandler<OpArgs<'compose.wait'>> {
  const look = (names: readonly string[], context: OpContext) =>
    Promise.all(names.map(async (name) => [name, await docker.parts.describe(name, context)] as const));
  return {
    async run({ service, containers, until }, context) {
      let left = [...containers];
      for (;;) {
        goOn(context);
        const states = await look(left, context);
        try {
          left = states
            .filter(([name, found]) => !isReached(service, name, found, until))
            .map(([name]) => name);
        } catch (error) {
          if (states.some(([, { State }]) => !State.Running)) await engineStays(docker, error, context);
          throw error;
        }
        const done = containers.length - left.length;
        if (left.length === 0) return;
        context.progress({
          fraction: done / containers.length,
          note: msg('cops.wait.note', { done, all: containers.length }),
        });
        await pause(context);
      }
    },
  };
}

async function pause({ signal }: OpContext): Promise<void> {
  await sleep(lookMs, undefined, { signal }).catch(() => undefined);
}

/** Throws AppError when it will never be. */
function isReached(
  service: string,
  name: string,
  { State: state, RestartCount }: Described,
  until: OpArgs<'compose.wait'>['until'],
): boolean {
  const ended = state.Status === 'exited' || state.Status === 'dead';
  const looping = state.Restarting === true && (RestartCount ?? 0) >= restartsEnough;
  const fail = (code: string, what: ReturnType<typeof msg>, words: readonly string[] = []): AppError =>
    new AppError({
      code,
      doing: msg('cops.doing.wait', { service }),
      what,
      hint: msg('cops.wait.hint', { container: name }),
      details: words.map((text) => raw(text)),
    });
  const exited = (): AppError =>
    state.OOMKilled === true
      ? fail('service.exited', msg('cops.wait.oom', { container: name }))
      : fail('service.exited', msg('cops.wait.exited', { container: name, code: state.ExitCode }));
  switch (until) {
    case 'completed':
      if (ended && state.ExitCode === 0) return true;
      if (ended || looping) throw exited();
      return false;
    case 'healthy': {
      if (ended || looping) throw exited();
      if (state.Health?.Status === 'healthy') return true;
      if (state.Health == null || state.Health.Status === 'none')
        throw fail('service.no-health', msg('cops.wait.noHealth', { container: name }));
      if (state.Health.Status === 'unhealthy') {
        const last = state.Health.Log?.at(-1)?.Output.trim() ?? '';
        throw fail(
          'service.unhealthy',
          msg('cops.wait.unhealthy', { container: name }),
          last === '' ? [] : last.split('\n').slice(-5),
        );
      }
      return false;
    }
    case 'running':
      if (state.Running && state.Restarting !== true) return true;
      if (ended && state.ExitCode === 0) return true;
      if (ended || looping) throw exited();
      return false;
  }
}
