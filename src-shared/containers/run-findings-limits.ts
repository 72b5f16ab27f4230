import { isSecretName } from '../compose/build/secret-names';
import { msg, type Message } from '../i18n/index';
import type { Finding } from '../plan';
import { finding, listed } from '../redis-cluster/findings';
import { sizeText } from '../resources/model';
import type { RunObserved } from './run-observed';
import type { RunSpec } from './run-spec';

type Say = (code: string, path: string, what: Message, hint: Message) => Finding;
export const error: Say = (code, path, what, hint) => finding('error', code, path, what, hint);
export const warning: Say = (code, path, what, hint) => finding('warning', code, path, what, hint);
export const info: Say = (code, path, what, hint) => finding('info', code, path, what, hint);

export function aboutEnv({ env }: RunSpec): Finding[] {
  const found: Finding[] = [];
  env.forEach(({ name }, i) => {
    if (env.findIndex((each) => each.name === name) < i)
      found.push(
        error(
          'env.twice',
          `env.${String(i)}`,
          msg('containers.run.find.envTwice', { name }),
          msg('containers.run.find.envTwice.hint'),
        ),
      );
  });
  const open = env.flatMap((each) =>
    'value' in each && each.value !== '' && isSecretName(each.name) ? [each.name] : [],
  );
  if (open.length > 0)
    found.push(
      warning(
        'env.open-secret',
        'env',
        msg('containers.run.find.secret', { names: listed([...new Set(open)]) }),
        msg('containers.run.find.secret.hint'),
      ),
    );
  return found;
}

export function aboutLimits(
  { memory, cpus, restart, autoRemove }: RunSpec,
  { engine }: RunObserved,
): Finding[] {
  const found: Finding[] = [];
  if (memory !== undefined && memory > engine.memoryBytes)
    found.push(
      warning(
        'memory.above-host',
        'memory',
        msg('containers.update.aboveMemory', {
          limit: sizeText(memory),
          has: sizeText(engine.memoryBytes),
        }),
        msg('containers.run.find.memory.hint'),
      ),
    );
  if (cpus !== undefined && cpus > engine.cpus)
    found.push(
      error(
        'cpus.above-host',
        'cpus',
        msg('containers.update.aboveCpus', { n: cpus, has: engine.cpus }),
        msg('containers.update.aboveCpus.hint', { has: engine.cpus }),
      ),
    );
  if ((restart.maximumRetryCount ?? 0) > 0 && restart.name !== 'on-failure')
    found.push(
      error(
        'restart.count',
        'restart',
        msg('containers.update.count', { policy: restart.name }),
        msg('containers.update.count.hint'),
      ),
    );
  if (autoRemove && restart.name !== 'no')
    found.push(
      error(
        'restart.auto-remove',
        'restart',
        msg('containers.run.find.autoRemove', { policy: restart.name }),
        msg('containers.run.find.autoRemove.hint'),
      ),
    );
  return found;
}
