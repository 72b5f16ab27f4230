import type { Plan } from '@shared/plan';
import { planRequestSchema, type PlanRequestInput, type ResourceRequest } from '@shared/requests';
import type {
  ContainerUse,
  ImageRow,
  NetworkRow,
  ResourcesObserved,
  Usage,
  VolumeRow,
} from '@shared/resources/model';
import { planResources } from '@shared/resources/plan';

const container = (name: string, more: Partial<ContainerUse> = {}): ContainerUse => ({
  ...{ id: `id-${name}`, name, image: 'redis:7.0', imageId: 'sha256:aa', state: 'running', createdAt: 1 },
  ...{ networks: [{ name: 'bridge', id: 'n-bridge', address: '172.17.0.2' }], volumes: [] },
  ...more,
});
export const web = container('web');
export const old = container('old', {
  ...{ state: 'exited', imageId: 'sha256:bb', volumes: ['shop_data'] },
  networks: [{ name: 'shop', id: 'n-shop', address: '' }],
  owner: { kind: 'stack', name: 'shop' },
});
const image = (
  id: string,
  tags: string[],
  users: ContainerUse[],
  more: Partial<ImageRow> = {},
): ImageRow => ({
  ...{ id: `sha256:${id}`, tags, digests: [], size: 100 * 1024 * 1024, createdAt: 1 },
  ...{ dangling: tags.length === 0, users, ...more },
});
const network = (name: string, users: ContainerUse[], more: Partial<NetworkRow> = {}): NetworkRow => ({
  ...{ id: `n-${name}`, name, driver: 'bridge', scope: 'local', internal: false, attachable: false },
  ...{ ipv6: false, createdAt: 1, builtin: false, users, subnets: [], ...more },
});
const volume = (name: string, users: ContainerUse[], more: Partial<VolumeRow> = {}): VolumeRow => ({
  ...{ name, driver: 'local', mountpoint: `/v/${name}`, createdAt: 1, anonymous: false, users, ...more },
});
export const usage: Usage = {
  ...{ layers: 1, shared: { 'sha256:cc': 90 * 1024 * 1024 }, volumes: { shop_data: 2048 } },
  containers: { 'id-old': 1024 },
  cache: [
    { id: 'c1', description: 'RUN make', size: 4096, inUse: false, shared: false, lastUsedAt: 1 },
    { id: 'c2', description: 'RUN x', size: 1, inUse: true, shared: false, lastUsedAt: 1 },
  ],
};
/** An engine with a stack that stands still, and things that nobody uses. */
export const seen: ResourcesObserved = {
  engine: { id: 'e' },
  containers: [old, web],
  images: [
    image('aa', ['redis:7.0'], [web], { digests: ['redis@sha256:1'] }),
    image('bb', ['shop-app:latest'], [old], { owner: { kind: 'stack', name: 'shop' } }),
    image('cc', [], []),
    image('dd', ['nginx:1', 'nginx:2'], [], { digests: ['nginx@sha256:2'] }),
  ],
  networks: [
    network('bridge', [web], {
      builtin: true,
      subnets: [{ subnet: '172.17.0.0/16', gateway: '172.17.0.1' }],
    }),
    network('lonely', []),
    network('shop', [old], { owner: { kind: 'stack', name: 'shop' } }),
  ],
  volumes: [
    volume('shop_data', [old], { owner: { kind: 'stack', name: 'shop' } }),
    volume('spare', []),
    volume('f'.repeat(64), [], { anonymous: true }),
  ],
  usage,
};

/** The plan of a request. */
export const plan = (request: PlanRequestInput, at = seen): Plan =>
  planResources(planRequestSchema.parse(request) as ResourceRequest, at);

export const prune = (more: object): PlanRequestInput => ({ kind: 'resources.prune', ...more });

/** A clean-up of everything that may go. */
export const everything = prune({
  containers: ['id-old'],
  networks: ['n-lonely', 'n-shop'],
  volumes: ['shop_data', 'f'.repeat(64)],
  images: ['sha256:bb', 'sha256:cc', 'sha256:dd'],
  cache: ['c1'],
});

export const cases: readonly (readonly [string, PlanRequestInput])[] = [
  [
    'network-create',
    { kind: 'resources.network-create', name: 'back', subnet: '10.9.0.0/24', internal: true },
  ],
  [
    'network-overlap',
    { kind: 'resources.network-create', name: 'shop', subnet: '172.17.4.0/24', gateway: '10.0.0.1' },
  ],
  ['network-remove', { kind: 'resources.network-remove', network: 'n-lonely' }],
  ['network-used', { kind: 'resources.network-remove', network: 'n-shop' }],
  ['network-own', { kind: 'resources.network-remove', network: 'n-bridge' }],
  ['connect', { kind: 'resources.network-connect', network: 'n-lonely', container: 'web' }],
  [
    'connect-wrong',
    { kind: 'resources.network-connect', network: 'n-bridge', container: 'web', address: '172.17.0.2' },
  ],
  ['disconnect', { kind: 'resources.network-disconnect', network: 'n-shop', container: 'old' }],
  ['volume-create', { kind: 'resources.volume-create', name: 'data' }],
  ['volume-taken', { kind: 'resources.volume-create', name: 'spare' }],
  ['volume-remove', { kind: 'resources.volume-remove', volume: 'shop_data' }],
  ['pull', { kind: 'resources.image-pull', image: 'nginx', platform: 'linux/arm64' }],
  ['pull-wrong', { kind: 'resources.image-pull', image: 'No/Such' }],
  ['tag', { kind: 'resources.image-tag', image: 'sha256:cc', tag: 'nginx:1' }],
  ['untag', { kind: 'resources.image-remove', image: 'sha256:dd', tags: ['nginx:2'] }],
  ['image-remove', { kind: 'resources.image-remove', image: 'sha256:dd' }],
  ['image-used', { kind: 'resources.image-remove', image: 'sha256:aa' }],
  ['gone', { kind: 'resources.image-remove', image: 'sha256:ee' }],
];

/** A plan of every kind that there is. */
export const everyResourcePlan = (): Plan[] =>
  [everything, ...cases.map(([, request]) => request)].map((request) => plan(request));
