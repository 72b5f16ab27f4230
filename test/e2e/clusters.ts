import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { buildButton, expect, fillWizard, type Plot } from './support';

/** Builds a cluster as a user does and opens its page. */
export async function buildAndOpen(page: Page, mine: Plot): Promise<void> {
  await fillWizard(page, mine);
  await buildButton(page).click();
  await page.getByRole('button', { name: 'Open the cluster' }).click({ timeout: 90_000 });
  await expect(page.getByRole('heading', { level: 1, name: mine.name })).toBeVisible();
}

const place = (mine: Plot, node: number): string[] => [
  ...[`${mine.name}-${String(node)}`, 'redis-cli', '-p', String(mine.port + node - 1)],
];
/** One node's answers to several commands on one connection, without a terminal's marks. */
export const session = (mine: Plot, node: number, ...lines: string[]): string =>
  execFileSync('docker', ['exec', '-i', ...place(mine, node)], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
  }).trim();
/** Through the cluster, wherever the key belongs. */
export const clusterCli = (mine: Plot, ...words: string[]): string =>
  execFileSync('docker', ['exec', ...place(mine, 1), '-c', ...words], { encoding: 'utf8' }).trim();
