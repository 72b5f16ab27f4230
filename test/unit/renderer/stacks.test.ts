import { describe, expect, it, vi } from 'vitest';
import type { Reading } from '@shared/compose/source';
import type { Stack, StackContainer, StackService } from '@shared/compose/stack';
import { portsOf, stateOfService, stateOfStack } from '../../../src-renderer/features/stacks/look';
import { goingBy, stayingVolumes } from '../../../src-renderer/features/stacks/down';
import { pictureOfStack } from '../../../src-renderer/features/stacks/picture';
import { rowsOf, withFiles } from '../../../src-renderer/features/stacks/stacks';
import { UpForm } from '../../../src-renderer/features/stacks/up.svelte';
import { parseRoute, paths } from '../../../src-renderer/state/routes';

const container = (service: string, more: Partial<StackContainer> = {}): StackContainer => ({
  id: `${service}-id`,
  name: `shop-${service}-1`,
  service,
  number: 1,
  oneOff: false,
  image: 'redis:7.0',
  imageId: 'sha256:1',
  state: 'running',
  createdAt: 1,
  ports: [],
  configHash: 'h',
  dependsOn: {},
  networks: { shop_front: { address: '10.0.0.2', aliases: [] } },
  mounts: [],
  ...more,
});
const service = (name: string, state: StackService['state'], ...all: StackContainer[]): StackService => ({
  name,
  state,
  containers: all.length > 0 ? all : [container(name)],
});
const stack = (more: Partial<Stack> = {}): Stack => ({
  name: 'shop',
  versions: ['2.26.1'],
  missingFiles: [],
  services: [service('web', 'running')],
  networks: [{ name: 'shop_front', key: 'front' }],
  volumes: [],
  ...more,
});
const ref = (file: string) => ({ files: [file], profiles: [] });

describe('how a stack looks', () => {
  it('an end with an error is a failure, a stop is none', () => {
    const ended = (exitCode: number, oomKilled = false) =>
      stateOfService(service('web', 'exited', container('web', { state: 'exited', exitCode, oomKilled })));
    expect([0, 137, 143, 130].map((code) => ended(code))).toEqual(Array(4).fill('exited'));
    expect([ended(1), ended(137, true)]).toEqual(['failed', 'failed']);
  });
  it('a stack is as its worst service; else as all, some or none', () => {
    const of = (...states: StackService['state'][]) =>
      stateOfStack(states.map((state) => service('s', state)));
    expect(of('running', 'unhealthy', 'partial')).toBe('unhealthy');
    expect(of('running', 'running')).toBe('running');
    expect(of('running', 'exited')).toBe('partial');
    expect(of('exited', 'created')).toBe('exited');
    expect(of()).toBe('down');
    expect(stateOfStack([service('job', 'exited', container('job', { oneOff: true }))])).toBe('down');
  });
  it('a port that the engine lists for IPv4 and IPv6 is one', () => {
    const at = (hostIp: string, hostPort: number) => ({
      hostIp,
      hostPort,
      containerPort: 80,
      protocol: 'tcp',
    });
    const ports = [
      at('::', 8080),
      at('0.0.0.0', 8080),
      at('127.0.0.1', 81),
      { hostIp: '', containerPort: 443, protocol: 'tcp' },
    ];
    expect(
      portsOf([container('web', { ports })]).map(({ hostIp, port }) => `${hostIp}:${String(port)}`),
    ).toEqual(['127.0.0.1:81', '0.0.0.0:8080']);
  });
  it('its picture joins services to networks and volumes; unnamed volumes and no network are left out', () => {
    const mounts = [
      { type: 'volume', source: 'shop_data', target: '/data' },
      { type: 'volume', source: 'a'.repeat(64), target: '/tmp' },
      { type: 'volume', source: 'elsewhere', target: '/x' },
    ];
    const picture = pictureOfStack(
      stack({
        services: [
          service('db', 'running', container('db', { mounts })),
          service(
            'web',
            'running',
            container('web', {
              dependsOn: { db: 'service_started', gone: '' },
              networks: { none: { address: '', aliases: [] } },
            }),
          ),
        ],
        volumes: [{ name: 'shop_data', key: 'data' }],
      }),
    );
    expect(picture.edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'service:db network:front',
      'service:db volume:data',
      'service:db volume:elsewhere',
      'service:web service:db',
    ]);
    expect(picture.nodes.find(({ id }) => id === 'volume:elsewhere')?.external).toBe(true);
  });
});

describe('the files of a stack', () => {
  const named = (file: string, missing: string[] = []) => ({
    name: 'shop',
    ref: ref(file),
    missingFiles: missing,
  });
  it('those that were named hold when those of its labels are gone', () => {
    const gone = stack({ ref: ref('/old'), missingFiles: ['/old'] });
    expect(withFiles(gone, undefined)).toMatchObject({ ref: ref('/old'), missingFiles: ['/old'] });
    expect(withFiles(gone, named('/new'))).toMatchObject({ ref: ref('/new'), missingFiles: [] });
    expect(withFiles(stack({ ref: ref('/here') }), named('/lost', ['/lost']))).toMatchObject({
      ref: ref('/here'),
    });
  });
  it('a stack that is down stays in the list by its files', () => {
    const rows = rowsOf([stack()], [{ ...named('/a'), name: 'blog' }, named('/shop')]);
    expect(rows.map(({ name, stack: standing }) => [name, standing !== undefined])).toEqual([
      ['blog', false],
      ['shop', true],
    ]);
  });
});

it('what goes is read off the plan; what stays is the rest', () => {
  const step = (kind: string, args: object) => ({ op: { kind, args } });
  const plan = {
    steps: [
      step('compose.remove', {}),
      step('network.remove', { name: 'shop_front' }),
      step('volume.remove', { name: 'shop_data' }),
    ],
  } as unknown as Parameters<typeof goingBy>[0];
  const going = goingBy(plan);
  expect(going).toEqual({ containers: 1, networks: ['shop_front'], volumes: ['shop_data'], images: [] });
  const mounts = [{ type: 'volume', source: 'outside', target: '/o' }];
  const whole = stack({
    services: [service('web', 'running', container('web', { mounts }))],
    volumes: [{ name: 'shop_data', key: 'data' }],
  });
  expect(stayingVolumes(whole, going)).toEqual(['outside']);
});

describe('the form that brings up', () => {
  const reading = {
    name: 'shop',
    problems: [],
    profiles: [],
    model: { name: 'shop', services: { web: {} } },
  } as unknown as Reading;
  it('asks for what was chosen, and for no more', async () => {
    const read = vi.fn(() => Promise.resolve(reading));
    const form = new UpForm(
      { project: { ...ref('/c.yml'), directory: '/d' }, services: ['web'], scale: { web: 2 } },
      { read, toError: () => ({}) as never },
    );
    await form.look();
    expect([form.stack, form.serviceNames]).toEqual(['shop', ['web']]);
    expect(form.request).toMatchObject({
      kind: 'compose.up',
      project: { files: ['/c.yml'], directory: '/d', profiles: [] },
      services: ['web'],
      scale: { web: 2 },
      recreate: 'auto',
      by: 'auto',
    });
    form.toggle('services', 'web', false);
    form.toggle('profiles', 'debug', true);
    form.setScale('web', undefined);
    form.name = ' other ';
    expect(form.request).toMatchObject({
      project: { name: 'other', profiles: ['debug'] },
      services: [],
      scale: {},
    });
  });
  it('the newest reading counts', async () => {
    const answers: ((value: Reading) => void)[] = [];
    const form = new UpForm(
      { project: ref('/c.yml') },
      { read: () => new Promise((resolve) => answers.push(resolve)), toError: () => ({}) as never },
    );
    const both = [form.look(), form.look()];
    answers[1]?.({ ...reading, name: 'new' });
    answers[0]?.({ ...reading, name: 'old' });
    await Promise.all(both);
    expect(form.stack).toBe('new');
  });
});

it('every place of a stack has a path that leads there', () => {
  expect(parseRoute(paths.stack('a b'))).toEqual({ page: 'stacks/stack', name: 'a b' });
  expect(parseRoute(paths.stackAct('shop', 'stop', 'w/b'))).toEqual({
    page: 'stacks/act',
    name: 'shop',
    act: 'stop',
    service: 'w/b',
  });
  const options = { project: ref('/tmp/ä/compose.yml'), services: ['web'] };
  expect(parseRoute(paths.up(options))).toEqual({ page: 'stacks/up', options: JSON.stringify(options) });
  expect(parseRoute('stacks')).toEqual({ page: 'stacks' });
});
