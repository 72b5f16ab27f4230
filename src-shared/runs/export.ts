import { commandsOf } from '../commands';
import { redact, redactText, removed, type Private } from '../diagnose/redact';
import type { ErrorInfo } from '../errors';
import { msg, translate, type Locale, type Message } from '../i18n/index';
import type { Op } from '../ops';
import type { Run, StepState, StepStatus } from '../plan';
import type { ExportFormat } from './formats';

/** The file's name for a run. */
export const exportName = (id: string, as: ExportFormat): string =>
  `flotilla-run-${id}.${as === 'json' ? 'json' : 'md'}`;

/**
 * A run as text for others to read: all that is known of it, without secrets, the values of environment variables and
 * the names of the person and the computer. Equal runs give equal text.
 */
export function exportRun(run: Run, as: ExportFormat, about: Private, locale: Locale = 'en'): string {
  if (as === 'markdown') return redactText(markdown(run, locale), about);
  const { canCancel: _c, canResume: _r, canUndo: _u, ...kept } = run;
  return `${JSON.stringify(redact({ flotillaRun: 1, ...kept }, about), null, 2)}\n`;
}

function markdown(run: Run, locale: Locale): string {
  const say = (message: Message): string => translate(locale, message);
  const { plan } = run;
  const states = new Map(run.steps.map((step) => [step.id, step]));
  const time = (at: number | undefined): string =>
    at === undefined
      ? '–'
      : new Date(at)
          .toISOString()
          .replace('T', ' ')
          .replace(/\.\d+Z$/, ' UTC');
  const facts: (readonly [Message, string])[] = [
    [msg('runs.export.status'), say({ key: `wizard.status.${run.status}` })],
    [msg('runs.export.kind'), `\`${plan.kind}\``],
    [msg('runs.export.target'), `\`${plan.target}\``],
    [msg('runs.export.engine'), `\`${run.engine}\``],
    [msg('runs.export.started'), time(run.startedAt)],
    [msg('runs.export.ended'), time(run.endedAt)],
    [msg('runs.export.id'), `\`${run.id}\``],
  ];
  let number = 0;
  const groups = plan.groups.flatMap((group) => {
    const steps = plan.steps.filter((step) => step.group === group.id);
    if (steps.length === 0) return [];
    return [
      `## ${say(group.title)}`,
      ...steps.map((step) => {
        const state = states.get(step.id);
        return [
          `${String(++number)}. ${mark(state?.status)} ${say(step.title)} (${say({ key: `wizard.status.${state?.status ?? 'queued'}` })}${took(state)})`,
          `   ${say(step.cause)}`,
          ...fenced(commandsOf(withoutEnv(step.op))),
          ...(state?.stays === undefined ? [] : ['', `   ${say(state.stays)}`]),
          ...(state?.error === undefined ? [] : errorLines(state.error, say).map((line) => `   ${line}`)),
        ].join('\n');
      }),
    ];
  });
  return `${[
    `# ${say(plan.title)}`,
    facts.map(([name, value]) => `- ${say(name)}: ${value}`).join('\n'),
    ...(run.error === undefined ? [] : [errorLines(run.error, say).join('\n')]),
    ...plan.findings.map((finding) => `> ${say(finding.what)} ${say(finding.hint)}`),
    ...groups,
  ].join('\n\n')}\n`;
}

const marks: Partial<Record<StepStatus, string>> = {
  succeeded: '✓',
  failed: '✗',
  'undo-failed': '✗',
  undone: '↶',
};
const mark = (status: StepStatus | undefined): string => marks[status ?? 'queued'] ?? '·';

function took(state: StepState | undefined): string {
  if (state?.startedAt === undefined || state.endedAt === undefined) return '';
  return `, ${((state.endedAt - state.startedAt) / 1000).toFixed(1)} s`;
}

function errorLines(error: ErrorInfo, say: (message: Message) => string): string[] {
  return [
    `**${say(error.doing)}: ${say(error.what)}** (\`${error.code}\`)`,
    say(error.hint),
    ...(error.details ?? []).map((line) => `- ${say(line)}`),
  ];
}

/** Commands in a block of their own, longer fenced than anything in them. */
function fenced(commands: readonly string[]): string[] {
  if (commands.length === 0) return [];
  const text = commands.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([each]) => each.length));
  const fence = '`'.repeat(longest + 1);
  return ['', `   ${fence}sh`, ...text.split('\n').map((line) => `   ${line}`), `   ${fence}`, ''];
}

/** Any value of an environment may be a secret, whatever it is called. */
function withoutEnv(op: Op): Op {
  if (op.kind !== 'container.run') return op;
  const env = op.args.env.map(({ name }) => ({ name, value: removed }));
  return { ...op, args: { ...op.args, env } };
}
