import { msg } from '@shared/i18n/index';
import type { ChartData } from '../../charts/model';
import { call, toError } from '../../lib/api';
import { toasts } from '../../state/toasts.svelte';
import { toCsv, toJson } from './csv';

/** Asks where to, and says where it went. */
async function told(save: () => Promise<string | null>): Promise<void> {
  try {
    const path = await save();
    if (path !== null) toasts.ok(msg('monitor.saved', { path }));
  } catch (error) {
    toasts.error(toError(error));
  }
}

/** A panel's numbers as a file. */
export const saveNumbers = (title: string, kind: 'csv' | 'json', data: ChartData): Promise<void> =>
  told(() =>
    call('text.save', { name: `${title}.${kind}`, text: kind === 'csv' ? toCsv(data) : toJson(data) }),
  );

/** A chart as a PNG. */
export const savePicture = (
  title: string,
  picture: ((title: string) => Promise<Blob | null>) | undefined,
): Promise<void> =>
  told(async () => {
    const blob = (await picture?.(title)) ?? null;
    if (blob === null) {
      toasts.add({ tone: 'warn', title: msg('monitor.noPicture') });
      return null;
    }
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let binary = '';
    for (let i = 0; i < bytes.length; i += 8192)
      binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return call('picture.save', { name: title, data: btoa(binary) });
  });
