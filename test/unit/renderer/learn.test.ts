import { locales, translate } from '@shared/i18n/index';
import { describe, expect, it } from 'vitest';
import { board, type Label, type Shape } from '../../../src-renderer/features/learn/shapes';
import { byHandOf, deedOf, pictures, topicIds, topicsOf } from '../../../src-renderer/features/learn/topics';
import { parseRoute, paths } from '../../../src-renderer/state/routes';

const words = (label: Label, locale: (typeof locales)[number]): string =>
  typeof label === 'string'
    ? label
    : translate(locale, {
        key: label.key,
        ...(label.name !== undefined && { params: { name: label.name } }),
      });

/** About how wide a text of the pictures is: 11 px letters, Chinese ones square. */
const width = (text: string): number => 6 * text.length + 5 * (text.match(/[\u2e80-\uffef]/g)?.length ?? 0);

function* points(shape: Shape): Generator<readonly [number, number]> {
  if (shape.is === 'box')
    yield* [[shape.x, shape.y] as const, [shape.x + shape.w, shape.y + shape.h] as const];
  else if (shape.is === 'line') yield* [shape.from, shape.to];
  else if (shape.is !== 'curve') yield [shape.x, shape.y];
}

describe('what is explained', () => {
  it.each(topicIds)('%s: its picture stays on its board, and no word is wider than its place', (topic) => {
    for (const shape of pictures[topic] as readonly Shape[]) {
      for (const [x, y] of points(shape)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(board.width);
        expect(y).toBeLessThanOrEqual(board.height);
      }
      if ((shape.is !== 'box' && shape.is !== 'text') || shape.label === undefined) continue;
      for (const locale of locales) {
        const text = words(shape.label, locale);
        const half = width(text) / 2;
        if (shape.is === 'box') expect(width(text), text).toBeLessThanOrEqual(shape.w);
        else if (shape.anchor === 'middle') {
          expect(shape.x - half, text).toBeGreaterThanOrEqual(0);
          expect(shape.x + half, text).toBeLessThanOrEqual(board.width);
        } else if (shape.anchor === 'start')
          expect(shape.x + width(text), text).toBeLessThanOrEqual(board.width);
      }
    }
  });

  it.each(topicIds)('%s: is short, in both languages', (topic) => {
    for (const locale of locales) {
      const text = translate(locale, { key: `learn.${topic}.text` });
      expect(text).not.toMatch(/^learn\.|[{}]/);
      expect(text.length).toBeLessThan(locale === 'en' ? 420 : 220);
    }
  });

  it('belongs to every page, and leads to a page', () => {
    const every = [
      ...[paths.overview, paths.redis, paths.newRedis, paths.cluster('a'), paths.operation('a', 'drill')],
      ...[paths.containers, paths.limits('a'), paths.stacks, paths.newStack, paths.stack('a'), paths.runs],
      ...[paths.resources(), paths.prune, paths.monitor(), paths.alerts, paths.settings, paths.engines],
      ...[
        paths.clusterByHand('a'),
        paths.stackByHand('a'),
        paths.containerByHand('a'),
        paths.runAgain('1'),
        paths.runContainer(),
      ],
    ];
    const seen = new Set<string>();
    for (const path of every) {
      const route = parseRoute(path);
      expect(topicsOf(route).length).toBeGreaterThan(0);
      for (const topic of topicsOf(route)) {
        seen.add(topic);
        const to = deedOf(topic, route).path;
        expect(parseRoute(to).page === 'overview', `${topic} leads to ${to}`).toBe(false);
      }
    }
    expect(topicIds.filter((id) => !seen.has(id))).toEqual([]);
  });

  it('leads to the cluster that one looks at, and to its way by hand', () => {
    const here = parseRoute(paths.cluster('my cluster'));
    expect(deedOf('slot', here).path).toBe(paths.operation('my cluster', 'reshard'));
    expect(deedOf('slot', parseRoute(paths.redis)).path).toBe(paths.newRedis);
    expect(byHandOf(here)).toBe(paths.clusterByHand('my cluster'));
    expect(parseRoute(byHandOf(here) ?? '')).toEqual({ page: 'redis/by-hand', name: 'my cluster' });
    expect(byHandOf(parseRoute(paths.stack('shop')))).toBe(paths.stackByHand('shop'));
    expect(byHandOf(parseRoute(paths.container('web/1')))).toBe(paths.containerByHand('web/1'));
    expect(parseRoute(paths.containerByHand('web/1'))).toEqual({ page: 'containers/by-hand', name: 'web/1' });
    expect(byHandOf(parseRoute(paths.runs))).toBeUndefined();
  });
});
