import type { ClusterStatus } from '@shared/redis-cluster/observed';
import { operations, type OperationId } from '../../../state/routes';
import type { IconName } from '../../../ui/icons';

/** How each operation is shown in menus. */
export const operationIcon: Readonly<Record<OperationId, IconName>> = {
  'scale-out': 'plus',
  'scale-in': 'minus',
  reshard: 'split',
  rebalance: 'balance',
  failover: 'swap',
  drill: 'bolt',
  backup: 'download',
  import: 'upload',
};

/** What makes no sense on a cluster as it stands, or needs containers that are not there. */
export function isPossible(operation: OperationId, status: ClusterStatus): boolean {
  const onEngine = status.nodes.some((node) => node.container !== undefined);
  const masters = status.nodes.filter((node) => node.role === 'master').length;
  switch (operation) {
    case 'scale-out':
    case 'drill':
      return onEngine;
    case 'failover':
      return status.nodes.some((node) => node.role === 'replica');
    case 'reshard':
    case 'rebalance':
      return masters > 1;
    case 'scale-in':
      return status.nodes.length > 3;
    case 'backup':
    case 'import':
      return masters > 0;
  }
}

export { operations };
export type { OperationId };
