import { execFileSync } from 'node:child_process';
import { hashTag, keySlot } from '@shared/redis-cluster/key-slot';
import { sweep } from '../support/world';
import { buildAndOpen, clusterCli, session } from './clusters';
import { expect, expectAccessible, plot, shot, test } from './support';

/** A key of a slot between two, as `stem:<n>`. */
function keyIn(from: number, to: number, stem: string): string {
  for (let i = 0; ; i++) {
    const slot = keySlot(`${stem}:${String(i)}`);
    if (slot >= from && slot <= to) return `${stem}:${String(i)}`;
  }
}

test('A broken cluster is checked and mended by clicking: open slot, foreign key, lost node', async ({
  launch,
}) => {
  const mine = await plot('mend');
  try {
    const { page } = await launch();
    await buildAndOpen(page, mine);
    // As the app splits three masters: 0-5460, 5461-10922, 10923-16383.
    const [one, two] = [session(mine, 1, 'CLUSTER MYID'), session(mine, 2, 'CLUSTER MYID')];
    const lostId = session(mine, 6, 'CLUSTER MYID');
    const open = keyIn(0, 5460, 'open');
    const stray = keyIn(0, 5460, 'stray');

    await test.step('something goes wrong', async () => {
      const openSlot = String(keySlot(open));
      session(mine, 1, `SET ${open} here`, `CLUSTER SETSLOT ${openSlot} MIGRATING ${two}`);
      session(mine, 2, `CLUSTER SETSLOT ${openSlot} IMPORTING ${one}`);
      const straySlot = String(keySlot(stray));
      session(
        mine,
        2,
        `CLUSTER SETSLOT ${straySlot} IMPORTING ${one}`,
        'ASKING',
        `SET ${stray} astray`,
        `CLUSTER SETSLOT ${straySlot} STABLE`,
      );
      expect(session(mine, 2, `CLUSTER COUNTKEYSINSLOT ${straySlot}`)).toBe('1');
      execFileSync('docker', ['rm', '-f', `${mine.name}-6`]);
      await expect.poll(() => session(mine, 1, 'CLUSTER NODES'), { timeout: 30_000 }).toMatch(/slave,fail /);
    });

    await test.step('the check finds it, with cause, risk and nodes', async () => {
      await page.getByRole('tab', { name: /Check & fix/ }).click();
      await page.getByRole('switch', { name: 'Look deeper' }).click();
      for (const code of ['slots.open', 'keys.stray', 'node.lost'])
        await expect(page.getByText(code, { exact: true })).toBeVisible({ timeout: 30_000 });
      const finding = page.getByRole('listitem').filter({ hasText: 'slots.open' });
      await expect(finding).toContainText('Cause');
      await expect(finding).toContainText('Risk');
      await expect(finding).toContainText(`${mine.name}-2`);
      await expect(page.getByText(/checks? passed/)).toBeVisible();
      await shot(page, 'tools-1-check');
      await expectAccessible(page, 'tools-1-check');
    });

    await test.step('the plan is reviewed, agreed to and run', async () => {
      await page.getByRole('button', { name: /^Repair all/ }).click();
      await expect(page.getByRole('region', { name: 'Plan' })).toContainText(/forget/i);
      await shot(page, 'tools-2-fix-plan');
      await expectAccessible(page, 'tools-2-fix-plan');
      await page.getByRole('button', { name: /^Repair now/ }).click();
      await expect(page.getByRole('strong').filter({ hasText: 'Done' })).toBeVisible({ timeout: 60_000 });
      await shot(page, 'tools-3-fixed');
      await expectAccessible(page, 'tools-3-fixed');
      await page.getByRole('button', { name: 'Back to the check' }).click();
    });

    await test.step('the next check, and the cluster itself, say so', async () => {
      await expect(page.getByRole('button', { name: 'Check now' })).toBeVisible();
      for (const code of ['slots.open', 'keys.stray', 'node.lost'])
        await expect(page.getByText(code, { exact: true })).toBeHidden({ timeout: 30_000 });
      await shot(page, 'tools-4-checked-again');
      expect(clusterCli(mine, 'get', open)).toBe('here');
      expect(clusterCli(mine, 'get', stray)).toBe('astray');
      for (const node of [1, 2, 3, 4, 5]) {
        const nodes = session(mine, node, 'CLUSTER NODES');
        expect(nodes).not.toMatch(/\[\d+-[<>]-/);
        expect(nodes).not.toContain(lostId);
      }
    });
  } finally {
    await sweep(mine.name);
  }
});

test('Keys are found, looked at and deleted; a slot is looked up; the console answers', async ({
  launch,
}) => {
  const mine = await plot('keys');
  try {
    const { page } = await launch();
    await buildAndOpen(page, mine);
    for (let i = 0; i < 30; i++) clusterCli(mine, 'set', `user:${String(i)}`, `name ${String(i)}`);
    clusterCli(mine, 'hset', 'profile:7', 'name', 'Ada', 'city', 'Cambridge');
    clusterCli(mine, 'rpush', 'queue:1', 'first', 'second');
    clusterCli(mine, 'set', 'session:9', 'short-lived', 'ex', '3000');

    await test.step('a search finds keys on all masters', async () => {
      await page.getByRole('tab', { name: 'Keys' }).click();
      await page.getByRole('searchbox', { name: 'Pattern' }).fill('user:*');
      await page.keyboard.press('Enter');
      await expect(page.getByText(/^30 found/)).toBeVisible();
      const table = page.getByRole('table', { name: 'Keys found' });
      for (const node of [1, 2, 3]) await expect(table).toContainText(`${mine.name}-${String(node)}`);
      await shot(page, 'tools-5-keys');
      await expectAccessible(page, 'tools-5-keys');
    });

    await test.step('a value is shown as what it is', async () => {
      await page.getByRole('searchbox', { name: 'Pattern' }).fill('');
      await page.getByRole('combobox', { name: 'Type' }).selectOption('hash');
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await expect(page.getByText(/^1 found/)).toBeVisible();
      await page.getByRole('button', { name: 'profile:7' }).click();
      const drawer = page.getByRole('dialog', { name: 'profile:7' });
      await expect(drawer.getByRole('row', { name: /city.*Cambridge/ })).toBeVisible();
      await shot(page, 'tools-6-key');
      await expectAccessible(page, 'tools-6-key');
      await page.keyboard.press('Escape');
      await expect(drawer).toBeHidden();
    });

    await test.step('keys are deleted once that is confirmed, and others stay', async () => {
      await page.getByRole('combobox', { name: 'Type' }).selectOption('any');
      await page.getByRole('searchbox', { name: 'Pattern' }).fill('user:1*');
      await page.keyboard.press('Enter');
      await expect(page.getByText(/^11 found/)).toBeVisible();
      await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
      await page.getByRole('checkbox', { name: 'Select user:1', exact: true }).uncheck();
      await page.getByRole('button', { name: 'Delete…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Delete 10 keys?' });
      await shot(page, 'tools-7-delete');
      await expectAccessible(page, 'tools-7-delete');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      expect(clusterCli(mine, 'exists', 'user:10')).toBe('1');
      await page.getByRole('button', { name: 'Delete…' }).click();
      await dialog.getByRole('button', { name: 'Delete 10 keys' }).click();
      await expect(page.getByText('10 keys deleted')).toBeVisible();
      await expect(page.getByRole('button', { name: 'user:1', exact: true })).toBeVisible();
      await expect(page.getByRole('button', { name: 'user:10', exact: true })).toBeHidden();
      expect(clusterCli(mine, 'exists', 'user:10')).toBe('0');
      expect(clusterCli(mine, 'exists', 'user:1')).toBe('1');
    });

    await test.step('the slot map tells a key’s slot and who has it', async () => {
      await page.getByRole('tab', { name: 'Slots' }).click();
      const key = 'order:{user:1}:7';
      await page.getByRole('textbox', { name: 'Which slot has this key?' }).fill(key);
      const slot = keySlot(key);
      expect(String(slot)).toBe(clusterCli(mine, 'cluster', 'keyslot', key));
      const tag = new TextDecoder().decode(hashTag(new TextEncoder().encode(key)));
      await expect(page.getByText(`Hash tag: ${tag}`)).toBeVisible();
      await expect(page.getByText(`Slot ${String(slot)}`, { exact: true })).toBeVisible();
      const map = page.getByRole('slider', { name: /Slot map/ });
      await expect(map).toHaveAttribute('aria-valuenow', String(slot));
      await expect(map).toHaveAttribute('aria-valuetext', /: .*-[123], [12] keys?/);
      await map.press('ArrowRight');
      await expect(map).toHaveAttribute('aria-valuenow', String(slot + 1));
      await shot(page, 'tools-8-slots');
      await expectAccessible(page, 'tools-8-slots');
    });

    await test.step('the console answers as redis-cli does, and remembers', async () => {
      await page.getByRole('tab', { name: 'Console' }).click();
      const line = page.getByRole('textbox', { name: 'Command' });
      await expect(line).toBeFocused();
      const log = page.getByRole('log', { name: 'Answers' });
      await page.keyboard.type('LRANGE queue:1 0 -1\n');
      await expect(log).toContainText('1) "first"\n2) "second"');
      await page.keyboard.type('NOSUCH thing\n');
      await expect(log).toContainText("(error) ERR unknown command 'NOSUCH'");
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await expect(line).toHaveValue('LRANGE queue:1 0 -1');
      await page.getByRole('combobox', { name: 'Send to' }).selectOption(`${mine.name}-2`);
      await line.fill('CLUSTER MYID');
      await page.keyboard.press('Enter');
      await expect(log).toContainText(session(mine, 2, 'CLUSTER MYID'));
      await shot(page, 'tools-9-console');
      await expectAccessible(page, 'tools-9-console');
      await page.keyboard.press('Control+l');
      await expect(log).not.toContainText('first');
    });
  } finally {
    await sweep(mine.name);
  }
});

test('The live view shows what each node does, and tells of a failover', async ({ launch }) => {
  const mine = await plot('live');
  try {
    const { page } = await launch();
    await buildAndOpen(page, mine);
    await page.getByRole('tab', { name: 'Live' }).click();
    const table = page.getByRole('table', { name: 'Nodes, live' });
    for (let node = 1; node <= 6; node++)
      await expect(
        table.getByRole('row', { name: new RegExp(`^${mine.name}-${String(node)}\\b`) }),
      ).toBeVisible();
    await expect(page.getByText('No slot is being moved.')).toBeVisible();

    await test.step('a slot that is open is told', async () => {
      const one = session(mine, 1, 'CLUSTER MYID');
      const two = session(mine, 2, 'CLUSTER MYID');
      session(mine, 1, `CLUSTER SETSLOT 77 MIGRATING ${two}`);
      session(mine, 2, `CLUSTER SETSLOT 77 IMPORTING ${one}`);
      await expect(page.getByText('1 slot open: 77')).toBeVisible();
      session(mine, 1, 'CLUSTER SETSLOT 77 STABLE');
      session(mine, 2, 'CLUSTER SETSLOT 77 STABLE');
      await expect(page.getByText('No slot is being moved.')).toBeVisible();
    });

    await test.step('a replica that takes over is told, with the time', async () => {
      const replica = [4, 5, 6].find((node) =>
        /master_port:\d+/.test(session(mine, node, 'INFO replication')),
      )!;
      expect(session(mine, replica, 'CLUSTER FAILOVER')).toBe('OK');
      const log = page.getByRole('log', { name: 'What happened' });
      await expect(log).toContainText(`${mine.name}-${String(replica)} was promoted in place of`);
      await expect(
        table.getByRole('row', { name: new RegExp(`^${mine.name}-${String(replica)} Master`) }),
      ).toBeVisible();
      await shot(page, 'tools-10-live');
      await expectAccessible(page, 'tools-10-live');
    });
  } finally {
    await sweep(mine.name);
  }
});
