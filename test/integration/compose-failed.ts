import { expect } from 'vitest';
import { translate } from '@shared/i18n/index';
import type { Run } from '@shared/plan';

/** The error of the step that failed: its code, the place that its words begin with, and the rest of them. */
export function failed(run: Run) {
  expect(run.status).toBe('failed');
  const step = run.steps.find(({ status }) => status === 'failed');
  const { error } = step ?? {};
  const what = error === undefined ? '' : translate('en', error.what);
  return {
    id: step?.id,
    code: error?.code,
    at: /^\S+?:\d+:\d+(?=: )/.exec(what)?.[0],
    what,
    hint: error === undefined ? '' : translate('en', error.hint),
    details: (error?.details ?? []).map((text) => translate('en', text)).join('\n'),
  };
}
