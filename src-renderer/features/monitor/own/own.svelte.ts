import { msg } from '@shared/i18n/index';
import type { Dashboard, ImportNote } from '@shared/metrics/dashboard';
import { call, toError } from '../../../lib/api';
import { tr } from '../../../lib/i18n.svelte';
import { router } from '../../../state/router.svelte';
import { paths } from '../../../state/routes';
import { toasts } from '../../../state/toasts.svelte';

const freshId = (): string => `d-${crypto.randomUUID().slice(0, 8)}`;

/** What one does with dashboards of one's own: each change is on disk when it is told of. */
export class OwnDashboards {
  /** What the last import kept aside. */
  notes = $state.raw<readonly ImportNote[]>([]);
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  create(): Promise<void> {
    return this.#try(async () => {
      await this.#keep({ v: 1, id: freshId(), title: tr('monitor.dashboard.new'), panels: [] });
    });
  }

  duplicate(dashboard: Dashboard): Promise<void> {
    return this.#try(async () => {
      const title = tr('monitor.dashboard.copyOf', { name: dashboard.title });
      await this.#keep({ ...dashboard, id: freshId(), title });
    });
  }

  async rename(dashboard: Dashboard, title: string): Promise<Dashboard | undefined> {
    const renamed = { ...dashboard, title };
    let done: Dashboard | undefined;
    await this.#try(async () => {
      await call('dashboards.put', renamed);
      done = renamed;
      this.#changed();
    });
    return done;
  }

  /** Without a question: it can be taken back. */
  remove(dashboard: Dashboard): Promise<void> {
    return this.#try(async () => {
      const was = await call('dashboards.remove', dashboard.id);
      router.replace(paths.monitor('overview'));
      this.#changed();
      toasts.add({
        tone: 'ok',
        title: msg('monitor.dashboard.deleted', { name: was.title }),
        action: { label: msg('monitor.dashboard.undo'), run: () => void this.#try(() => this.#keep(was)) },
      });
    });
  }

  take(): Promise<void> {
    return this.#try(async () => {
      const read = await call('dashboards.import');
      if (read === null) return;
      this.notes = read.notes;
      toasts.ok(msg('monitor.dashboard.imported', { name: read.dashboard.title }));
      this.#changed();
      // With notes to read one stays; the dashboard is in the list.
      if (read.notes.length === 0) router.go(paths.monitor(read.dashboard.id));
    });
  }

  give(dashboard: Dashboard, as: 'flotilla' | 'grafana'): Promise<void> {
    return this.#try(async () => {
      const path = await call('dashboards.export', { dashboard, as });
      if (path !== null) toasts.ok(msg('monitor.saved', { path }));
    });
  }

  async #keep(dashboard: Dashboard): Promise<void> {
    await call('dashboards.put', dashboard);
    this.#changed();
    router.go(paths.monitor(dashboard.id));
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      toasts.error(toError(error));
    }
  }
}
