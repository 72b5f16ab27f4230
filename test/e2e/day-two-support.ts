import type { Page } from '@playwright/test';
import { buildButton, expect, fillWizard, inside, redisCli, type Plot } from './support';

/** Builds a plot's cluster, 3 + 3, with the wizard, and goes to its page. */
export async function build(page: Page, mine: Plot): Promise<void> {
  await fillWizard(page, mine);
  // A drill should not take as long as Redis's own 15 s.
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Node timeout' }).fill('2000');
  await expect(buildButton(page)).toBeEnabled();
  await buildButton(page).click();
  await page.getByRole('button', { name: 'Open the cluster' }).click({ timeout: 90_000 });
  await expect(page.getByRole('heading', { level: 1, name: mine.name })).toBeVisible();
}

/** Opens an operation from the cluster's page, as a person would. */
export async function act(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'Actions', exact: true }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${action}…`) }).click();
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^${action}:`) })).toBeVisible();
}

/** Agrees to the plan on show. */
export async function agree(page: Page, action: string): Promise<void> {
  const button = page.getByRole('button', { name: new RegExp(`^${action} ·`) });
  await expect(button).toBeEnabled();
  await button.click();
}

/** Waits for a run to end well, and goes to the cluster's page. */
export async function ended(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Open the cluster' }).click({ timeout: 150_000 });
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}

const node = ({ name, port }: Plot, n: number) => ({ name: `${name}-${n}`, port: port + n - 1 });

/** What a node says to redis-cli. */
export const ask = (mine: Plot, n: number, ...words: string[]): Promise<string> =>
  redisCli(node(mine, n).name, node(mine, n).port, ...words);

/** How many slots each master has, by its port's place (1 for the first node), as one node sees it. */
export async function slotsBy(mine: Plot, asked = 1): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const line of (await ask(mine, asked, 'cluster', 'nodes')).split('\n')) {
    const [, address = '', flags = '', , , , , , ...ranges] = line.split(' ');
    if (!flags.includes('master')) continue;
    const n = Number(/:(\d+)@/.exec(address)?.[1]) - mine.port + 1;
    counts[n] = ranges
      .filter((range) => !range.startsWith('['))
      .map((range) => range.split('-').map(Number))
      .reduce((sum, [from = 0, to = from]) => sum + to - from + 1, 0);
  }
  return counts;
}

const keys = 40;

/** Says a command to a node for each key, `$i` being its number: one line of the answer for each. */
async function forKeys(mine: Plot, command: string): Promise<string[]> {
  const { name, port } = node(mine, 1);
  const loop = `for i in $(seq ${keys}); do redis-cli -p ${port} -c ${command}; done`;
  return (await inside(name, 'sh', '-c', loop)).split('\n').filter((line) => !line.startsWith('->'));
}

export async function fill(mine: Plot): Promise<void> {
  const answers = await forKeys(mine, 'set key:$i "value $i"');
  expect(answers).toEqual(Array.from({ length: keys }, () => 'OK'));
}

export async function expectKeys(mine: Plot): Promise<void> {
  const answers = await forKeys(mine, 'get key:$i');
  expect(answers).toEqual(Array.from({ length: keys }, (_, n) => `"value ${n + 1}"`));
}

export const topology = (page: Page, { name }: Plot, masters: number, replicas: number) =>
  page.getByLabel(`Topology of ${name}: ${masters} masters, ${replicas} replicas`);
