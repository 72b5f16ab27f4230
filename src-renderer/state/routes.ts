import type { ProjectRef } from '@shared/compose/source';

/** What can be done to a running Redis cluster on a page of its own. */
export const operations = [
  'scale-out',
  'scale-in',
  'reshard',
  'rebalance',
  'failover',
  'drill',
  'backup',
  'import',
] as const;
export type OperationId = (typeof operations)[number];

/** The parts of a container's page. */
export const containerTabs = [
  ...(['overview', 'logs', 'terminal', 'stats', 'files', 'networks', 'health', 'inspect'] as const),
] as const;
export type ContainerTab = (typeof containerTabs)[number];

/** What can be done with a stack that stands. */
export const stackActs = ['start', 'stop', 'restart', 'pause', 'unpause', 'down'] as const;
export type StackAct = (typeof stackActs)[number];

/** The parts of the settings that something leads to. */
export const settingParts = [
  ...(['appearance', 'engine', 'notices', 'window', 'sources', 'data', 'updates', 'about'] as const),
] as const;
export type SettingPart = (typeof settingParts)[number];

/** The kinds of resources, and the parts of their page. */
export type ResourceKind = 'image' | 'network' | 'volume';
export const resourceTabs = ['images', 'networks', 'volumes'] as const;
export type ResourceTab = (typeof resourceTabs)[number];

/** What is to be done to images, networks and volumes, and to which. */
export interface ResourceAct {
  readonly what:
    | `network-${'create' | 'remove' | 'connect' | 'disconnect'}`
    | `volume-${'create' | 'remove'}`
    | `image-${'pull' | 'tag' | 'remove'}`;
  readonly id?: string;
  readonly name?: string;
  /** To pull. */
  readonly image?: string;
  readonly tags?: readonly string[];
  readonly container?: string;
}

/** What the page that brings a stack up begins with. */
export interface UpOptions {
  readonly project: ProjectRef;
  /** Absent: all. */
  readonly services?: readonly string[];
  readonly scale?: Readonly<Record<string, number>>;
}

/** Where one can be. Each has a path: `redis/cluster/demo`. */
export type Route =
  | {
      readonly page:
        | 'overview'
        | 'redis'
        | 'redis/new'
        | 'containers'
        | 'stacks'
        | 'stacks/new'
        | 'alerts'
        | 'runs'
        | 'settings/diagnose';
    }
  /** `at`: the part that is brought into view. */
  | { readonly page: 'settings'; readonly at?: SettingPart }
  /** `adding`: with the form for a new one. */
  | { readonly page: 'settings/engines'; readonly adding?: true }
  | { readonly page: 'redis/cluster'; readonly name: string }
  /** `node`: the one that it is about, chosen beforehand. */
  | {
      readonly page: 'redis/operation';
      readonly name: string;
      readonly operation: OperationId;
      readonly node?: string;
    }
  /** `tab`: the part that is shown first; `at`: the moment, epoch ms, that its log is read around. */
  | {
      readonly page: 'containers/container';
      readonly name: string;
      readonly tab?: ContainerTab;
      readonly at?: number;
    }
  /** A container by hand; `image`: the one to begin with. */
  | { readonly page: 'containers/run'; readonly image?: string }
  /** Changing its limits and restart policy. */
  | { readonly page: 'containers/limits'; readonly name: string }
  | { readonly page: 'stacks/stack'; readonly name: string }
  /** The tutorial's own way to what stands, with its names and addresses. */
  | { readonly page: 'redis/by-hand' | 'stacks/by-hand' | 'containers/by-hand'; readonly name: string }
  /** The merged logs of a stack; `service`: of that one alone. */
  | { readonly page: 'stacks/logs'; readonly name: string; readonly service?: string }
  /** `service`: that one alone. */
  | { readonly page: 'stacks/act'; readonly name: string; readonly act: StackAct; readonly service?: string }
  /** `options`: UpOptions as JSON. */
  | { readonly page: 'stacks/up'; readonly options: string }
  /** `project`: a ProjectRef as JSON; absent: nothing is open yet. */
  | { readonly page: 'stacks/edit'; readonly project?: string }
  | { readonly page: 'resources'; readonly tab?: ResourceTab }
  | { readonly page: 'resources/prune' }
  | { readonly page: 'resources/detail'; readonly kind: ResourceKind; readonly id: string }
  /** `act`: ResourceAct as JSON. */
  | { readonly page: 'resources/act'; readonly act: string }
  | { readonly page: 'runs/run'; readonly id: string }
  /** A new plan of the request that a run was made from. */
  | { readonly page: 'runs/again'; readonly id: string }
  /** `board`: a ready dashboard, or one of the user's; `view`: how it is looked at, as a query string. */
  | { readonly page: 'monitor'; readonly board?: string; readonly view?: string };

/** The rail's sections. */
export type SectionId =
  'overview' | 'containers' | 'redis' | 'stacks' | 'resources' | 'monitor' | 'alerts' | 'runs' | 'settings';

export const paths = {
  overview: 'overview',
  redis: 'redis',
  newRedis: 'redis/new',
  cluster: (name: string): string => `redis/cluster/${encodeURIComponent(name)}`,
  operation: (name: string, operation: OperationId, node?: string): string =>
    `redis/cluster/${encodeURIComponent(name)}/${operation}${
      node === undefined ? '' : `/${encodeURIComponent(node)}`
    }`,
  clusterByHand: (name: string): string => `redis/cluster/${encodeURIComponent(name)}/by-hand`,
  containers: 'containers',
  container: (name: string, tab?: ContainerTab): string =>
    `containers/${encodeURIComponent(name)}${tab === undefined ? '' : `/${tab}`}`,
  /** Not below `containers/`: a container may be called anything. */
  runContainer: (image?: string): string =>
    image === undefined ? 'run-container' : `run-container/${encodeURIComponent(image)}`,
  limits: (name: string): string => `containers/${encodeURIComponent(name)}/limits`,
  containerByHand: (name: string): string => `containers/${encodeURIComponent(name)}/by-hand`,
  /** A container's log around a moment, epoch ms. */
  logsAt: (name: string, at: number): string =>
    `containers/${encodeURIComponent(name)}/logs?at=${String(Math.round(at))}`,
  stacks: 'stacks',
  newStack: 'stacks/new',
  stack: (name: string): string => `stacks/stack/${encodeURIComponent(name)}`,
  stackByHand: (name: string): string => `stacks/stack/${encodeURIComponent(name)}/by-hand`,
  stackLogs: (name: string, service?: string): string =>
    `stacks/logs/${encodeURIComponent(name)}${service === undefined ? '' : `/${encodeURIComponent(service)}`}`,
  stackAct: (name: string, act: StackAct, service?: string): string =>
    `stacks/stack/${encodeURIComponent(name)}/${act}${
      service === undefined ? '' : `/${encodeURIComponent(service)}`
    }`,
  up: (options: UpOptions): string => `stacks/up/${encodeURIComponent(JSON.stringify(options))}`,
  /** The compose editor, with a project open where one is named. */
  editStack: (project?: ProjectRef): string =>
    project === undefined ? 'stacks/edit' : `stacks/edit/${encodeURIComponent(JSON.stringify(project))}`,
  resources: (tab?: ResourceTab): string => (tab === undefined ? 'resources' : `resources/${tab}`),
  prune: 'resources/prune',
  resource: (kind: ResourceKind, id: string): string => `resources/${kind}/${encodeURIComponent(id)}`,
  alerts: 'alerts',
  resourceAct: (act: ResourceAct): string => `resources/act/${encodeURIComponent(JSON.stringify(act))}`,
  monitor: (board?: string, view = ''): string =>
    `monitor${board === undefined ? '' : `/${encodeURIComponent(board)}`}${view === '' ? '' : `?${view}`}`,
  runs: 'runs',
  run: (id: string): string => `runs/${encodeURIComponent(id)}`,
  runAgain: (id: string): string => `runs/${encodeURIComponent(id)}/again`,
  settings: 'settings',
  setting: (part: SettingPart): string => `settings?at=${part}`,
  diagnose: 'settings/diagnose',
  engines: 'settings/engines',
  newEngine: 'settings/engines/new',
} as const;

/** The route of a path; an unknown path, and one that is no sound text (`%zz`), lead to the overview. */
export function parseRoute(path: string): Route {
  try {
    return routeOf(path);
  } catch (error) {
    if (error instanceof URIError) return { page: 'overview' };
    throw error;
  }
}

function routeOf(path: string): Route {
  const [, cluster, doing, node] = /^redis\/cluster\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?$/.exec(path) ?? [];
  if (cluster !== undefined) {
    const name = decodeURIComponent(cluster);
    if (doing === 'by-hand') return { page: 'redis/by-hand', name };
    const operation = operations.find((each) => each === doing);
    if (operation === undefined) return { page: 'redis/cluster', name };
    return {
      page: 'redis/operation',
      name,
      operation,
      ...(node !== undefined && { node: decodeURIComponent(node) }),
    };
  }
  const [, stack, doneTo, service] = /^stacks\/stack\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?$/.exec(path) ?? [];
  if (stack !== undefined) {
    const name = decodeURIComponent(stack);
    if (doneTo === 'by-hand') return { page: 'stacks/by-hand', name };
    const act = stackActs.find((each) => each === doneTo);
    if (act === undefined) return { page: 'stacks/stack', name };
    return {
      page: 'stacks/act',
      name,
      act,
      ...(service !== undefined && { service: decodeURIComponent(service) }),
    };
  }
  const up = /^stacks\/up\/(.+)$/.exec(path)?.[1];
  if (up !== undefined) return { page: 'stacks/up', options: decodeURIComponent(up) };
  const logs = /^stacks\/logs\/([^/]+)(?:\/([^/]+))?$/.exec(path);
  if (logs !== null) {
    const [, name = '', service] = logs;
    return {
      page: 'stacks/logs',
      name: decodeURIComponent(name),
      ...(service !== undefined && { service: decodeURIComponent(service) }),
    };
  }
  const byHand = /^run-container(?:\/([^/]+))?$/.exec(path);
  if (byHand !== null) {
    const image = byHand[1];
    return { page: 'containers/run', ...(image !== undefined && { image: decodeURIComponent(image) }) };
  }
  const inside = /^containers\/([^/]+?)(?:\/([^/?]+)(?:\?at=(\d{1,16}))?)?$/.exec(path);
  if (inside !== null) {
    const tab = containerTabs.find((each) => each === inside[2]);
    const name = decodeURIComponent(inside[1] ?? '');
    if (inside[2] === 'limits') return { page: 'containers/limits', name };
    if (inside[2] === 'by-hand') return { page: 'containers/by-hand', name };
    const at = inside[3] === undefined ? undefined : Number(inside[3]);
    return {
      page: 'containers/container',
      name,
      ...(tab !== undefined && { tab }),
      ...(at !== undefined && { at }),
    };
  }
  const edited = /^stacks\/edit(?:\/(.+))?$/.exec(path);
  if (edited !== null)
    return {
      page: 'stacks/edit',
      ...(edited[1] !== undefined && { project: decodeURIComponent(edited[1]) }),
    };
  const resource = /^resources(?:\/([^/]+))?(?:\/(.+))?$/.exec(path);
  if (resource !== null) return resourceRoute(resource[1], resource[2]);
  const monitor = /^monitor(?:\/([^/?]+))?(?:\?(.*))?$/.exec(path);
  if (monitor !== null) {
    const [, board, view] = monitor;
    return {
      page: 'monitor',
      ...(board !== undefined && { board: decodeURIComponent(board) }),
      ...(view !== undefined && { view }),
    };
  }
  const run = /^runs\/([^/]+)(\/again)?$/.exec(path);
  if (run !== null)
    return { page: run[2] === undefined ? 'runs/run' : 'runs/again', id: decodeURIComponent(run[1] ?? '') };
  if (path === paths.engines) return { page: 'settings/engines' };
  if (path === paths.newEngine) return { page: 'settings/engines', adding: true };
  const setting = /^settings(?:\?at=(\w+))?$/.exec(path);
  if (setting !== null) {
    const at = settingParts.find((each) => each === setting[1]);
    return { page: 'settings', ...(at !== undefined && { at }) };
  }
  const plain = (
    [
      'redis',
      'redis/new',
      'containers',
      'stacks',
      'stacks/new',
      'alerts',
      'runs',
      'settings/diagnose',
    ] as const
  ).find((page) => page === path);
  if (plain !== undefined) return { page: plain };
  return { page: 'overview' };
}

function resourceRoute(part: string | undefined, rest: string | undefined): Route {
  const tab = resourceTabs.find((each) => each === part);
  const kind = (['image', 'network', 'volume'] as const).find((each) => each === part);
  if (kind !== undefined && rest !== undefined)
    return { page: 'resources/detail', kind, id: decodeURIComponent(rest) };
  if (part === 'act' && rest !== undefined) return { page: 'resources/act', act: decodeURIComponent(rest) };
  if (part === 'prune') return { page: 'resources/prune' };
  return { page: 'resources', ...(tab !== undefined && { tab }) };
}
