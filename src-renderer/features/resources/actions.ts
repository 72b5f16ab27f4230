import type { ImageRow, NetworkRow, VolumeRow } from '@shared/resources/model';
import { imageName } from '@shared/resources/model';
import { tr } from '../../lib/i18n.svelte';
import { router } from '../../state/router.svelte';
import { paths, type ResourceAct } from '../../state/routes';
import type { MenuItem } from '../../ui/menu-item';

const go = (act: ResourceAct) => (): void => router.go(paths.resourceAct(act));

/** What can be done with an image, for its menu. */
export function imageActions(row: ImageRow): readonly (MenuItem | undefined)[] {
  const name = imageName(row);
  return [
    ...(row.tags[0] === undefined
      ? []
      : [
          {
            label: tr('containers.new.open'),
            icon: 'play' as const,
            onselect: () => router.go(paths.runContainer(row.tags[0])),
          },
        ]),
    {
      label: tr('resources.act.tag'),
      icon: 'plus',
      onselect: go({ what: 'image-tag', id: row.id, name }),
    },
    ...(row.tags[0] === undefined
      ? []
      : [
          {
            label: tr('resources.act.pullAgain'),
            icon: 'download' as const,
            onselect: go({ what: 'image-pull', image: row.tags[0] }),
          },
        ]),
    ...(row.tags.length < 2
      ? []
      : row.tags.map((tag) => ({
          label: tr('resources.act.untag', { tag }),
          icon: 'minus' as const,
          onselect: go({ what: 'image-remove', id: row.id, name, tags: [tag] }),
        }))),
    undefined,
    {
      label: tr('resources.act.removeImage'),
      icon: 'trash',
      danger: true,
      onselect: go({ what: 'image-remove', id: row.id, name, tags: [] }),
    },
  ];
}

export function networkActions(row: NetworkRow): readonly (MenuItem | undefined)[] {
  const { id, name } = row;
  const special = row.builtin && name !== 'bridge';
  return [
    {
      label: tr('resources.act.connect'),
      icon: 'link',
      disabled: special,
      onselect: go({ what: 'network-connect', id, name }),
    },
    ...(special
      ? []
      : row.users.slice(0, 8).map((user) => ({
          label: tr('resources.act.disconnect', { name: user.name }),
          icon: 'unlink' as const,
          onselect: go({ what: 'network-disconnect', id, name, container: user.name }),
        }))),
    undefined,
    {
      label: tr('resources.act.removeNetwork'),
      icon: 'trash',
      danger: true,
      disabled: row.builtin,
      onselect: go({ what: 'network-remove', id, name }),
    },
  ];
}

export function volumeActions({ name }: VolumeRow): readonly MenuItem[] {
  return [
    {
      label: tr('resources.act.removeVolume'),
      icon: 'trash',
      danger: true,
      onselect: go({ what: 'volume-remove', id: name, name }),
    },
  ];
}
