import type { Services } from './ports';
import type { Handlers } from './registrar';

export const resourceHandlers = ({ resources }: Pick<Services, 'resources'>): Handlers => ({
  'resources.list': () => resources.list(),
  'resources.usage': () => resources.usage(),
  'resources.image': (id) => resources.image(id),
  'resources.network': (id) => resources.network(id),
  'resources.volume': (name) => resources.volume(name),
  'resources.inspect': ({ kind, id }) => resources.inspect(kind, id),
});
