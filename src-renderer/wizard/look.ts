import { msg, type Message } from '@shared/i18n/index';
import type { Finding, Run, RunStatus, StepStatus } from '@shared/plan';
import type { IconName } from '../ui/icons';
import type { Tone } from '../ui/tone';

interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: Message;
}

/** How a step's status is shown: icon, colour and words. */
export const stepLook: Readonly<Record<StepStatus, Look>> = {
  queued: { tone: 'muted', icon: 'dot-dashed', text: msg('wizard.status.queued') },
  running: { tone: 'running', icon: 'refresh', text: msg('wizard.status.running') },
  succeeded: { tone: 'ok', icon: 'check-circle', text: msg('wizard.status.succeeded') },
  failed: { tone: 'bad', icon: 'cross-circle', text: msg('wizard.status.failed') },
  cancelled: { tone: 'warn', icon: 'stop', text: msg('wizard.status.cancelled') },
  skipped: { tone: 'muted', icon: 'slash', text: msg('wizard.status.skipped') },
  undoing: { tone: 'running', icon: 'undo', text: msg('wizard.status.undoing') },
  undone: { tone: 'muted', icon: 'undo', text: msg('wizard.status.undone') },
  'undo-failed': { tone: 'bad', icon: 'cross-circle', text: msg('wizard.status.undo-failed') },
};

export const runLook: Readonly<Record<RunStatus, Look>> = {
  queued: { tone: 'muted', icon: 'dot-dashed', text: msg('wizard.run.is.queued') },
  running: { tone: 'running', icon: 'refresh', text: msg('wizard.run.is.running') },
  succeeded: { tone: 'ok', icon: 'check-circle', text: msg('wizard.run.is.succeeded') },
  failed: { tone: 'bad', icon: 'cross-circle', text: msg('wizard.run.is.failed') },
  cancelled: { tone: 'warn', icon: 'stop', text: msg('wizard.run.is.cancelled') },
  interrupted: { tone: 'warn', icon: 'unlink', text: msg('wizard.run.is.interrupted') },
  undoing: { tone: 'running', icon: 'undo', text: msg('wizard.run.is.undoing') },
  undone: { tone: 'muted', icon: 'undo', text: msg('wizard.run.is.undone') },
  'undo-failed': { tone: 'bad', icon: 'cross-circle', text: msg('wizard.run.is.undo-failed') },
};

/** Undone, and something of it stays: the engine is not as it was. */
const undoneBut: Look = { tone: 'warn', icon: 'undo', text: msg('wizard.run.is.undoneBut') };

/** How a run is shown. */
export function lookOf(run: Pick<Run, 'status' | 'steps'> | undefined): Look {
  const stays = run?.status === 'undone' && run.steps.some((step) => step.stays !== undefined);
  return stays ? undoneBut : runLook[run?.status ?? 'queued'];
}

export const findingLook: Readonly<Record<Finding['level'], Look>> = {
  error: { tone: 'bad', icon: 'cross-circle', text: msg('wizard.finding.error') },
  warning: { tone: 'warn', icon: 'warn', text: msg('wizard.finding.warning') },
  info: { tone: 'info', icon: 'info', text: msg('wizard.finding.info') },
};
