import { call, toError } from '../lib/api';
import { Agreement } from '../state/agreement.svelte';
import { LivePreview } from '../state/preview.svelte';

/** A plan that follows its request. `pause`: how long to wait for further typing, ms. */
export const livePreview = (pause?: number): LivePreview =>
  new LivePreview({ preview: (request) => call('plan.preview', request), toError }, pause);

export const newAgreement = (): Agreement =>
  new Agreement({ start: (input) => call('run.start', input), toError });
