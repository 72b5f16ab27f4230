import { AppError, toErrorInfo, type ErrorInfo } from '@shared/errors';
import { msg, type Message } from '@shared/i18n/index';
import { firedText, ruleName } from '@shared/metrics/alert-text';
import {
  evaluate,
  holds,
  stateOf,
  type AlertChange,
  type AlertFired,
  type AlertInstance,
  type AlertRule,
  type AlertTest,
  type AlertView,
} from '@shared/metrics/alerts';
import type { MetricMark } from '@shared/metrics/model';
import type { SecretRef } from '@shared/secrets';
import { oneByOne } from '../../store/files';
import { readingsOf, type ReadingSources } from './readings';
import type { Rules } from './rules';
import { sendWebhook, type Told, type WebhookDeps } from './webhook';

/** Something to tell the user, wherever they look. */
export interface AlertNotice {
  readonly rule: string;
  /** It is about the engine itself. */
  readonly engine: boolean;
  readonly title: Message;
  readonly body: Message;
}

export interface AlertDeps {
  readonly rules: Rules;
  readonly sources: ReadingSources;
  /** Keeps what fired. */
  readonly mark: (marks: readonly MetricMark[]) => Promise<void>;
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  readonly notice: (notice: AlertNotice) => void;
  /** Something changed: whoever shows it looks again. */
  readonly changed: () => void;
  readonly log: (error: unknown) => void;
  readonly now?: () => number;
  readonly webhook?: Pick<WebhookDeps, 'pauses' | 'timeoutMs'>;
}

export interface Alerts {
  list(): readonly AlertView[];
  save(rule: AlertRule): Promise<AlertView>;
  remove(id: string): Promise<void>;
  silence(id: string, until: number | null): Promise<AlertView>;
  test(rule: AlertRule, send: boolean): Promise<AlertTest>;
  history(rule: string | undefined): Promise<readonly AlertFired[]>;
  /** Looks at all rules now; one look at a time. */
  look(): Promise<void>;
  close(): void;
}

interface Standing {
  instances: readonly AlertInstance[];
  error?: ErrorInfo;
}

const day = 86_400_000;
const mostHistory = 200;

/** Looks at the rules whenever `look` is called, and tells what changed. */
export function createAlerts(deps: AlertDeps): Alerts {
  const { rules, sources, now = Date.now } = deps;
  const standing = new Map<string, Standing>();
  const ended = new AbortController();
  /** What was said when an alert began, by its mark: it is what its end is told by. */
  const said = new Map<string, Message>();
  const inTurn = oneByOne();
  let engineSeen: string | undefined;
  let looking: Promise<void> | undefined;

  const view = (rule: AlertRule): AlertView => {
    const { instances = [], error } = standing.get(rule.id) ?? {};
    const rank = { firing: 0, 'no-data': 1, pending: 2, ok: 3 };
    return {
      ...{ rule, state: stateOf(instances) },
      instances: instances.toSorted((a, b) => rank[a.state] - rank[b.state] || (a.name < b.name ? -1 : 1)),
      ...(error === undefined ? {} : { error }),
    };
  };

  const send = (told: Told): Promise<void> | undefined =>
    told.rule.webhook === undefined
      ? undefined
      : sendWebhook(told.rule.webhook, told, {
          ...{ resolveSecret: deps.resolveSecret, signal: ended.signal },
          ...deps.webhook,
        });

  const tell = (rule: AlertRule, { from, instance, fired }: AlertChange): void => {
    const begins = instance.state === 'firing' || instance.state === 'no-data';
    const ends = from === 'firing' || from === 'no-data';
    if (!begins && !ends) return;
    const at = now();
    const startsAt = begins ? instance.since : (fired ?? at);
    const told: Told = { rule, instance, startsAt, ...(begins ? {} : { endsAt: at }) };
    const mark = markOf(rule, instance, startsAt);
    if (begins) said.set(mark.id, mark.text);
    const text = said.get(mark.id) ?? mark.text;
    if (!begins) said.delete(mark.id);
    deps.mark([begins ? mark : { ...mark, text, to: at }]).catch(deps.log);
    if ((rule.silencedUntil ?? 0) > at) return;
    if (rule.desktop)
      deps.notice({
        rule: rule.id,
        engine: rule.when.type === 'engine',
        title: ruleName(rule),
        body: begins ? firedText(rule, instance) : msg('alerts.text.over', { name: instance.name }),
      });
    send(told)?.catch((error: unknown) => {
      if (ended.signal.aborted) return;
      const info = toErrorInfo(error, trouble(rule));
      standing.set(rule.id, { instances: standing.get(rule.id)?.instances ?? [], error: info });
      deps.changed();
    });
  };

  const lookAt = (rule: AlertRule): Promise<void> => inTurn(() => lookNow(rule));
  const lookNow = async (rule: AlertRule): Promise<void> => {
    const before = standing.get(rule.id);
    if (!rule.enabled) {
      standing.delete(rule.id);
      return;
    }
    try {
      const readings = await readingsOf(rule.when, sources, now(), engineSeen);
      // It was changed or removed while it was looked at.
      if (!rules.all().includes(rule)) return;
      const { instances, changes } = evaluate(rule, before?.instances ?? [], readings, now());
      // A webhook's failure stays to be seen until the next alert is sent.
      const kept =
        before?.error?.code === 'alerts.webhook' && changes.length === 0 ? before.error : undefined;
      standing.set(rule.id, { instances, ...(kept === undefined ? {} : { error: kept }) });
      for (const change of changes) tell(rule, change);
      if (changes.length > 0 || before?.error?.code !== kept?.code) deps.changed();
    } catch (error) {
      const info = toErrorInfo(error, trouble(rule));
      standing.set(rule.id, { instances: before?.instances ?? [], error: info });
      if (before?.error?.code !== info.code) deps.changed();
    }
  };

  const ruleOf = (id: string): AlertRule => {
    const rule = rules.all().find((each) => each.id === id);
    if (rule !== undefined) return rule;
    const doing = msg('alerts.doing.find', { id });
    throw new AppError({
      ...{
        code: 'alerts.unknown',
        doing,
        what: msg('alerts.unknown', { id }),
        hint: msg('alerts.unknown.hint'),
      },
    });
  };
  const look = (): Promise<void> => {
    looking ??= (async () => {
      const state = sources.engine();
      if (state.state === 'connected') engineSeen = state.engine.name;
      for (const rule of rules.all()) await lookAt(rule);
    })().finally(() => (looking = undefined));
    return looking;
  };

  return {
    list: () => rules.all().map(view),
    async save(rule) {
      const old = rules.all().find(({ id }) => id === rule.id);
      await rules.put(rule);
      // Another condition begins anew; a new name or webhook changes nothing of what is.
      if (old === undefined || JSON.stringify([old.when, old.for]) !== JSON.stringify([rule.when, rule.for]))
        standing.delete(rule.id);
      await lookAt(rule);
      deps.changed();
      return view(rule);
    },
    async remove(id) {
      await rules.remove(id);
      standing.delete(id);
      deps.changed();
    },
    async silence(id, until) {
      const { silencedUntil: _old, ...rule } = ruleOf(id);
      const next = until === null || until <= now() ? rule : { ...rule, silencedUntil: until };
      await rules.put(next);
      deps.changed();
      return view(next);
    },
    async test(rule, sending) {
      const readings = await readingsOf(rule.when, sources, now(), engineSeen);
      const found = readings.map((reading) => ({
        ...reading,
        holds: reading.value !== null && holds(rule.when, reading.value),
      }));
      if (!sending) return { readings: found, desktop: false };
      const [first = { key: '', name: '…', value: null }] = found.toSorted(
        (a, b) => Number(b.holds) - Number(a.holds),
      );
      const instance: AlertInstance = { ...first, state: 'firing', since: now() };
      const body = msg('alerts.text.test', { text: firedText(rule, instance) });
      if (rule.desktop)
        deps.notice({ rule: rule.id, engine: rule.when.type === 'engine', title: ruleName(rule), body });
      const webhook = await sendWebhookOnce(rule, instance);
      return { readings: found, desktop: rule.desktop, ...(webhook === undefined ? {} : { webhook }) };
    },
    async history(rule) {
      const all = await sources.marks(now() - 30 * day, now() + day, {});
      return all
        .filter((mark) => mark.kind === 'alert' && (rule === undefined || mark.rule === rule))
        .slice(-mostHistory)
        .reverse();
    },
    look,
    close: () => ended.abort(),
  };

  /** A person waits: no second try. */
  async function sendWebhookOnce(
    rule: AlertRule,
    instance: AlertInstance,
  ): Promise<ErrorInfo | null | undefined> {
    if (rule.webhook === undefined) return undefined;
    try {
      const told: Told = { rule, instance, startsAt: now(), test: true };
      const { resolveSecret, webhook } = deps;
      await sendWebhook(rule.webhook, told, { resolveSecret, signal: ended.signal, ...webhook, pauses: [] });
      return null;
    } catch (error) {
      return toErrorInfo(error, trouble(rule));
    }
  }
}

function markOf(rule: AlertRule, instance: AlertInstance, startsAt: number): MetricMark {
  const { key, name, kind } = instance;
  return {
    ...{ id: `alert:${rule.id}:${key}:${String(startsAt)}`, kind: 'alert', at: startsAt, rule: rule.id },
    text: firedText(rule, instance),
    ...(kind === undefined ? {} : { subject: { kind, key, name } }),
  };
}

const trouble = (rule: AlertRule): { code: string; doing: Message; hint: Message } => ({
  ...{ code: 'alerts.failed', doing: msg('alerts.doing.look', { rule: ruleName(rule) }) },
  hint: msg('alerts.failed.hint'),
});
