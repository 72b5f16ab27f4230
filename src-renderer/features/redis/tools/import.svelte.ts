import { msg } from '@shared/i18n/index';
import type { ClusterStatus } from '@shared/redis-cluster/observed';
import type { RequestOf } from '@shared/requests';
import { numberIssue, isIssue, type Issue, type OperationForm } from '../day-two/form';
import { EndpointForm } from './remote-form.svelte';

/** The form of an import: the server that keys come from, and which. */
export class ImportForm implements OperationForm {
  cluster = $state.raw() as ClusterStatus;
  readonly source = new EndpointForm();
  /** The reference of the password that is typed, once it is stored; '' while it is not. */
  stored = $state('');
  database = $state<number | undefined>(0);
  match = $state('');
  replace = $state(false);
  readonly issues = $derived.by<readonly Issue[]>(() =>
    [
      this.source.host.trim() === ''
        ? { path: 'source.host', message: msg('wtools.import.noHost'), open: true as const }
        : undefined,
      numberIssue('source.port', this.source.port, 1, 65_535),
      numberIssue('source.database', this.database, 0, 1_000_000),
      this.source.password !== '' && this.stored === ''
        ? { path: 'source.password', message: msg('wtools.import.storing') }
        : undefined,
    ].filter(isIssue),
  );
  readonly request = $derived<RequestOf<'redis-cluster.import'> | undefined>(
    this.issues.length > 0
      ? undefined
      : {
          kind: 'redis-cluster.import',
          name: this.cluster.name,
          source: {
            ...this.source.value(this.source.password === '' ? undefined : this.stored),
            database: this.database ?? 0,
          },
          ...(this.match.trim() !== '' && { match: this.match.trim() }),
          replace: this.replace,
        },
  );

  constructor(cluster: ClusterStatus) {
    this.cluster = cluster;
  }
}
