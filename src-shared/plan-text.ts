import { commandsOf } from './commands';
import { translate, type Locale } from './i18n/index';
import type { Finding, Plan, Step } from './plan';

export interface PlanTextOptions {
  readonly locale?: Locale;
  /** With the shell commands; default true. */
  readonly commands?: boolean;
}

/**
 * A plan as lines of text: findings, then the steps by group, each with a number, the steps that it waits
 * for, its cause and its commands. Equal plans give equal text.
 */
export function planText(plan: Plan, { locale = 'en', commands = true }: PlanTextOptions = {}): string[] {
  const numbers = new Map(plan.steps.map((step, i) => [step.id, i + 1]));
  const lines = [translate(locale, plan.title)];
  if (plan.findings.length > 0) lines.push('', ...plan.findings.map((each) => findingText(each, locale)));
  for (const group of plan.groups) {
    lines.push('', `# ${translate(locale, group.title)}`);
    for (const step of plan.steps)
      if (step.group === group.id) lines.push(...stepText(step, numbers, locale, commands));
  }
  return lines;
}

function findingText({ level, code, path, what, hint }: Finding, locale: Locale): string {
  const about = path === undefined ? code : `${code} (${path})`;
  return `${level} ${about}: ${translate(locale, what)} ${translate(locale, hint)}`;
}

function stepText(
  step: Step,
  numbers: ReadonlyMap<string, number>,
  locale: Locale,
  commands: boolean,
): string[] {
  const after = step.dependsOn.map((id) => `[${numbers.get(id) ?? '?'}] ${id}`).join(', ');
  const marks = (step.destructive === true ? ' !' : '') + (step.bestEffort === true ? ' ~' : '');
  const head = `[${numbers.get(step.id) ?? '?'}]${marks} ${step.id}${after === '' ? '' : ` <- ${after}`}`;
  return [
    `${head} — ${translate(locale, step.title)}`,
    `    ${translate(locale, step.cause)}`,
    ...(commands ? commandsOf(step.op).flatMap(commandText) : []),
  ];
}

function commandText(command: string): string[] {
  return command.split('\n').map((line, i) => (i === 0 ? `    $ ${line}` : `      ${line}`));
}
