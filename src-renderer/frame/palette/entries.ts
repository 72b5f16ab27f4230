import { msg, translate, type MessageKey } from '@shared/i18n/index';
import { imageName } from '@shared/resources/model';
import { call } from '../../lib/api';
import { dateTime } from '../../lib/format';
import { tr } from '../../lib/i18n.svelte';
import { topicIds } from '../../features/learn/topics';
import { engine } from '../../state/engine.svelte';
import { learn } from '../../state/learn.svelte';
import { router } from '../../state/router.svelte';
import { paths, type SettingPart } from '../../state/routes';
import { settings } from '../../state/window-settings';
import type { IconName } from '../../ui/icons';
import { sections } from '../sections';
import { clusterActs, containerActs, stackActs, type Act } from './acts';
import type { Searchable } from './fuzzy';
import type { LogHit } from './log-search.svelte';

export type Group =
  | 'page'
  | 'action'
  | 'setting'
  | 'cluster'
  | 'stack'
  | 'container'
  | 'image'
  | 'network'
  | 'volume'
  | 'engine'
  | 'learn'
  | 'logs';

/** Something that the palette goes to or does. */
export interface Entry extends Searchable {
  /** Stable over sessions: what was chosen lately is shown first. */
  readonly id: string;
  readonly group: Group;
  readonly icon: IconName;
  readonly detail?: string;
  readonly keys?: readonly string[];
  /** It goes on in the palette. */
  readonly stays?: true;
  readonly run: () => void;
}

// Only keys without parameters are named here.
type Plain = MessageKey;
const text = (key: Plain): string => translate('en', { key });
const own = (key: Plain): Pick<Entry, 'label' | 'aliases'> => ({
  label: tr(...([key] as unknown as Parameters<typeof tr>)),
  aliases: [text(key)],
});

/** The parts of the settings, each with the single settings that it is found by. */
const settingsOf: Readonly<Record<SettingPart, readonly [Plain, ...Plain[]]>> = {
  appearance: ['ui.settings.appearance', 'ui.settings.language', 'ui.settings.theme'],
  engine: ['ui.settings.engine', 'engines.automatic'],
  notices: ['notices.title', 'notices.run', 'notices.engine', 'notices.alert', 'notices.update'],
  window: ['windows.title', 'tray.setting'],
  sources: ['sources.title', 'monitor.source.cadvisor', 'monitor.source.influx'],
  data: ['ui.settings.data', 'ui.settings.dataDir', 'ui.settings.secrets'],
  updates: ['updates.title', 'updates.url'],
  about: ['ui.settings.about', 'ui.settings.version', 'ui.settings.platform'],
};

function settingEntries(): Entry[] {
  return Object.entries(settingsOf).map(([part, [title, ...single]]) => {
    const { label, aliases } = own(title);
    const named = single.map(own);
    return {
      ...{ id: `setting:${part}`, group: 'setting', icon: 'settings', label },
      aliases: [...aliases, ...named.flatMap((each) => [each.label, ...each.aliases])],
      detail: named.map((each) => each.label).join(' · '),
      run: () => router.go(paths.setting(part as SettingPart)),
    };
  });
}

/** What the app itself offers; `commands` are those of its menu. */
export function ownEntries(
  commands: Readonly<Record<'openSpec' | 'newWindow' | 'refresh' | 'sidebar' | 'keys', () => void>>,
  mac: boolean,
): Entry[] {
  const mod = mac ? '⌘' : 'Ctrl';
  const page = (key: Plain, path: string, icon: IconName, keys?: readonly string[]): Entry => ({
    ...{ id: `page:${path}`, group: 'page', icon, run: () => router.go(path) },
    ...own(key),
    ...(keys !== undefined && { keys }),
  });
  const act = (id: string, key: Plain, icon: IconName, run: () => void, keys?: readonly string[]): Entry => ({
    ...{ id: `action:${id}`, group: 'action', icon, run },
    ...own(key),
    ...(keys !== undefined && { keys }),
  });
  const set = (change: Parameters<typeof settings.set>[0]) => () => void settings.set(change);
  return [
    ...sections.map(({ id, path, icon, label }, i) => ({
      ...page(label, path, icon, i < 9 ? [mod, String(i + 1)] : undefined),
      id: `page:${id}`,
    })),
    page('palette.newCluster', paths.newRedis, 'plus', [mod, 'N']),
    page('palette.newStack', paths.newStack, 'plus'),
    page('palette.editor', paths.editStack(), 'file'),
    page('palette.prune', paths.prune, 'trash'),
    page('engines.title', paths.engines, 'server'),
    page('engines.add', paths.newEngine, 'plus'),
    page('diagnose.title', paths.diagnose, 'shield'),
    page('containers.new.title', paths.runContainer(), 'plus'),
    act('open', 'palette.openSpec', 'folder', commands.openSpec, [mod, 'O']),
    act('window', 'window.new', 'copy', commands.newWindow, [mod, mac ? '⇧' : 'Shift', 'N']),
    act('pull', 'palette.pull', 'download', () => router.go(paths.resourceAct({ what: 'image-pull' }))),
    act('network', 'palette.network', 'network', () =>
      router.go(paths.resourceAct({ what: 'network-create' })),
    ),
    act('volume', 'palette.volume', 'disk', () => router.go(paths.resourceAct({ what: 'volume-create' }))),
    act('refresh', 'palette.refresh', 'refresh', commands.refresh, [mod, 'R']),
    act('sidebar', 'palette.sidebar', 'sidebar', commands.sidebar, [mod, 'B']),
    act('keys', 'palette.keys', 'keyboard', commands.keys, ['?']),
    act('light', 'palette.light', 'sun', set({ theme: 'light' })),
    act('dark', 'palette.dark', 'moon', set({ theme: 'dark' })),
    act('system', 'palette.system', 'monitor', set({ theme: 'system' })),
    { ...act('en', 'palette.en', 'globe', set({ locale: 'en' })), aliases: ['language', '语言'] },
    { ...act('zh', 'palette.zh', 'globe', set({ locale: 'zh-CN' })), aliases: ['language chinese', '语言'] },
    act('first', 'palette.firstRun', 'help', set({ firstRun: 'due' })),
    act('learn', 'learn.open', 'help', () => learn.show(), ['F1']),
    ...settingEntries(),
    ...topicIds.map((topic): Entry => ({
      ...{ id: `learn:${topic}`, group: 'learn', icon: 'help', run: () => learn.show(topic) },
      ...own(`learn.${topic}.title`),
    })),
  ];
}

/** What is on the engine, part by part as it comes; a part that cannot be had is left out. */
export async function* foundEntries(): AsyncGenerator<Entry[]> {
  const parts: Promise<Entry[]>[] = [
    call('redisCluster.list').then((all) =>
      all.flatMap((each) => [
        entry('cluster', each.name, 'redis', paths.cluster(each.name), each.image),
        ...actEntries(each.name, clusterActs(each)),
      ]),
    ),
    call('compose.stacks').then((all) =>
      all.flatMap(({ name, services }) => [
        entry('stack', name, 'stacks', paths.stack(name), services.map(({ name: each }) => each).join(', ')),
        ...actEntries(name, stackActs(name)),
      ]),
    ),
    call('containers.list').then((all) =>
      all.flatMap((each) => [
        entry('container', each.name, 'container', paths.container(each.name), each.image),
        ...actEntries(each.name, containerActs(each)),
      ]),
    ),
    call('resources.list').then(({ images, networks, volumes }) => [
      ...images.map((image) => entry('image', imageName(image), 'image', paths.resource('image', image.id))),
      ...networks.map(({ id, name, driver }) =>
        entry('network', name, 'network', paths.resource('network', id), driver),
      ),
      ...volumes.map(({ name }) => entry('volume', name, 'disk', paths.resource('volume', name))),
    ]),
    call('engine.list').then((all) =>
      all.map(({ id, name, endpoint, local }) => ({
        ...{
          id: `engine:${id}`,
          group: 'engine' as const,
          icon: local ? ('monitor' as const) : ('globe' as const),
        },
        label: tr('engines.use.named', { name }),
        aliases: [name, endpoint, translate('en', msg('engines.use.named', { name }))],
        detail: endpoint,
        run: () => void engine.select(id),
      })),
    ),
  ];
  const waiting = new Map(
    parts.map((part, i) => [i, part.catch((): Entry[] => []).then((found) => ({ i, found }))]),
  );
  while (waiting.size > 0) {
    const { i, found } = await Promise.race(waiting.values());
    waiting.delete(i);
    yield found;
  }
}

/** What a search through the logs found, as entries: each leads to its log around that moment. */
export const hitEntries = (hits: readonly LogHit[]): Entry[] =>
  hits.map(({ container, at, text }, i) => ({
    ...{ id: `hit:${container}:${String(at)}:${String(i)}`, group: 'logs', icon: 'runs' },
    ...{ label: container, aliases: [], detail: `${text} · ${dateTime(at)}` },
    run: () => router.go(paths.logsAt(container, at)),
  }));

function entry(group: Group, name: string, icon: IconName, path: string, detail?: string): Entry {
  return {
    ...{ id: `${group}:${name}`, group, icon, label: name, run: () => router.go(path) },
    aliases: detail === undefined ? [] : [detail],
    ...(detail !== undefined && { detail }),
  };
}

/** What can be done with something that was found: `demo: Scale out…`. */
const actEntries = (name: string, acts: readonly Act[]): Entry[] =>
  acts.map(({ key, icon, run }) => ({
    ...{ id: `act:${key}:${name}`, group: 'action', icon, run },
    label: tr('palette.act', { name, act: own(key).label }),
    aliases: [translate('en', msg('palette.act', { name, act: text(key) }))],
  }));
