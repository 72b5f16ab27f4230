import { join } from 'node:path';
import { alertRuleSchema, defaultRules, readyRules, type AlertRule } from '@shared/metrics/alerts';
import { z } from 'zod';
import { loadJson, oneByOne, writeAtomic } from '../../store/files';

const fileSchema = z.object({
  v: z.literal(1),
  rules: z.array(alertRuleSchema),
  /** Ready rules that this user was given once: one that was removed does not come back. */
  given: z.array(z.string()),
});

export interface Rules {
  all(): readonly AlertRule[];
  put(rule: AlertRule): Promise<void>;
  remove(id: string): Promise<void>;
  /** Where a damaged file was put. */
  readonly setAside: string | undefined;
}

/** The rules in `<dataDir>/alerts.json`; a new user has the ready ones, as has one of an older version the new ones. */
export function openRules(dataDir: string): Rules {
  const path = join(dataDir, 'alerts.json');
  const loaded = loadJson(path, fileSchema, { v: 1, rules: [], given: [] });
  const given = new Set(loaded.value.given);
  const fresh = defaultRules.filter(({ ready }) => ready !== undefined && !given.has(ready));
  let rules: readonly AlertRule[] = [
    ...loaded.value.rules,
    ...fresh.filter(({ id }) => !loaded.value.rules.some((rule) => rule.id === id)),
  ];
  const inTurn = oneByOne();
  const change = (next: () => readonly AlertRule[]): Promise<void> =>
    inTurn(async () => {
      const changed = next();
      const file = { v: 1, rules: changed, given: readyRules };
      await writeAtomic(path, `${JSON.stringify(file, null, 2)}\n`);
      rules = changed;
    });
  return {
    setAside: loaded.setAside,
    all: () => rules,
    put: (rule) =>
      change(() =>
        rules.some(({ id }) => id === rule.id)
          ? rules.map((each) => (each.id === rule.id ? rule : each))
          : [...rules, rule],
      ),
    remove: (id) => change(() => rules.filter((rule) => rule.id !== id)),
  };
}
