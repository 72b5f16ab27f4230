import { msg } from '../i18n/index';
import type { Plan } from '../plan';
import { listed } from '../redis-cluster/findings';
import type { RequestOf, ResourceRequest } from '../requests';
import type { ResourcesObserved } from './model';
import { error, missing, ofOwner, one, warning } from './plan-one';

type Of<K extends ResourceRequest['kind']> = RequestOf<K>;

export function createVolume(
  { kind, name }: Of<'resources.volume-create'>,
  { volumes }: ResourcesObserved,
): Plan {
  const taken = volumes.some((each) => each.name === name);
  return one(
    kind,
    {
      target: `volume/${name}`,
      title: msg('resources.step.volumeCreate', { name }),
      cause: msg('resources.why.volume'),
      op: { kind: 'volume.create', args: { name, labels: {} } },
    },
    taken
      ? [
          error(
            'volume.name-taken',
            msg('resources.find.volumeTaken', { name }),
            msg('resources.find.name.hint'),
            'name',
          ),
        ]
      : [],
  );
}

export function removeVolume(
  { kind, volume: name }: Of<'resources.volume-remove'>,
  seen: ResourcesObserved,
): Plan {
  const volume = seen.volumes.find((each) => each.name === name);
  if (volume === undefined) return one(kind, undefined, [missing(name)]);
  const users = volume.users.map((each) => each.name);
  return one(
    kind,
    {
      target: `volume/${name}`,
      title: msg('resources.step.volumeRemove', { name }),
      cause: msg('resources.why.asked.volume'),
      op: { kind: 'volume.remove', args: { name } },
      destructive: true,
    },
    [
      ...ofOwner(volume.owner, name),
      ...(users.length > 0
        ? [
            error(
              'volume.in-use',
              msg('resources.find.used', { name, users: listed(users) }),
              msg('resources.find.volumeUsed.hint'),
            ),
          ]
        : []),
      warning('volume.data', msg('resources.find.data', { names: name }), msg('resources.find.data.hint')),
    ],
  );
}
