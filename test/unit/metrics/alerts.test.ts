import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translate } from '@shared/i18n/index';
import { firedText, ruleName, valueText } from '@shared/metrics/alert-text';
import {
  alertRuleSchema,
  defaultRules,
  evaluate,
  stateOf,
  type AlertInstance,
  type AlertReading,
  type AlertRule,
} from '@shared/metrics/alerts';

const rule = (more: Partial<AlertRule> = {}): AlertRule => ({
  ...{ id: 'r', name: 'Busy', enabled: true, severity: 'warning', for: 20_000, noData: 'ok', desktop: true },
  when: {
    type: 'metric',
    metric: 'cpu',
    filter: {},
    reduce: 'avg',
    window: 30_000,
    is: 'above',
    threshold: 80,
  },
  ...more,
});
const reading = (value: number | null, key = 'a'): AlertReading => ({
  key,
  name: key,
  kind: 'container',
  value,
});

/** The states of one subject over rounds of ten seconds, and what was told. */
function play(of: AlertRule, rounds: readonly (readonly AlertReading[])[], clock?: readonly number[]) {
  let instances: readonly AlertInstance[] = [];
  const told: string[] = [];
  const states = rounds.map((readings, i) => {
    const round = evaluate(of, instances, readings, clock?.[i] ?? i * 10_000);
    instances = round.instances;
    told.push(...round.changes.map(({ from, instance }) => `${instance.key}: ${from} > ${instance.state}`));
    return stateOf(instances);
  });
  return { states, told, instances };
}

describe('a rule', () => {
  it('is pending while its condition holds, fires when it has held long enough, and is over when it does not', () => {
    const values = [10, 90, 91, 92, 93, 10];
    const { states, told } = play(
      rule(),
      values.map((value) => [reading(value)]),
    );
    expect(states).toEqual(['ok', 'pending', 'pending', 'firing', 'firing', 'ok']);
    expect(told).toEqual(['a: ok > pending', 'a: pending > firing', 'a: firing > ok']);
  });

  it('begins its time anew after a moment in which it did not hold', () => {
    const { states } = play(
      rule(),
      [90, 90, 10, 90, 90].map((value) => [reading(value)]),
    );
    expect(states).not.toContain('firing');
  });

  it('fires at once where it need not hold', () => {
    expect(play(rule({ for: 0 }), [[reading(90)]]).states).toEqual(['firing']);
  });

  it('judges each subject for itself, and ends the alert of one that is gone', () => {
    const { told } = play(rule({ for: 0 }), [[reading(90), reading(10, 'b')], [reading(10, 'b')]]);
    expect(told).toEqual(['a: ok > firing', 'a: firing > ok']);
  });

  it('does with no data what it says', () => {
    const none = [[reading(90)], [reading(null)], [], [reading(90)]];
    expect(play(rule({ for: 0 }), none).states).toEqual(['firing', 'ok', 'ok', 'firing']);
    expect(play(rule({ for: 0, noData: 'keep' }), none).states).toEqual([
      'firing',
      'firing',
      'firing',
      'firing',
    ]);
    expect(play(rule({ for: 0, noData: 'alert' }), none).states).toEqual([
      'firing',
      'no-data',
      'no-data',
      'firing',
    ]);
  });

  it('is not misled by a clock that is set', () => {
    const back = play(
      rule(),
      [90, 90, 90, 90].map((value) => [reading(value)]),
      [100_000, 20_000, 30_000, 40_000],
    );
    expect(back.states).toEqual(['pending', 'pending', 'pending', 'firing']);
    for (const { since, held = since } of back.instances)
      expect(Math.max(since, held)).toBeLessThanOrEqual(40_000);
  });

  it('tells of each change once, and of nothing else', () => {
    const round = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), value: fc.option(fc.nat(100)) }), {
      maxLength: 2,
    });
    fc.assert(
      fc.property(fc.array(round), fc.constantFrom('ok', 'keep', 'alert'), (rounds, noData) => {
        const state = new Map<string, string>();
        let instances: readonly AlertInstance[] = [];
        rounds.forEach((readings, i) => {
          const unique = [...new Map(readings.map((one) => [one.key, { ...one, name: one.key }])).values()];
          const result = evaluate(rule({ noData }), instances, unique, i * 10_000);
          for (const { from, instance } of result.changes) {
            expect(state.get(instance.key) ?? 'ok').toBe(from);
            expect(instance.state).not.toBe(from);
            state.set(instance.key, instance.state);
          }
          instances = result.instances;
          for (const { key, state: now } of instances) expect(state.get(key) ?? 'ok').toBe(now);
        });
      }),
    );
  });
});

describe('rules', () => {
  it('that come with the app are valid, and each has a name in both languages', () => {
    for (const each of defaultRules) {
      expect(alertRuleSchema.parse(each)).toEqual(each);
      for (const locale of ['en', 'zh-CN'] as const)
        expect(translate(locale, ruleName(each))).not.toContain('alerts.ready');
    }
  });

  it('take no address that is none', () => {
    for (const url of ['ftp://x', 'javascript:alert(1)', 'file:///etc/passwd', 'x', ''])
      expect(alertRuleSchema.safeParse(rule({ webhook: { url } })).success).toBe(false);
    expect(alertRuleSchema.safeParse(rule({ webhook: { url: 'http://127.0.0.1:9/x' } })).success).toBe(true);
  });

  it('say their values in the unit that they are in', () => {
    const { when } = rule();
    expect(valueText(when, 93.4)).toBe('93 %');
    expect(valueText({ ...when, metric: 'memory' } as AlertRule['when'], 1.5 * 2 ** 30)).toBe('1.5 GiB');
    expect(valueText({ ...when, metric: 'sent' } as AlertRule['when'], 2048)).toBe('2 KiB/s');
    const instance: AlertInstance = { key: 'a', name: 'web', state: 'firing', since: 0, value: 93.4 };
    expect(translate('en', firedText(rule(), instance))).toBe('web: 93 %');
  });
});
