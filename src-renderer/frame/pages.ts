import type { Component } from 'svelte';

// Everything but the first page is loaded when it is gone to.
const pages = {
  redis: () => import('../features/redis/RedisPage.svelte'),
  'redis/new': () => import('../features/redis/NewCluster.svelte'),
  'redis/cluster': () => import('../features/redis/ClusterPage.svelte'),
  'redis/by-hand': () => import('../features/redis/ByHandPage.svelte'),
  'redis/operation': () => import('../features/redis/day-two/OperationPage.svelte'),
  containers: () => import('../features/containers/ContainersPage.svelte'),
  'containers/container': () => import('../features/containers/ContainerPage.svelte'),
  'containers/run': () => import('../features/containers/run/RunPage.svelte'),
  'containers/limits': () => import('../features/containers/LimitsPage.svelte'),
  stacks: () => import('../features/stacks/StacksPage.svelte'),
  'stacks/new': () => import('../features/stacks/new/NewStackPage.svelte'),
  'stacks/logs': () => import('../features/containers/StackLogsPage.svelte'),
  'stacks/stack': () => import('../features/stacks/StackPage.svelte'),
  'containers/by-hand': () => import('../features/containers/ByHandPage.svelte'),
  'stacks/by-hand': () => import('../features/stacks/ByHandPage.svelte'),
  'stacks/act': () => import('../features/stacks/ActPage.svelte'),
  'stacks/up': () => import('../features/stacks/UpPage.svelte'),
  'stacks/edit': () => import('../features/stacks/editor/EditorPage.svelte'),
  monitor: () => import('../features/monitor/MonitorPage.svelte'),
  resources: () => import('../features/resources/ResourcesPage.svelte'),
  'resources/prune': () => import('../features/resources/PrunePage.svelte'),
  'resources/detail': () => import('../features/resources/DetailPage.svelte'),
  'resources/act': () => import('../features/resources/ActPage.svelte'),
  alerts: () => import('../features/alerts/AlertsPage.svelte'),
  runs: () => import('../features/runs/RunsPage.svelte'),
  'runs/run': () => import('../features/runs/RunPage.svelte'),
  'runs/again': () => import('../features/runs/AgainPage.svelte'),
  'settings/engines': () => import('../features/engines/EnginesPage.svelte'),
  settings: () => import('../features/settings/SettingsPage.svelte'),
  'settings/diagnose': () => import('../features/settings/DiagnosePage.svelte'),
};
/** A page other than the overview. Throws what the loading of its files throws. */
export async function loadPage(page: keyof typeof pages): Promise<{ default: Component<object> }> {
  // These pages check what they are given: specs, filters.
  if (
    ['redis', 'stacks', 'resources', 'monitor', 'alerts', 'containers', 'runs'].some((each) =>
      page.startsWith(each),
    )
  )
    await import('../lib/jitless');
  // A page takes what its route carries (a name, an id): parseRoute and the pages agree on that.
  const loaded: unknown = await pages[page]();
  return loaded as { default: Component<object> };
}
