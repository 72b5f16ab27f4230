import { describe, expect, it } from 'vitest';
import type { Preview } from '@shared/contract';
import type { ErrorInfo } from '@shared/errors';
import { raw } from '@shared/i18n/index';
import type { PlanRequest } from '@shared/requests';
import { Agreement } from '../../../src-renderer/state/agreement.svelte';
import { LivePreview } from '../../../src-renderer/state/preview.svelte';

const request: PlanRequest = { kind: 'redis-cluster.remove', name: 'a', volumes: false };
const answer: Preview = {
  digest: 'd1',
  plan: { kind: 'x', target: 'a', title: raw('a'), groups: [], steps: [], findings: [] },
};
const info = (code: string): ErrorInfo => ({ code, doing: raw(''), what: raw(code), hint: raw('') });
const toError = (error: unknown): ErrorInfo => info(error instanceof Error ? error.message : '?');

/** A preview that shows its plan, and how often it was asked for one. */
async function shown(): Promise<{ preview: LivePreview; asked: () => number }> {
  let asked = 0;
  const preview = new LivePreview(
    {
      preview: () => {
        asked += 1;
        return Promise.resolve(answer);
      },
      toError,
    },
    0,
  );
  preview.ask(request);
  await expect.poll(() => preview.digest).toBe('d1');
  return { preview, asked: () => asked };
}

describe('agreeing to a plan', () => {
  it('starts exactly what is on show, and looks no further', async () => {
    const { preview } = await shown();
    const started: unknown[] = [];
    const agreement = new Agreement({
      start: (input) => {
        started.push(input);
        return Promise.resolve({ runId: 'r1' });
      },
      toError,
    });
    expect(await agreement.agree(preview)).toBe(true);
    expect(started).toEqual([{ request, digest: 'd1' }]);
    expect(agreement.runId).toBe('r1');
    agreement.reset();
    expect(agreement.runId).toBeUndefined();
  });

  it('says that things have changed, and shows the new plan', async () => {
    const { preview, asked } = await shown();
    const agreement = new Agreement({ start: () => Promise.reject(new Error('plan.changed')), toError });
    expect(await agreement.agree(preview)).toBe(false);
    expect(agreement.changed).toBe(true);
    expect(agreement.failure).toBeUndefined();
    await expect.poll(asked).toBe(2);
  });

  it('tells any other refusal in full', async () => {
    const { preview } = await shown();
    const agreement = new Agreement({ start: () => Promise.reject(new Error('run.locked')), toError });
    expect(await agreement.agree(preview)).toBe(false);
    expect(agreement.failure?.code).toBe('run.locked');
    expect(agreement.starting).toBe(false);
  });

  it('starts nothing without a plan, and nothing twice', async () => {
    const { preview } = await shown();
    let starts = 0;
    let give: (value: { runId: string }) => void = () => undefined;
    const agreement = new Agreement({
      start: () => {
        starts += 1;
        return new Promise((resolve) => (give = resolve));
      },
      toError,
    });
    const empty = new LivePreview({ preview: () => Promise.resolve(answer), toError }, 0);
    expect(await agreement.agree(empty)).toBe(false);
    const first = agreement.agree(preview);
    expect(await agreement.agree(preview)).toBe(false);
    give({ runId: 'r1' });
    expect(await first).toBe(true);
    expect(starts).toBe(1);
  });
});
