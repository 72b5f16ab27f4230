import type { Message } from '@shared/i18n/index';
import type { ClusterStatus } from '@shared/redis-cluster/observed';

export type From = 'host' | 'container';
export interface Snippet {
  readonly id: string;
  readonly title: string;
  readonly code: string;
  readonly note?: Message;
}

/** How a program connects, in the languages that most use. */
export function snippetsFor(status: ClusterStatus, from: From): readonly Snippet[] {
  const node = status.nodes[0];
  if (node === undefined) return [];
  const [host = '', port = ''] = node.address.split(':');
  return [
    {
      id: 'redis-cli',
      title: 'redis-cli',
      code:
        from === 'host'
          ? `redis-cli -c -h ${host} -p ${port}`
          : `docker exec -it ${node.name} redis-cli -c -p ${port}`,
    },
  ];
}
