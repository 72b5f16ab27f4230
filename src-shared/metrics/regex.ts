import { RE2JS } from 're2js';

/** An expression of a filter. */
export interface Expression {
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean;
}

const known = new Map<string, Expression>();
/** Dashboards ask by the same few again and again. */
const most = 200;

/**
 * A regular expression as RE2 has it, which Grafana and InfluxDB use as well: it takes time by the length of the text,
 * whatever somebody types. JavaScript's own may take for ever: `(a+)+$`. It knows no look-around and no references.
 * Throws where it is none.
 */
export function expressionOf(source: string): Expression {
  const before = known.get(source);
  if (before !== undefined) return before;
  const compiled = RE2JS.compile(source);
  if (known.size >= most) known.clear();
  known.set(source, compiled);
  return compiled;
}

/** Characters of an expression, as the model has it. */
const longest = 500;

/** Whether a text is an expression that a filter takes. */
export function isExpression(source: string): boolean {
  if (source.length > longest) return false;
  try {
    expressionOf(source);
    return true;
  } catch {
    return false;
  }
}
