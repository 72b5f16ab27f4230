import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elsewhere } from '../integration/remote-support';
import { images, ports, sweep, temporaryFolder, testLabels } from '../support/world';
import { buildAndOpen, clusterCli } from './clusters';
import { answerDialogs, expect, expectAccessible, plot, section, shot, test } from './support';

test('A backup is made, and keys are imported', async ({ launch }) => {
  const mine = await plot('copy');
  const folder = join(temporaryFolder('backup'), 'shop');
  try {
    const { page, app } = await launch();
    await buildAndOpen(page, mine);
    for (let i = 0; i < 12; i++) clusterCli(mine, 'set', `old:${String(i)}`, 'kept');

    await test.step('a snapshot of every master goes into the folder that was chosen', async () => {
      await answerDialogs(app, folder);
      await page.getByRole('button', { name: 'Actions', exact: true }).click();
      await page.getByRole('menuitem', { name: /^Back up/ }).click();
      await page.getByRole('button', { name: 'Choose…' }).click();
      await expect(page.getByRole('textbox', { name: 'Folder' })).toHaveValue(folder);
      const start = page.getByRole('button', { name: /^Back up ·/ });
      await expect(start).toBeEnabled();
      await shot(page, 'tools-11-backup');
      await expectAccessible(page, 'tools-11-backup');
      await start.click();
      await page.getByRole('button', { name: 'Open the cluster' }).click({ timeout: 60_000 });
      const files = readdirSync(folder);
      const snapshots = files.filter((file) => file.endsWith('.rdb'));
      expect(snapshots).toHaveLength(3);
      expect(files).toContain('manifest.json');
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
      await page.getByRole('button', { name: 'Actions', exact: true }).click();
      await page.getByRole('menuitem', { name: /^Import keys/ }).click();
      await page.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
      await page.getByRole('spinbutton', { name: 'Port' }).fill(String(port));
      await page.getByRole('textbox', { name: 'Password', exact: true }).fill('geheim');
      await page.getByRole('textbox', { name: 'Only keys that match' }).fill('new:*');
      const start = page.getByRole('button', { name: /^Import keys ·/ });
      await expect(start).toBeEnabled();
      expect(await page.getByRole('region', { name: 'Plan' }).textContent()).not.toContain('geheim');
      await shot(page, 'tools-12-import');
      await expectAccessible(page, 'tools-12-import');
      await start.click();
      await page.getByRole('button', { name: 'Open the cluster' }).click({ timeout: 60_000 });
      expect(clusterCli(mine, 'get', 'new:1')).toBe('one');
      expect(clusterCli(mine, 'get', 'new:2')).toBe('two');
      expect(clusterCli(mine, 'exists', 'other:1')).toBe('0');
    });
  } finally {
    await sweep(mine.name);
  }
});

test('A cluster elsewhere is taken in by one address, and its other nodes by where they are reached', async ({
  launch,
}) => {
  const mine = await plot('far');
  try {
    const [far, { page }] = await Promise.all([
      elsewhere(
        ...([mine.name, 7000, (n: number) => mine.port + n] as const),
        ['--requirepass', 'geheim', '--masterauth', 'geheim'],
        ['-a', 'geheim'],
      ),
      launch(),
    ]);
    for (let i = 0; i < 12; i++) await far.cli(0, '-c', 'set', `far:${String(i)}`, 'kept');

    await section(page, 'Redis').click();
    await page.getByRole('button', { name: 'Connect to a remote cluster…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Adopt a cluster that runs elsewhere' });
    const adopt = dialog.getByRole('button', { name: 'Adopt', exact: true });

    await test.step('without the password it is refused, and the form stays', async () => {
      await dialog.getByRole('textbox', { name: 'Name in Flotilla' }).fill(mine.name);
      await dialog.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
      await dialog.getByRole('spinbutton', { name: 'Port' }).fill(String(mine.port));
      await adopt.click();
      await expect(dialog.getByRole('alert')).toContainText(/password/i);
    });

    await test.step('nodes that cannot be reached are asked for by their addresses', async () => {
      await dialog.getByRole('textbox', { name: 'Password' }).fill('geheim');
      await adopt.click();
      await expect(dialog.getByText(`5 nodes of ${mine.name} cannot be reached from here`)).toBeVisible({
        timeout: 30_000,
      });
      const announced = dialog.getByRole('textbox', { name: 'Announced' });
      await expect(announced).toHaveCount(5);
      for (let line = 0; line < 5; line++) {
        const port = Number((await announced.nth(line).inputValue()).split(':').at(-1));
        await dialog
          .getByRole('textbox', { name: 'Reached at' })
          .nth(line)
          .fill(`127.0.0.1:${String(mine.port + port - 7000)}`);
      }
      await shot(page, 'tools-13-remote');
      await expectAccessible(page, 'tools-13-remote');
      await adopt.click();
    });

    await test.step('it is worked with like any other', async () => {
      await expect(page.getByRole('heading', { level: 1, name: mine.name })).toBeVisible({ timeout: 30_000 });
      await expect(page.getByText('OK', { exact: true }).first()).toBeVisible();
      await page.getByRole('tab', { name: 'Keys' }).click();
      await page.getByRole('searchbox', { name: 'Pattern' }).fill('far:*');
      await page.keyboard.press('Enter');
      await expect(page.getByText(/^12 found/)).toBeVisible();
      await shot(page, 'tools-14-remote-keys');
    });

    await test.step('its addresses can be looked at and changed later', async () => {
      await page.getByRole('button', { name: 'Connection…' }).click();
      const again = page.getByRole('dialog', { name: `How ${mine.name} is reached` });
      await expect(again.getByRole('textbox', { name: 'Reached at' })).toHaveCount(5);
      await expect(again.getByRole('button', { name: 'Save' })).toBeDisabled();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Forget' }).click();
      await expect(page.getByText(`${mine.name} is off the list`)).toBeVisible();
    });
  } finally {
    await sweep(mine.name);
  }
});
