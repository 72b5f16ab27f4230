import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { images, ports, sweep, temporaryFolder, testLabels } from '../support/world';
import { buildAndOpen, clusterCli } from './clusters';
import { answerDialogs, expect, plot, section, shot, test } from './support';

test('A backup is made, keys are imported, and a cluster is taken in by an address', async ({ launch }) => {
  const mine = await plot('copy');
  const folder = join(temporaryFolder('backup'), 'shop');
  try {
    const { page, app } = await launch();
    await buildAndOpen(page, mine);
    for (let i = 0; i < 12; i++) clusterCli(mine, 'set', `old:${String(i)}`, 'kept');

    await test.step('a snapshot of every master goes into the folder that was chosen', async () => {
      await answerDialogs(app, folder);
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: /^Back up/ }).click();
      await page.getByRole('button', { name: 'Choose…' }).click();
      await expect(page.getByRole('textbox', { name: 'Folder' })).toHaveValue(folder);
      const start = page.getByRole('button', { name: /^Back up ·/ });
      await expect(start).toBeEnabled();
      await shot(page, 'tools-11-backup');
      await start.click();
      await page.getByRole('button', { name: 'Open the cluster' }).click({ timeout: 60_000 });
      const files = readdirSync(folder);
      const snapshots = files.filter((file) => file.endsWith('.rdb'));
      expect(snapshots).toHaveLength(3);
      expect(files).toHaveLength(4);
      for (const file of snapshots) expect(readFileSync(join(folder, file), 'latin1')).toMatch(/^REDIS\d{4}/);
    });

    await test.step('keys of a standalone server are copied, those that match', async () => {
      const { redis7 } = await images();
      const labels = Object.entries(testLabels(mine.name)).flatMap(([key, value]) => [
        ...['--label', `${key}=${value}`],
      ]);
      const port = await ports(1);
      const source = `${mine.name}-source`;
      execFileSync('docker', [
        ...['run', '-d', '--name', source, ...labels, '-p', `127.0.0.1:${String(port)}:6379`],
        ...[redis7, 'redis-server', '--requirepass', 'geheim'],
      ]);
      await expect
        .poll(() =>
          execFileSync('docker', ['exec', '-i', source, 'redis-cli', '-a', 'geheim', '--no-auth-warning'], {
            input: 'MSET new:1 one new:2 two other:1 no\n',
            encoding: 'utf8',
          }),
        )
        .toContain('OK');
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: /^Import keys/ }).click();
      await page.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
      await page.getByRole('spinbutton', { name: 'Port' }).fill(String(port));
      await page.getByRole('textbox', { name: 'Password', exact: true }).fill('geheim');
      await page.getByRole('textbox', { name: 'Only keys that match' }).fill('new:*');
      const start = page.getByRole('button', { name: /^Import keys ·/ });
      await expect(start).toBeEnabled();
      expect(await page.getByRole('region', { name: 'Plan' }).textContent()).not.toContain('geheim');
      await shot(page, 'tools-12-import');
      await start.click();
      await page.getByRole('button', { name: 'Open the cluster' }).click({ timeout: 60_000 });
      expect(clusterCli(mine, 'get', 'new:1')).toBe('one');
      expect(clusterCli(mine, 'get', 'new:2')).toBe('two');
      expect(clusterCli(mine, 'exists', 'other:1')).toBe('0');
    });

    await test.step('an address is enough to take a cluster in, and its keys can be looked at', async () => {
      await section(page, 'Redis').click();
      await page.getByRole('button', { name: 'Connect to a remote cluster…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Adopt a cluster that runs elsewhere' });
      const name = `${mine.name}-far`;
      await dialog.getByRole('textbox', { name: 'Name in Flotilla' }).fill(name);
      await dialog.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
      await dialog.getByRole('spinbutton', { name: 'Port' }).fill(String(mine.port));
      await shot(page, 'tools-13-remote');
      await dialog.getByRole('button', { name: 'Adopt', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await page.getByRole('tab', { name: 'Keys' }).click();
      await page.getByRole('searchbox', { name: 'Pattern' }).fill('old:*');
      await page.keyboard.press('Enter');
      await expect(page.getByText(/^12 found/)).toBeVisible();
      await shot(page, 'tools-14-remote-keys');
    });
  } finally {
    await sweep(mine.name);
  }
});
