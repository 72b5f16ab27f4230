import type { Owner, Resources, Usage } from '@shared/resources/model';
import { call, toError } from '../../lib/api';
import { tr } from '../../lib/i18n.svelte';
import { Watched } from '../../state/redis.svelte';

/** What a thing belongs to, in words. */
export function ownerText(owner: Owner): string {
  return owner.kind === 'stack'
    ? tr('resources.owner.stack', { name: owner.name })
    : tr('resources.owner.cluster', { name: owner.name });
}

/** What is on the engine, looked at again and again while someone sees it. */
export function watchResources(): Watched<Resources> {
  return new Watched(
    { load: () => call('resources.list'), toError, visible: () => !document.hidden },
    10_000,
    1500,
  );
}

/** Sizes: the engine counts for them, so they are asked for seldom. */
export function watchUsage(): Watched<Usage> {
  return new Watched(
    { load: () => call('resources.usage'), toError, visible: () => !document.hidden },
    60_000,
    20_000,
  );
}

/** Whether every word stands somewhere in the texts. */
export function matches(search: string, texts: readonly (string | undefined)[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
