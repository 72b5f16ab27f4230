import { msg } from '@shared/i18n/index';
import type { Dashboard, DashboardPanel } from '@shared/metrics/dashboard';
import { arrange, freeRow, sectionRemoved } from '@shared/metrics/dashboard-layout';
import { call, toError } from '../../../lib/api';
import { toasts } from '../../../state/toasts.svelte';
import { freshPanelId } from './panels';

/** What one does to a dashboard while one arranges it: each change is on disk at once, and what goes can come back. */
export class Arranging {
  readonly #now: () => Dashboard;
  readonly #changed: (dashboard: Dashboard) => void;

  constructor(now: () => Dashboard, changed: (dashboard: Dashboard) => void) {
    this.#now = now;
    this.#changed = changed;
  }

  async save(next: Dashboard): Promise<void> {
    this.#changed(next);
    try {
      await call('dashboards.put', next);
    } catch (error) {
      toasts.error(toError(error));
    }
  }

  /** Adds a panel or replaces it; the section where it lands opens. */
  put(panel: DashboardPanel): Promise<void> {
    return this.save(withPanel(this.#now(), panel));
  }

  duplicate(panel: DashboardPanel): Promise<void> {
    const y = freeRow(this.#now().panels, panel.section);
    return this.put({ ...panel, id: freshPanelId(), grid: { ...panel.grid, y } });
  }

  remove(panel: DashboardPanel): Promise<void> {
    const now = this.#now();
    this.#undoable(msg('monitor.edit.removed', { title: panel.title }), (then) => withPanel(then, panel));
    return this.save({ ...now, panels: arrange(now.panels.filter(({ id }) => id !== panel.id)) });
  }

  removeSection(id: string): Promise<void> {
    const now = this.#now();
    const place = (now.sections ?? []).findIndex((each) => each.id === id);
    const section = now.sections?.[place];
    if (section === undefined) return Promise.resolve();
    const inner = new Map(now.panels.filter((each) => each.section === id).map((each) => [each.id, each]));
    this.#undoable(msg('monitor.section.removed', { title: section.title }), (then) => ({
      ...then,
      sections: (then.sections ?? []).toSpliced(place, 0, section),
      panels: arrange(then.panels.map((each) => ({ ...each, ...pick(inner.get(each.id)) }))),
    }));
    return this.save(sectionRemoved(now, id));
  }

  /** Tells what went, with a way back that leaves alone what was done since. */
  #undoable(title: ReturnType<typeof msg>, back: (then: Dashboard) => Dashboard): void {
    const { id } = this.#now();
    const run = async (): Promise<void> => {
      try {
        await this.save(back(await call('dashboards.get', id)));
      } catch (error) {
        toasts.error(toError(error));
      }
    };
    toasts.add({
      tone: 'ok',
      title,
      action: { label: msg('monitor.dashboard.undo'), run: () => void run() },
    });
  }
}

const pick = (panel: DashboardPanel | undefined): Partial<DashboardPanel> =>
  panel === undefined ? {} : { section: panel.section, grid: panel.grid };

function withPanel(dashboard: Dashboard, panel: DashboardPanel): Dashboard {
  const { panels, sections } = dashboard;
  const known = panels.some(({ id }) => id === panel.id);
  return {
    ...dashboard,
    panels: arrange(
      known ? panels.map((each) => (each.id === panel.id ? panel : each)) : [...panels, panel],
      panel.id,
    ),
    ...(sections && {
      sections: sections.map((each) => (each.id === panel.section ? { ...each, folded: false } : each)),
    }),
  };
}
