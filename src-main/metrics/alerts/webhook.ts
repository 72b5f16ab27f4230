import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, errorText } from '@shared/errors';
import { msg, raw, translate } from '@shared/i18n/index';
import { firedText, ruleName } from '@shared/metrics/alert-text';
import type { AlertInstance, AlertRule, Webhook } from '@shared/metrics/alerts';
import type { SecretRef } from '@shared/secrets';

/** One alert as it is told to a receiver. */
export interface Told {
  readonly rule: AlertRule;
  readonly instance: AlertInstance;
  readonly startsAt: number;
  /** Epoch ms; absent while it lasts. */
  readonly endsAt?: number;
  readonly test?: boolean;
}

export interface WebhookDeps {
  readonly resolveSecret: (ref: SecretRef) => Promise<string>;
  readonly signal: AbortSignal;
  /** Pauses before the second, third, … try, ms. */
  readonly pauses?: readonly number[];
  readonly timeoutMs?: number;
}

/**
 * Sends an alert, in the form of Prometheus's Alertmanager (version 4), which many receivers read. Tries again where
 * the receiver is away, busy or ill (429, 5xx). Throws AppError `alerts.webhook`.
 */
export async function sendWebhook({ url, token }: Webhook, told: Told, deps: WebhookDeps): Promise<void> {
  const { signal, pauses = [1000, 5000, 20_000], timeoutMs = 10_000 } = deps;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${await deps.resolveSecret(token)}`;
  const body = JSON.stringify(payload(told));
  for (let place = 0; ; place++) {
    const problem = await post(url, { headers, body, signal, timeoutMs });
    if (problem === undefined) return;
    const pause = pauses[place];
    if (!problem.again || pause === undefined) throw failure(url, problem.words);
    await sleep(pause, undefined, { signal });
  }
}

interface Problem {
  readonly words: string;
  readonly again: boolean;
}

async function post(
  url: string,
  {
    headers,
    body,
    signal,
    timeoutMs,
  }: { headers: Record<string, string>; body: string; signal: AbortSignal; timeoutMs: number },
): Promise<Problem | undefined> {
  try {
    const response = await fetch(url, {
      ...{ method: 'POST', headers, body },
      // An answer that leads elsewhere would take the token with it.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    if (response.ok) return undefined;
    const again = response.status === 429 || response.status >= 500;
    return { words: `HTTP ${String(response.status)} ${response.statusText}`.trim(), again };
  } catch (error) {
    if (signal.aborted) throw error;
    const { cause } = error as { cause?: unknown };
    return { words: errorText(cause instanceof Error && cause.message !== '' ? cause : error), again: true };
  }
}

function payload({ rule, instance, startsAt, endsAt, test }: Told): unknown {
  const labels = {
    alertname: translate('en', ruleName(rule)),
    severity: rule.severity,
    ...(instance.kind === undefined ? {} : { [instance.kind]: instance.name }),
  };
  const status = endsAt === undefined ? 'firing' : 'resolved';
  const annotations = {
    summary: translate('en', firedText(rule, instance)),
    ...(instance.value === null ? {} : { value: String(instance.value) }),
    ...(test === true ? { test: 'true' } : {}),
  };
  const alert = {
    ...{ status, labels, annotations, fingerprint: `${rule.id}:${instance.key}` },
    startsAt: new Date(startsAt).toISOString(),
    endsAt: endsAt === undefined ? '0001-01-01T00:00:00Z' : new Date(endsAt).toISOString(),
  };
  return {
    ...{ version: '4', status, receiver: 'flotilla', groupKey: rule.id, truncatedAlerts: 0 },
    ...{ groupLabels: { alertname: labels.alertname }, commonLabels: labels, commonAnnotations: annotations },
    alerts: [alert],
  };
}

function failure(url: string, words: string): AppError {
  const { protocol, host } = new URL(url);
  return new AppError({
    code: 'alerts.webhook',
    // A path or a query may hold a key.
    doing: msg('alerts.doing.webhook', { where: `${protocol}//${host}` }),
    what: raw(words),
    hint: msg('alerts.webhook.hint'),
  });
}
