import type { MessageKey } from '@shared/i18n/index';
import { paths, type Route } from '../../state/routes';
import { dockerPictures } from './pictures-docker';
import { redisPictures } from './pictures-redis';

/** Everything that is explained; each has its picture under the same name. */
export const pictures = { ...redisPictures, ...dockerPictures };
export type TopicId = keyof typeof pictures;
export const topicIds = Object.keys(pictures) as TopicId[];

/** Where a topic leads, on the cluster that one looks at where there is one. */
export interface Deed {
  readonly label: MessageKey;
  readonly path: string;
}

type Doing = (cluster: string | undefined) => Deed;

const deed =
  (label: MessageKey, path: string): Doing =>
  () => ({ label, path });
const build: Deed = { label: 'learn.do.build', path: paths.newRedis };
const onCluster =
  (label: MessageKey, operation: Parameters<typeof paths.operation>[1]): Doing =>
  (cluster) =>
    cluster === undefined ? build : { label, path: paths.operation(cluster, operation) };

const doings: Readonly<Record<TopicId, Doing>> = {
  slot: onCluster('learn.do.slots', 'reshard'),
  masters: onCluster('learn.do.grow', 'scale-out'),
  quorum: onCluster('learn.do.drill', 'drill'),
  replica: onCluster('learn.do.grow', 'scale-out'),
  busPort: () => build,
  announce: () => build,
  reshard: onCluster('learn.do.slots', 'reshard'),
  failover: onCluster('learn.do.failover', 'failover'),
  persistence: onCluster('learn.do.backup', 'backup'),
  stack: deed('learn.do.stack', paths.newStack),
  compose: deed('learn.do.stack', paths.newStack),
  depends: deed('learn.do.stack', paths.newStack),
  container: deed('learn.do.container', paths.runContainer()),
  restart: deed('learn.do.container', paths.runContainer()),
  exit: deed('learn.do.containers', paths.containers),
  names: deed('learn.do.networks', paths.resources('networks')),
  layers: deed('learn.do.images', paths.resources('images')),
  volume: deed('learn.do.volumes', paths.resources('volumes')),
  cadvisor: deed('learn.do.monitor', paths.monitor()),
  cpu: deed('learn.do.monitor', paths.monitor()),
  memory: deed('learn.do.monitor', paths.monitor()),
  alert: deed('learn.do.alerts', paths.alerts),
  run: deed('learn.do.runs', paths.runs),
  engine: deed('learn.do.engines', paths.engines),
};

export const deedOf = (topic: TopicId, route: Route): Deed => doings[topic](clusterOf(route));

/** The cluster that a page is about. */
export function clusterOf(route: Route): string | undefined {
  return route.page === 'redis/cluster' || route.page === 'redis/operation' ? route.name : undefined;
}

/** The by-hand page of what is on show, where it has one. */
export function byHandOf(route: Route): string | undefined {
  const cluster = clusterOf(route);
  if (cluster !== undefined) return paths.clusterByHand(cluster);
  if (route.page === 'containers/container') return paths.containerByHand(route.name);
  return route.page === 'stacks/stack' ? paths.stackByHand(route.name) : undefined;
}

const operationTopics: Readonly<Record<string, readonly TopicId[]>> = {
  failover: ['failover', 'quorum', 'replica'],
  drill: ['failover', 'quorum', 'replica'],
  backup: ['persistence', 'slot'],
  import: ['slot', 'persistence'],
};

const sectionTopics: Readonly<Record<string, readonly TopicId[]>> = {
  overview: ['run', 'container', 'stack', 'slot', 'engine'],
  redis: [
    'slot',
    'reshard',
    'masters',
    'quorum',
    'replica',
    'busPort',
    'announce',
    'failover',
    'persistence',
  ],
  containers: ['container', 'restart', 'exit', 'names', 'volume'],
  stacks: ['stack', 'compose', 'depends', 'names', 'volume'],
  resources: ['layers', 'volume', 'names'],
  monitor: ['cadvisor', 'cpu', 'memory'],
  alerts: ['alert', 'cpu', 'memory'],
  runs: ['run'],
  settings: ['engine'],
};

/** What a page is explained by, the nearest first. */
export function topicsOf(route: Route): readonly TopicId[] {
  if (route.page === 'redis/operation')
    return operationTopics[route.operation] ?? ['reshard', 'slot', 'masters', 'replica', 'announce'];
  if (route.page === 'containers/limits') return ['restart', 'memory', 'cpu'];
  return sectionTopics[route.page.split('/')[0] ?? ''] ?? ['run'];
}
