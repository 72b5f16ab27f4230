import { commandsOf } from '@shared/commands';
import { translate } from '@shared/i18n/index';
import type { Plan } from '@shared/plan';

/** A plan as a recipe: findings, then each step with its reason and commands. */
export function recipe({ title, findings, steps }: Plan): string {
  const say = (message: Parameters<typeof translate>[1]): string => translate('en', message);
  return [
    `# ${say(title)}`,
    ...findings.map(({ level, what, hint }) => `${level}: ${say(what)} ${say(hint)}`),
    ...steps.flatMap(({ id, title: does, cause, op, dependsOn, destructive }) => [
      `- ${say(does)}${destructive ? ' (for good)' : ''} [${id}]${dependsOn.length > 0 ? ` after ${dependsOn.join(', ')}` : ''}`,
      `  ${say(cause)}`,
      ...commandsOf(op).map((line) => `  $ ${line}`),
    ]),
    '',
  ].join('\n');
}
