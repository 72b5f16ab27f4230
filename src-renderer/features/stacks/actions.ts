import type { ProjectRef } from '@shared/compose/source';
import type { Stack } from '@shared/compose/stack';
import { tr } from '../../lib/i18n.svelte';
import { router } from '../../state/router.svelte';
import { paths, type StackAct } from '../../state/routes';
import type { MenuItem } from '../../ui/menu-item';
import type { IconName } from '../../ui/icons';
import { containersOf } from './look';

const icons: Readonly<Record<StackAct, IconName>> = {
  start: 'play',
  stop: 'stop',
  restart: 'refresh',
  pause: 'pause',
  unpause: 'play',
  down: 'trash',
};

/** Which of the acts have something to do for these containers. */
function possible(containers: readonly { readonly state: string }[]): Readonly<Record<StackAct, boolean>> {
  const some = (...states: string[]): boolean => containers.some(({ state }) => states.includes(state));
  return {
    start: some('exited', 'created', 'dead'),
    stop: some('running', 'restarting', 'paused'),
    restart: some('running', 'exited', 'restarting'),
    pause: some('running'),
    unpause: some('paused'),
    down: true,
  };
}

/** What can be done with a stack, for its menu. `undefined` stands for a line between. */
export function actionsOf(
  stack: Stack,
  ref: ProjectRef | undefined,
  gone: boolean,
): readonly (MenuItem | undefined)[] {
  const can = possible(containersOf(stack));
  const act = (each: Exclude<StackAct, 'down'>): MenuItem => ({
    label: tr(`stacks.${each}`),
    hint: tr(`stacks.${each}.hint`),
    icon: icons[each],
    disabled: !can[each],
    onselect: () => router.go(paths.stackAct(stack.name, each)),
  });
  return [
    {
      label: tr('stacks.up'),
      hint: tr('stacks.up.hint'),
      icon: 'upload',
      disabled: ref === undefined || gone,
      onselect: () => ref !== undefined && router.go(paths.up({ project: ref })),
    },
    undefined,
    act('start'),
    act('stop'),
    act('restart'),
    ...(can.unpause ? [act('unpause')] : [act('pause')]),
    {
      label: tr('learn.byHand'),
      icon: 'terminal',
      onselect: () => router.go(paths.stackByHand(stack.name)),
    },
    undefined,
    {
      label: tr('stacks.down'),
      hint: tr('stacks.down.hint'),
      icon: icons.down,
      danger: true,
      onselect: () => router.go(paths.stackAct(stack.name, 'down')),
    },
  ];
}

/** What can be done with one service of it. */
export function serviceActionsOf(
  stack: Stack,
  service: Stack['services'][number],
  onscale: (() => void) | undefined,
): readonly (MenuItem | undefined)[] {
  const can = possible(service.containers);
  const act = (each: Exclude<StackAct, 'down'>): MenuItem => ({
    label: tr(`stacks.${each}`),
    icon: icons[each],
    disabled: !can[each],
    onselect: () => router.go(paths.stackAct(stack.name, each, service.name)),
  });
  return [
    act('start'),
    act('stop'),
    act('restart'),
    ...(can.unpause ? [act('unpause')] : [act('pause')]),
    undefined,
    {
      label: tr('stacks.scale'),
      ...(onscale === undefined && { hint: tr('stacks.scale.needsFile') }),
      icon: 'split',
      disabled: onscale === undefined,
      onselect: () => onscale?.(),
    },
  ];
}
