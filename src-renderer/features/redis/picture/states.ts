import { msg, type Message } from '@shared/i18n/index';
import type { IconName } from '../../../ui/icons';
import type { Tone } from '../../../ui/tone';
import type { NodeState } from './model';

/** How a node's state is shown: never by colour alone. */
export const stateLook: Readonly<
  Record<NodeState, { readonly tone: Tone; readonly icon: IconName; readonly text: Message }>
> = {
  planned: { tone: 'muted', icon: 'dot-dashed', text: msg('wizard.node.planned') },
  working: { tone: 'running', icon: 'refresh', text: msg('wizard.node.working') },
  made: { tone: 'info', icon: 'dot', text: msg('wizard.node.made') },
  ok: { tone: 'ok', icon: 'check-circle', text: msg('wizard.node.ok') },
  failing: { tone: 'warn', icon: 'warn', text: msg('wizard.node.failing') },
  failed: { tone: 'bad', icon: 'cross-circle', text: msg('wizard.node.failed') },
  unreachable: { tone: 'bad', icon: 'unlink', text: msg('wizard.node.unreachable') },
  loading: { tone: 'running', icon: 'refresh', text: msg('wizard.node.loading') },
  stopped: { tone: 'muted', icon: 'stop', text: msg('wizard.node.stopped') },
};
