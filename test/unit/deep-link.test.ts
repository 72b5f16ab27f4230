import { linkPages, parseLink } from '@shared/deep-link';
import { translate } from '@shared/i18n/index';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sections } from '../../src-renderer/frame/sections';
import { containerTabs, operations, parseRoute, paths, stackActs } from '../../src-renderer/state/routes';

const link = (...parts: string[]): string => `flotilla://${parts.map(encodeURIComponent).join('/')}`;
/** Pages on which something may begin. */
const acting = new Set(['redis/operation', 'stacks/act', 'stacks/up', 'resources/act', 'resources/prune']);

describe('a link', () => {
  it('leads to clusters, stacks, containers and runs, by the paths of the window', () => {
    const name = 'a/b 100% 集群?#';
    expect(parseLink(link('cluster', name))).toEqual({ path: paths.cluster(name) });
    expect(parseLink(link('stack', name))).toEqual({ path: paths.stack(name) });
    expect(parseLink(link('stack', name, 'logs'))).toEqual({ path: paths.stackLogs(name) });
    expect(parseLink(link('container', name))).toEqual({ path: paths.container(name) });
    expect(parseLink(link('run', '2026-a_1'))).toEqual({ path: paths.run('2026-a_1') });
    // Browsers put a slash behind what they take for a host.
    expect(parseLink('FLOTILLA://page/runs/')).toEqual({ path: paths.runs });
  });

  it('knows every section of the rail, and each page by the path that it has', () => {
    const known = Object.values(linkPages);
    for (const { path } of sections) expect(known).toContain(path);
    for (const [name, path] of Object.entries(linkPages)) {
      expect(parseLink(link('page', name))).toEqual({ path });
      if (name !== 'overview') expect(parseRoute(path)).not.toEqual({ page: 'overview' });
    }
  });

  it('asks before every page on which something begins, and names what', () => {
    for (const operation of operations) {
      const target = parseLink(link('cluster', 'demo', operation));
      expect(target?.path).toBe(paths.operation('demo', operation));
      expect(translate('en', target?.asks ?? { key: '' })).toContain('demo');
    }
    for (const act of stackActs) {
      const target = parseLink(link('stack', 'web', act));
      expect(target?.path).toBe(paths.stackAct('web', act));
      expect(translate('zh-CN', target?.asks ?? { key: '' })).toContain('web');
    }
    for (const tab of containerTabs) {
      const target = parseLink(link('container', 'web', tab));
      expect(target?.path).toBe(paths.container('web', tab));
      // A shell runs its profile as soon as it is open.
      expect(target?.asks !== undefined).toBe(tab === 'terminal');
    }
    expect(parseLink(link('container', 'web', 'limits'))).toMatchObject({
      path: paths.limits('web'),
      asks: {},
    });
  });

  it.each([
    '',
    'flotilla:',
    'flotilla://',
    'flotilla://page',
    'flotilla://page/',
    'flotilla://page/nowhere',
    'flotilla://page/__proto__',
    'flotilla://page/constructor',
    'flotilla://page/runs/all',
    'flotilla://cluster/',
    'flotilla://cluster/%',
    'flotilla://cluster/%zz',
    'flotilla://cluster/%E0%A4',
    'flotilla://cluster/a/erase',
    'flotilla://cluster/a/toString',
    'flotilla://cluster/a/reshard/10.0.0.1',
    'flotilla://cluster/a?act=reshard',
    'flotilla://cluster/a#reshard',
    'flotilla://cluster/a%0Ab',
    'flotilla://cluster/a%E2%80%AEb',
    'flotilla://stack/a/up',
    'flotilla://run/../settings',
    'flotilla://run/a%2F..%2Fb',
    'flotilla://container/a/shell',
    `flotilla://cluster/${'a'.repeat(201)}`,
    `flotilla://cluster/${'%61'.repeat(5000)}`,
    'https://page/runs',
    'javascript:alert(1)',
    'flotilla:page/runs',
    ' flotilla://page/runs',
    'flotilla://page/runs\n',
  ])('that is not exactly of this form leads nowhere: %s', (text) => {
    expect(parseLink(text)).toBeNull();
  });

  it('whatever it says, throws nothing and begins nothing without a question', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `%${text}`),
      fc.constantFrom(
        ...['page', 'cluster', 'stack', 'container', 'run', 'runs', 'logs', 'terminal', 'reshard', 'down'],
        ...['..', '.', '%2e%2e', '%2F', '%00', '__proto__', 'limits', 'up', 'act', 'prune', 'new', ''],
      ),
    );
    const any = fc.oneof(
      fc.array(part, { maxLength: 5 }).map((parts) => `flotilla://${parts.join('/')}`),
      fc
        .tuple(
          fc.constantFrom('page', 'cluster', 'stack', 'container', 'run'),
          part,
          fc.option(part, { nil: '' }),
        )
        .map((parts) => `flotilla://${parts.map(encodeURIComponentSafely).join('/')}`),
      fc
        .array(part, { maxLength: 4 })
        .map((parts) => `flotilla://${parts.map(encodeURIComponentSafely).join('/')}`),
      fc.string({ unit: 'binary' }),
    );
    let led = 0;
    fc.assert(
      fc.property(any, (text) => {
        const target = parseLink(text);
        if (target === null) return;
        led += 1;
        const route = parseRoute(target.path);
        if (acting.has(route.page)) expect(target.asks, text).toBeDefined();
        expect(target.path).not.toMatch(/(^|\/)\.\.(\/|$)/);
      }),
      { numRuns: 5000, seed: 20_261_129 },
    );
    // Otherwise it would have looked at nothing.
    expect(led).toBeGreaterThan(50);
  });
});

/** Half of a pair of surrogates has no form in an address. */
function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, ''));
}
