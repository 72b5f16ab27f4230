import type { ContainerRow } from '@shared/containers/model';
import { msg, type MessageKey } from '@shared/i18n/index';
import { call, toError } from '../../lib/api';
import { router } from '../../state/router.svelte';
import { operations, paths, stackActs as ofStacks, type StackAct } from '../../state/routes';
import { toasts } from '../../state/toasts.svelte';
import type { IconName } from '../../ui/icons';

/** Something that can be done with a cluster, a stack or a container that was found. */
export interface Act {
  /** Its word, as the menus have it. */
  readonly key: MessageKey;
  readonly icon: IconName;
  readonly run: () => void;
}

const to = (key: MessageKey, icon: IconName, path: string): Act => ({
  key,
  icon,
  run: () => router.go(path),
});

/** Each leads to the page that shows the plan first. */
export const clusterActs = ({ name }: { readonly name: string }): Act[] => [
  ...operations.map((each) => to(`wizard2.${each}.menu`, 'redis', paths.operation(name, each))),
  to('learn.byHand', 'terminal', paths.clusterByHand(name)),
];

const stackIcons: Readonly<Record<StackAct, IconName>> = {
  ...{ start: 'play', stop: 'stop', restart: 'refresh', pause: 'pause', unpause: 'play', down: 'trash' },
};

/** Each leads to the page that shows what is done first. */
export const stackActs = (name: string): Act[] => [
  to('inside.tab.logs', 'runs', paths.stackLogs(name)),
  ...ofStacks.map((each) => to(`stacks.${each}`, stackIcons[each], paths.stackAct(name, each))),
  to('learn.byHand', 'terminal', paths.stackByHand(name)),
];

/** What its menu offers in its state and does without a question, and the parts of its page. */
export function containerActs({ id, name, state }: Pick<ContainerRow, 'id' | 'name' | 'state'>): Act[] {
  const act = (action: 'start' | 'stop' | 'restart', icon: IconName): Act => ({
    ...{ key: `inside.act.${action}`, icon },
    run: () => {
      call('containers.act', { id, act: { action } }).then(
        () => toasts.ok(msg(`inside.act.done.${action}`, { name })),
        (error: unknown) => toasts.error(toError(error)),
      );
    },
  });
  const going = state === 'running' || state === 'restarting' || state === 'paused';
  return [
    to('inside.tab.logs', 'runs', paths.container(name, 'logs')),
    ...(going ? [to('inside.tab.terminal', 'terminal', paths.container(name, 'terminal'))] : []),
    ...(going ? [act('stop', 'stop')] : [act('start', 'play')]),
    act('restart', 'refresh'),
    to('containers.edit.open', 'settings', paths.limits(name)),
    to('learn.byHand', 'terminal', paths.containerByHand(name)),
  ];
}
