import { msg, type Message, type MessageKey } from './i18n/index';

/** The pages that `flotilla://page/NAME` leads to, and their paths in the window. */
export const linkPages: Readonly<Record<string, string>> = {
  overview: 'overview',
  redis: 'redis',
  'new-redis-cluster': 'redis/new',
  containers: 'containers',
  stacks: 'stacks',
  'new-stack': 'stacks/new',
  resources: 'resources',
  monitor: 'monitor',
  alerts: 'alerts',
  runs: 'runs',
  settings: 'settings',
  engines: 'settings/engines',
  diagnose: 'settings/diagnose',
};

// All of these take {name}.
const clusterActs = {
  'scale-out': 'link.act.scaleOut',
  'scale-in': 'link.act.scaleIn',
  reshard: 'link.act.reshard',
  rebalance: 'link.act.rebalance',
  failover: 'link.act.failover',
  drill: 'link.act.drill',
  backup: 'link.act.backup',
  import: 'link.act.import',
} as const satisfies Record<string, MessageKey>;
const stackActs = {
  start: 'link.act.start',
  stop: 'link.act.stop',
  restart: 'link.act.restart',
  pause: 'link.act.pause',
  unpause: 'link.act.unpause',
  down: 'link.act.down',
} as const satisfies Record<string, MessageKey>;
const containerTabs = ['overview', 'logs', 'terminal', 'stats', 'files', 'networks', 'health', 'inspect'];

/** What a link leads to. */
export interface LinkTarget {
  /** A path of the window's router. */
  readonly path: string;
  /** What the link is about to begin, for the question that comes first; absent: it only shows something. */
  readonly asks?: Message;
}

const longest = 2000;
const longestName = 200;

/** A part of a link as the name that it stands for; undefined: no name that anything of ours could have. */
function nameOf(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  try {
    const name = decodeURIComponent(part);
    // Controls and signs that turn text around have no place in a name, nor in the question that shows it; dots
    // alone are a way to elsewhere.
    return name.length > longestName || /^\.*$|\p{C}/u.test(name) ? undefined : name;
  } catch {
    return undefined;
  }
}

/**
 * Reads a link. Anybody may write one: it leads to a page, never further, and whatever is not exactly of this form
 * is null.
 *
 *     flotilla://page/NAME
 *     flotilla://cluster/NAME[/ACTION]
 *     flotilla://stack/NAME[/logs | /ACTION]
 *     flotilla://container/NAME[/TAB | /limits]
 *     flotilla://run/ID
 */
export function parseLink(link: string): LinkTarget | null {
  if (link.length > longest) return null;
  // By hand: what URL makes of a scheme that it does not know differs between runtimes.
  const rest = /^flotilla:\/\/([^?#]*)$/i.exec(link)?.[1];
  if (rest === undefined) return null;
  const [kind = '', first, second, ...more] = rest.replace(/\/$/, '').split('/');
  if (more.length > 0) return null;
  const name = nameOf(first);
  const part = second === undefined ? undefined : nameOf(second);
  if (name === undefined || (second !== undefined && part === undefined)) return null;
  return targetOf(kind.toLowerCase(), name, part);
}

function targetOf(kind: string, name: string, part: string | undefined): LinkTarget | null {
  const place = encodeURIComponent(name);
  const asked = (
    key: (typeof clusterActs)[keyof typeof clusterActs] | (typeof stackActs)[keyof typeof stackActs],
  ) => msg(key, { name });
  if (kind === 'page') {
    return part === undefined && Object.hasOwn(linkPages, name) ? { path: linkPages[name] ?? '' } : null;
  }
  if (kind === 'run') {
    return part === undefined && /^[A-Za-z0-9_-]{1,64}$/.test(name) ? { path: `runs/${name}` } : null;
  }
  if (kind === 'cluster') {
    const path = `redis/cluster/${place}`;
    if (part === undefined) return { path };
    if (!own(clusterActs, part)) return null;
    return { path: `${path}/${part}`, asks: asked(clusterActs[part]) };
  }
  if (kind === 'stack') {
    if (part === undefined) return { path: `stacks/stack/${place}` };
    if (part === 'logs') return { path: `stacks/logs/${place}` };
    if (!own(stackActs, part)) return null;
    return { path: `stacks/stack/${place}/${part}`, asks: asked(stackActs[part]) };
  }
  if (kind === 'container') {
    const path = `containers/${place}`;
    if (part === undefined) return { path };
    if (part === 'limits') return { path: `${path}/limits`, asks: msg('link.act.limits', { name }) };
    // A shell that is opened may already do something: its profile runs.
    if (part === 'terminal') return { path: `${path}/terminal`, asks: msg('link.act.terminal', { name }) };
    return containerTabs.includes(part) ? { path: `${path}/${part}` } : null;
  }
  return null;
}

const own = <T extends object>(all: T, key: PropertyKey): key is keyof T => Object.hasOwn(all, key);
