import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@shared/errors';
import { msg, raw, type Message } from '@shared/i18n/index';
import type { OpArgs } from '@shared/ops';
import type { Described, Docker } from '../clients/docker';
import { portAnswers } from '../clients/tcp';
import type { OpContext, OpHandler } from '../runner/types';
import { goOn, ifThere } from './docker-deps';

const lookMs = 250;
/** What runs so long has got over its start: a wrong command or setting ends a program within a moment. */
const steadyMs = 2000;
const lines = 8;

/** Waits until a container stands: it runs for a while, or is healthy, or has done its work. */
export function settleContainer(docker: Docker): OpHandler<OpArgs<'container.settle'>> {
  return {
    async run({ container, timeoutMs, autoRemove }, context) {
      const begun = Date.now();
      let since: number | undefined;
      for (;;) {
        goOn(context);
        const looked = docker.parts.describe(container, context);
        const found = await (autoRemove === true ? ifThere(looked, 'container.gone') : looked);
        if (found === undefined) {
          const code = await lastCode(docker, container);
          if (code !== 0) throw await failed(docker, container, msg('cops.wait.exited', { container, code }));
          context.progress({ fraction: 1, note: msg('containers.run.done', { name: container }) });
          return;
        }
        const { State: state, RestartCount } = found;
        const ended = state.Status === 'exited' || state.Status === 'dead';
        if (ended && state.ExitCode === 0) {
          // With --rm the engine takes it away a moment later: only then its name is free again.
          if (autoRemove === true && Date.now() - begun <= timeoutMs) {
            await pause(context);
            continue;
          }
          context.progress({ fraction: 1, note: msg('containers.run.done', { name: container }) });
          return;
        }
        if (ended || state.Restarting === true || (RestartCount ?? 0) > 0)
          throw await failed(docker, container, endOf(container, found));
        const health = state.Health?.Status;
        if (health === 'unhealthy')
          throw await failed(docker, container, msg('cops.wait.unhealthy', { container }));
        const waits = health === 'starting';
        if (state.Running) since ??= Date.now();
        if (since !== undefined && !waits && Date.now() - since >= steadyMs) return;
        if (Date.now() - begun > timeoutMs)
          throw await failed(docker, container, msg('containers.run.slow', { name: container }));
        if (waits) context.progress({ note: msg('containers.run.health') });
        await pause(context);
      }
    },
  };
}

/** What a container that is gone ended with, as the engine remembers it; 0 where it does not. */
async function lastCode(docker: Docker, container: string): Promise<number> {
  const ends = (await docker.pastEvents()).filter(
    ({ Type, Action, Actor }) =>
      Type === 'container' && Action === 'die' && Actor.Attributes['name'] === container,
  );
  return Number(ends.at(-1)?.Actor.Attributes['exitCode'] ?? 0);
}

function endOf(container: string, { State: state }: Described): Message {
  return state.OOMKilled === true
    ? msg('cops.wait.oom', { container })
    : msg('cops.wait.exited', { container, code: state.ExitCode });
}

/** With the last lines that it wrote: they mostly say why. */
async function failed(docker: Docker, container: string, what: Message): Promise<AppError> {
  const said = await docker.containers.logs(container, lines).catch(() => '');
  return new AppError({
    code: 'container.not-steady',
    doing: msg('containers.run.doing.settle', { name: container }),
    what,
    hint: msg('containers.run.settle.hint'),
    details: said
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => raw(line)),
  });
}

/** Waits until a published port answers. */
export function answers(docker: Docker): OpHandler<OpArgs<'container.answers'>> {
  return {
    async run({ container, host, port, timeoutMs }, context) {
      const begun = Date.now();
      for (;;) {
        goOn(context);
        if (await portAnswers(host, port)) return;
        const { State: state } = await docker.containers.inspect(container);
        // It had nothing to listen with: its work is done.
        if (!state.Running || Date.now() - begun > timeoutMs)
          throw await failed(docker, container, msg('containers.run.silent', { port }));
        await pause(context);
      }
    },
  };
}

async function pause({ signal }: OpContext): Promise<void> {
  await sleep(lookMs, undefined, { signal }).catch(() => undefined);
}
