import { commandsOf } from '@shared/commands';
import { msg } from '@shared/i18n/index';
import { canRun, type Finding, type Plan, type Step } from '@shared/plan';
import type { Style, Terminal } from './terminal';

const styles: Readonly<Record<Finding['level'], Style>> = { error: 'red', warning: 'yellow', info: 'cyan' };
const labels = { error: msg('cli.error'), warning: msg('cli.warning'), info: msg('cli.note') } as const;

/** A plan as text: its groups and steps with causes and commands, then what the checks found. */
export function planLines(t: Terminal, plan: Plan): string[] {
  const lines = [t.paint(t.say(plan.title), 'bold')];
  lines.push(t.paint(`${t.say(msg('cli.plan.target', { target: plan.target }))} · ${count(t, plan)}`, 'dim'));
  let number = 0;
  for (const group of plan.groups) {
    const steps = plan.steps.filter((step) => step.group === group.id);
    if (steps.length === 0) continue;
    lines.push('', t.paint(t.say(group.title), 'bold'));
    for (const step of steps) lines.push(...stepLines(t, step, ++number));
  }
  if (plan.findings.length > 0)
    lines.push('', ...plan.findings.flatMap((finding) => findingLines(t, finding)));
  return lines;
}

function count(t: Terminal, plan: Plan): string {
  return t.say(
    plan.steps.length === 0 ? msg('cli.plan.nothing') : msg('cli.plan.steps', { n: plan.steps.length }),
  );
}

function stepLines(t: Terminal, step: Step, number: number): string[] {
  const never = step.destructive === true ? t.paint(`  (${t.say(msg('cli.plan.destructive'))})`, 'red') : '';
  const commands = commandsOf(step.op).flatMap((command) => command.split('\n'));
  return [
    `${String(number).padStart(4)}. ${t.say(step.title)}${never}`,
    `      ${t.paint(t.say(step.cause), 'dim')}`,
    ...commands.map((line) => `        ${t.paint(line, 'cyan')}`),
  ];
}

/** What a check found, with its cure. */
export function findingLines(t: Terminal, finding: Finding): string[] {
  const label = t.paint(t.say(labels[finding.level]), 'bold', styles[finding.level]);
  return [`${label}: ${t.say(finding.what)}`, `  → ${t.say(finding.hint)}`];
}

/** Says that a plan can't run; undefined when it can. */
export function blockedLine(t: Terminal, plan: Plan): string | undefined {
  if (canRun(plan)) return undefined;
  const n = plan.findings.filter((finding) => finding.level === 'error').length;
  return t.paint(t.say(msg('cli.plan.blocked', { n })), 'red');
}
