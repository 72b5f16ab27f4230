import { AppError } from '@shared/errors';
import { msg } from '@shared/i18n/index';
import { listed } from '@shared/redis-cluster/findings';
import type { ContainerSummary } from '../../clients/docker';

/** Something came into use since it was looked at: it stays. */
export function inUse(
  code: 'image.in-use' | 'network.in-use',
  name: string,
  users: readonly ContainerSummary[],
): AppError {
  const names = users.map(({ Names, Id }) => (Names[0] ?? Id.slice(0, 12)).replace(/^\//, '')).sort();
  return new AppError({
    code,
    doing: msg('resources.ops.doing.remove', { name }),
    what: msg('resources.ops.used', { name, users: listed(names) }),
    hint: msg('resources.ops.used.hint'),
  });
}
