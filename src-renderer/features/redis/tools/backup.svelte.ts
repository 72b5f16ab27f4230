import { msg } from '@shared/i18n/index';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { RequestOf } from '@shared/requests';
import type { Issue, OperationForm } from '../day-two/form';

/** An absolute path on Linux, macOS or Windows. */
export const isAbsolute = (path: string): boolean => /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path);

/** The form of a backup: the folder that it goes to. */
export class BackupForm implements OperationForm {
  cluster = $state.raw() as ClusterStatus;
  folder = $state('');
  readonly issues = $derived.by<readonly Issue[]>(() => {
    if (this.folder.trim() === '')
      return [{ path: 'folder', message: msg('wtools.backup.noFolder'), open: true }];
    return isAbsolute(this.folder.trim())
      ? []
      : [{ path: 'folder', message: msg('wtools.backup.notAbsolute') }];
  });
  readonly request = $derived<RequestOf<'redis-cluster.backup'> | undefined>(
    this.issues.length > 0
      ? undefined
      : { kind: 'redis-cluster.backup', name: this.cluster.name, folder: this.folder.trim() },
  );

  constructor(cluster: ClusterStatus) {
    this.cluster = cluster;
  }
}
