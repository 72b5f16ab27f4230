import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComposeContainer } from '@shared/compose/observed';
import { canRun, planDigest, type Plan } from '@shared/plan';
import { translate } from '@shared/i18n/index';
import { finance, folder, golden, network, observed, plan, read, standing, stranger, up } from './support';

const ids = (made: Plan): string[] => made.steps.map(({ id }) => id).filter((id) => !id.startsWith('runs:'));
const codes = (made: Plan): string[] => made.findings.map(({ code }) => code);
const causes = (made: Plan): string[] => made.steps.map(({ cause }) => translate('en', cause));
const changed = (service: string, change: Partial<ComposeContainer>) => (each: ComposeContainer) =>
  each.service === service ? { ...each, ...change } : each;
const stale = { configHash: 'an older one' };

describe('up', () => {
  it('brings the finance stack up from nothing', async () => {
    await golden('up-finance', plan(up(), observed(read(finance))));
  });

  it('says before that a remote engine mounts its own folders, not those here', () => {
    const seen = observed(read(finance));
    expect(codes(plan(up(), seen))).not.toContain('compose.remote-bind');
    const remote = { ...seen, engine: { ...seen.engine, local: false } };
    const said = plan(up(), remote).findings.filter(({ code }) => code === 'compose.remote-bind');
    expect(said.map(({ level, what }) => `${level}: ${translate('en', what)}`)).toEqual([
      'warning: compose.yml:7:5: bjpnapp mounts from the engine’s computer, not from this one: /srv/finance/logs',
    ]);
    // What stands already says it no more.
    const stands = standing(read(finance));
    const there = plan(up(), { ...stands, engine: remote.engine });
    expect(codes(there)).not.toContain('compose.remote-bind');
  });

  it('makes a container beside its network where the engine looks for that only at the start', () => {
    const text = (networks: string): ReturnType<typeof read> =>
      read(`services: { web: { image: "redis:7.0", networks: ${networks} } }\nnetworks: { a: {}, b: {} }\n`);
    const needs = (id: string, seen: ReturnType<typeof observed>) =>
      plan(up(), seen).steps.find((step) => step.id === id)?.dependsOn;
    const one = observed(text('[a]'));
    expect(needs('create:finance-web-1', one)).toEqual([]);
    expect(needs('start:finance-web-1', one)).toEqual(['create:finance-web-1', 'network:finance_a']);
    // Podman looks at once; a second network is joined before the start.
    const podman = { ...one, engine: { ...one.engine, product: 'podman' as const } };
    expect(needs('create:finance-web-1', podman)).toEqual(['network:finance_a']);
    const both = ['network:finance_a', 'network:finance_b'];
    expect(needs('create:finance-web-1', observed(text('[a, b]')))).toEqual(both);
  });

  it('only checks what stands as the files say', async () => {
    await golden('up-standing', plan(up(), standing(read(finance))));
  });

  it('recreates what has changed, stops what is to restart, starts what does not run', async () => {
    const text = finance.replace(
      'bjpnredis: { condition: service_started }',
      'bjpnredis: { condition: service_started, restart: true }',
    );
    const seen = standing(read(text), (each) =>
      each.service === 'bjpnredis'
        ? { ...each, ...stale, image: 'redis:6.2' }
        : each.service === 'bjpnmysql'
          ? { ...each, state: 'exited' }
          : each,
    );
    await golden('up-recreate', plan(up(), seen));
  });

  it('hands the work to docker compose, and says what that will replace', async () => {
    const seen = standing(read(finance), changed('bjpnredis', stale));
    await golden(
      'up-cli',
      plan(up({ by: 'auto', scale: { bjpnredis: 2 } }), { ...seen, cli: { version: '2.26.1' } }),
    );
  });

  it('says so when docker compose is wanted and not there', () => {
    expect(codes(plan(up({ by: 'cli' }), observed(read(finance))))).toContain('compose.no-cli');
  });

  it('takes a container that docker compose 2.40 calls up to date as that', () => {
    const reading = read(
      'services: { a: { image: "redis:7.0", depends_on: [b] }, b: { image: "redis:7.0" } }',
    );
    expect(ids(plan(up(), standing(reading)))).toEqual([]);
  });

  it.each([
    [
      { imageLabel: 'sha256:older' },
      'recreate:finance-bjpnredis-1',
      'Its image is no longer the one that redis:7.0 names.',
    ],
    [{ networks: {} }, 'recreate:finance-bjpnredis-1', 'It is not on network finance_bjnet.'],
    [{ state: 'paused' as const }, 'start:finance-bjpnredis-1', 'It is as the file says, but paused.'],
    [stale, 'recreate:finance-bjpnredis-1', 'Its configuration in the file has changed.'],
  ])('sees that %j is not as the file says', (change, id, cause) => {
    const made = plan(up(), standing(read(finance), changed('bjpnredis', change)));
    expect(ids(made)).toContain(id);
    expect(causes(made)).toContain(cause);
  });

  it('recreates a container whose volume is gone from it', () => {
    const made = plan(up(), standing(read(finance), changed('bjpnmysql', { mounts: [] })));
    expect(causes(made)).toContain('It does not have volume finance_data.');
  });

  it('leaves everything when recreating is ruled out, and makes all of it anew when forced', () => {
    const seen = standing(read(finance), changed('bjpnredis', stale));
    expect(ids(plan(up({ recreate: 'never' }), seen))).toEqual([]);
    expect(
      ids(plan(up({ recreate: 'force' }), seen)).filter((id) => id.startsWith('recreate:')),
    ).toHaveLength(3);
    // Forced for one: what it depends on is left.
    const one = plan(up({ recreate: 'force', services: ['bjpnapp'] }), standing(read(finance)));
    expect(ids(one)).toEqual(['recreate:myapp', 'wait:bjpnmysql:healthy', 'start:myapp']);
  });

  it('recreates after a pull or a build only if the image is another one', async () => {
    await golden('up-pull-build', plan(up({ pull: true, build: true }), standing(read(finance))));
  });

  it('brings up one service with what it depends on, and no more', () => {
    const made = plan(up({ services: ['bjpnredis'] }), observed(read(finance)));
    expect(ids(made)).toEqual([
      'network:finance_bjnet',
      'create:finance-bjpnredis-1',
      'start:finance-bjpnredis-1',
    ]);
  });

  it('scales up with the next numbers, and down from the highest', () => {
    const reading = read('services: { a: { image: "redis:7.0" } }');
    const three = standing(reading, (each) => each, { a: [1, 2, 5] });
    expect(ids(plan(up({ scale: { a: 5 } }), three))).toEqual([
      ...['create:finance-a-6', 'create:finance-a-7', 'start:finance-a-6', 'start:finance-a-7'],
    ]);
    expect(ids(plan(up({ scale: { a: 1 } }), three))).toEqual(['remove:finance-a-2', 'remove:finance-a-5']);
    expect(ids(plan(up({ scale: { a: 0 } }), three))).toHaveLength(3);
    // One that is out of date goes first.
    const older = standing(reading, (each) => (each.number === 1 ? { ...each, ...stale } : each), {
      a: [1, 2],
    });
    expect(ids(plan(up({ scale: { a: 1 } }), older))).toEqual(['remove:finance-a-1']);
  });

  it('warns where a stack of the name was brought up from another folder', () => {
    const there = (state: 'running' | 'exited') =>
      standing(read(finance), (each) => ({ ...each, state, directory: '/srv/other' }));
    expect(codes(plan(up(), there('exited')))).toContain('compose.elsewhere');
    // It is left as it is: there is nothing to warn of.
    expect(codes(plan(up(), there('running')))).not.toContain('compose.elsewhere');
    const mine = standing(read(finance), (each) => ({ ...each, state: 'exited', directory: folder }));
    expect(codes(plan(up(), mine))).not.toContain('compose.elsewhere');
  });

  it('says what undo cannot bring back', () => {
    const at = standing(read(finance), (each) => ({ ...each, configHash: 'old' }));
    const found = plan(up(), at).findings.find(({ code }) => code === 'compose.no-way-back');
    expect(found?.what.params?.['names']).toContain('myapp');
    expect(codes(plan(up(), observed(read(finance))))).not.toContain('compose.no-way-back');
  });

  it('names orphans, and removes them only when asked', () => {
    const reading = read(finance);
    const seen = standing(reading);
    const [first] = seen.containers;
    if (first === undefined) throw new Error('nothing stands');
    const orphan = { ...first, id: 'id-old', name: 'finance-old-1', service: 'old' };
    const with1 = { ...seen, containers: [...seen.containers, orphan] };
    expect(codes(plan(up(), with1))).toContain('compose.orphans');
    expect(ids(plan(up(), with1))).toEqual([]);
    expect(ids(plan(up({ removeOrphans: true }), with1))).toEqual(['remove:finance-old-1']);
  });

  it('does not take a service whose profile is off for an orphan', () => {
    const text = 'services: { a: { image: "redis:7.0" }, b: { image: "redis:7.0", profiles: [more] } }';
    const both = standing(read(text, { profiles: ['more'] }));
    const made = plan(up(), { ...both, reading: read(text) });
    expect(codes(made)).not.toContain('compose.orphans');
  });

  it('recreates what shares the network of a container that is recreated', () => {
    const text =
      'services: { a: { image: "redis:7.0" }, b: { image: "redis:7.0", network_mode: "service:a" } }';
    const made = plan(up(), standing(read(text), changed('a', stale)));
    expect(ids(made)).toEqual([
      ...['recreate:finance-a-1', 'recreate:finance-b-1', 'start:finance-a-1', 'start:finance-b-1'],
    ]);
    expect(made.steps.find(({ id }) => id === 'recreate:finance-b-1')?.dependsOn).toContain(
      'recreate:finance-a-1',
    );
    expect(ids(plan(up(), standing(read(text))))).toEqual([]);
  });
});

describe('what keeps up from running', () => {
  const why = (
    text: string,
    change: Parameters<typeof observed>[1] = {},
    request = up(),
  ): readonly string[] => {
    const made = plan(request, observed(read(text), change));
    expect(canRun(made)).toBe(false);
    return made.findings
      .filter(({ level }) => level === 'error')
      .map(({ code, path, what }) => `${code} ${path ?? ''}: ${translate('en', what)}`);
  };

  it('refuses keys that it cannot carry out, at their places', () => {
    const text = `services:
  a:
    image: redis:7.0
    post_start: [{ command: echo }]
    annotations: { a: b }
    build: { context: ., ssh: [default] }
`;
    expect(why(text)).toEqual([
      'compose.unsupported services.a.post_start: compose.yml:4:5: Flotilla cannot bring up “post_start” by itself.',
      'compose.unsupported services.a.build.ssh: compose.yml:6:26: Flotilla cannot bring up “build.ssh” by itself.',
      'compose.unsupported services.a.annotations: compose.yml:5:5: “annotations” needs engine API 1.43; this engine has 1.41.',
    ]);
    // docker compose can.
    expect(canRun(plan(up({ by: 'cli' }), observed(read(text), { cli: { version: '2.26.1' } })))).toBe(true);
  });

  it('names who has a container name', () => {
    const taken = stranger('myapp', { project: 'shop' });
    expect(why(finance, { others: [taken] }).join()).toContain('myapp');
  });

  it('refuses several containers of one name or on one port', () => {
    expect(why(finance, {}, up({ scale: { bjpnapp: 2 } })).join()).toContain('compose.scale-name');
    expect(why(finance, {}, up({ scale: { bjpnmysql: 2 } })).join()).toContain('compose.scale-port');
  });

  it('wants external networks and volumes to be there, and names its own', () => {
    const text = `services: { a: { image: "redis:7.0", networks: [n], volumes: ["v1:/v"] } }
networks: { n: { external: true, name: shared } }
volumes: { v1: { external: true } }
`;
    const said = why(text).join('\n');
    expect(said).toContain('shared');
    expect(said).toContain('v1');
    const there = { networks: [network('shared')], volumes: [{ name: 'v1', driver: 'local' }] };
    expect(canRun(plan(up(), observed(read(text), there)))).toBe(true);
  });

  it('does not join a network of the same name that somebody else made', () => {
    expect(why(finance, { networks: [network('finance_bjnet')] }).join()).toContain(
      'compose.network-foreign',
    );
  });

  it('does not fetch what pull_policy: never forbids', () => {
    expect(why('services: { a: { image: "nginx", pull_policy: never } }').join()).toContain(
      'compose.no-image',
    );
  });

  it('looks for no image where a provider stands for the service', () => {
    expect(why('services: { a: { provider: { type: x } } }').join()).not.toContain('compose.no-image');
  });

  it('tells a service that is not there, and files that were not read', () => {
    expect(why(finance, {}, up({ services: ['nope'] })).join()).toContain('compose.no-service');
    expect(codes(plan(up(), observed(undefined)))).toEqual(['compose.no-files']);
    expect(canRun(plan(up(), observed(read('services: { a: { imag: x } }'))))).toBe(false);
  });
});

describe('plans of stacks', () => {
  it('are equal for equal looks, whatever the order of what was seen', () => {
    const seen = standing(read(finance), changed('bjpnredis', stale));
    const made = planDigest(plan(up(), seen));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...seen.containers], { minLength: 3 }),
        fc.shuffledSubarray([...seen.networks], { minLength: 2 }),
        (containers, networks) => {
          expect(planDigest(plan(up(), { ...seen, containers, networks }))).toBe(made);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are made for a chain of 1,000 services and for cycles', () => {
    const chain = Array.from(
      { length: 1000 },
      (_, i) =>
        `  s${String(i)}: { image: "redis:7.0"${i === 0 ? '' : `, depends_on: [s${String(i - 1)}]`} }`,
    );
    const made = plan(up(), observed(read(`services:\n${chain.join('\n')}\n`)));
    expect(made.steps.filter(({ id }) => id.startsWith('create:'))).toHaveLength(1000);
    const cycle = 'services: { a: { image: x, depends_on: [b] }, b: { image: x, depends_on: [a] } }';
    expect(canRun(plan(up(), observed(read(cycle))))).toBe(false);
  });
});
