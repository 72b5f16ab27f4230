import type { EngineState } from '@shared/engine';
import { raw } from '@shared/i18n/index';
import { describe, expect, it } from 'vitest';
import { paths } from '../../../../src-renderer/state/routes';
import { trayMenu, type TrayFacts } from '../../../../src-main/desktop/tray-menu';

const engine = {
  state: 'connected',
  engine: { name: 'far' },
  details: { version: '28.5.2' },
} as unknown as EngineState;

function menu(facts: Partial<TrayFacts> = {}, locale: 'en' | 'zh-CN' = 'en') {
  const went: (string | undefined)[] = [];
  const items = trayMenu(locale, {
    ...{ engine, runs: [], open: (path) => void went.push(path) },
    ...{ newWindow: () => undefined, quit: () => undefined, ...facts },
  });
  const choose = (label: string): void => {
    const click = items.find((item) => item.label === label)?.click as (() => void) | undefined;
    click?.();
  };
  return { labels: items.map(({ label }) => label ?? '-'), items, went, choose };
}

describe('the tray’s menu', () => {
  it('tells the engine’s state in words, and leads to it', () => {
    const { labels, went, choose } = menu();
    expect(labels).toContain('Docker: far · 28.5.2');
    choose('Docker: far · 28.5.2');
    choose('Open Flotilla');
    expect(went).toEqual(['settings/engines', undefined]);
    const away = { state: 'unreachable', engine: { name: 'far' } } as unknown as EngineState;
    expect(menu({ engine: away }).labels).toContain('Docker: far does not answer');
    expect(menu({ engine: away }, 'zh-CN').labels).toContain('Docker：far 没有响应');
  });

  it('begins what one begins most, and leads to pages that there are', () => {
    const { went, choose } = menu({}, 'zh-CN');
    choose('新建 Redis 集群…');
    choose('新建项目（Stack）…');
    choose('设置…');
    expect(went).toEqual([paths.newRedis, paths.newStack, paths.settings]);
  });

  it('names the runs that are going, five at most, and leads to each', () => {
    const runs = Array.from({ length: 7 }, (_, i) => ({ id: `run-${i}`, title: raw(`Build R&D ${i}`) }));
    const { labels, went, choose } = menu({ runs });
    expect(labels.filter((label) => label.startsWith('Build'))).toHaveLength(5);
    expect(labels).toContain('All runs (2 more)…');
    choose('Build R&&D 3');
    choose('All runs (2 more)…');
    expect(went).toEqual(['runs/run-3', 'runs']);
    expect(menu().items.find(({ label }) => label === 'No runs going')).toMatchObject({ enabled: false });
  });
});
