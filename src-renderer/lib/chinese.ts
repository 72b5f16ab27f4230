import type { Entry } from '@shared/i18n/types';

/**
 * Stands in for src-shared/i18n/zh-CN in the window's first files (see electron.vite.config.ts): who reads
 * English does not wait for Chinese. Empty until it is loaded; English shows in place of what is missing.
 */
export const zhCN: Record<string, Entry> = {};

/** Fetches the Chinese catalogue, once. */
export async function loadChinese(): Promise<void> {
  if (Object.keys(zhCN).length > 0) return;
  const loaded = await import('@shared/i18n/zh-CN/index');
  Object.assign(zhCN, loaded.zhCN);
}
