import { AppError, errorText } from '../errors';
import { msg, raw } from '../i18n/index';
import type { Match, MetricFilter, Subject } from './model';
import { expressionOf, type Expression } from './regex';

/**
 * A filter as a function: whether a subject is meant. Throws AppError `metrics.bad-regex` where an expression is none.
 * An expression may match anywhere, as in Grafana: `^…$` ties it down.
 */
export function matcherOf(filter: MetricFilter): (subject: Subject) => boolean {
  const { kind, labels = {}, ...texts } = filter;
  const tests: ((subject: Subject) => boolean)[] = [];
  if (kind !== undefined) tests.push((subject) => subject.kind === kind);
  for (const [field, match] of Object.entries(texts) as [keyof typeof texts, Match | undefined][]) {
    if (match === undefined) continue;
    const fits = textMatcher(match);
    tests.push((subject) => fits(subject[field]));
  }
  for (const [name, match] of Object.entries(labels)) {
    const fits = textMatcher(match);
    tests.push(({ labels: own = {} }) => fits(Object.hasOwn(own, name) ? own[name] : undefined));
  }
  return (subject) => tests.every((test) => test(subject));
}

/** What is not there is equal to nothing, and matches only where a match is ruled out. */
function textMatcher(match: Match): (text: string | undefined) => boolean {
  if (Array.isArray(match)) {
    const wanted = new Set<string | undefined>(match);
    return (text) => wanted.has(text);
  }
  const expression = compile(match.regex);
  const not = match.not === true;
  return (text) => (text !== undefined && expression.test(text)) !== not;
}

function compile(source: string): Expression {
  try {
    return expressionOf(source);
  } catch (error) {
    throw new AppError(
      {
        code: 'metrics.bad-regex',
        doing: msg('metrics.doing.query'),
        what: msg('metrics.badRegex', { regex: source }),
        hint: msg('metrics.badRegex.hint'),
        details: [raw(errorText(error))],
      },
      { cause: error },
    );
  }
}
