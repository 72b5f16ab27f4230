import { AppError } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import type { Plan, Run } from '@shared/plan';

/** Why a run is not begun, or not now. */
export function refusal(code: string, doing: Message, words: { what: Message; hint: Message }): AppError {
  return new AppError({ code, doing, ...words });
}

/** Findings keep the plan from running. */
export function refused(plan: Plan): AppError {
  const findings = plan.findings.filter((finding) => finding.level === 'error');
  return new AppError({
    code: 'plan.refused',
    doing: msg('runner.doing.start', { title: plan.title }),
    what: msg('runner.refused.what', { n: findings.length }),
    hint: msg('runner.refused.hint'),
    details: findings.flatMap((finding) => [finding.what, finding.hint]),
  });
}

/** The state has changed since the plan was shown: it goes back to review. */
export function changed(plan: Plan): AppError {
  return refusal('plan.changed', msg('runner.doing.start', { title: plan.title }), {
    what: msg('runner.changed.what'),
    hint: msg('runner.changed.hint'),
  });
}

/** A run that cannot be resumed or undone (`backward`) as it stands; `busy`: it is in motion here. */
export function notNow(run: Run, backward: boolean, busy: boolean): AppError {
  const doing = msg(backward ? 'runner.doing.undo' : 'runner.doing.resume', { title: run.plan.title });
  if (busy) {
    return refusal('run.busy', doing, { what: msg('runner.busy.what'), hint: msg('runner.busy.hint') });
  }
  return refusal(backward ? 'run.cannot-undo' : 'run.cannot-resume', doing, {
    what: msg(backward ? 'runner.cannotUndo.what' : 'runner.cannotResume.what', { status: run.status }),
    hint: msg(backward ? 'runner.cannotUndo.hint' : 'runner.cannotResume.hint'),
  });
}
