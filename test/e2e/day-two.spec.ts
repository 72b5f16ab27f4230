import { docker, sweep } from '../support/world';
import { act, agree, ask, build, ended, expectKeys, fill, slotsBy, topology } from './day-two-support';
import { expect, plot, runOf, shot, test } from './support';

test('A cluster grows by a click, and shrinks again, and keeps every key', async ({ launch }) => {
  test.setTimeout(400_000);
  const mine = await plot('grow');
  try {
    const { page } = await launch();
    await build(page, mine);
    await fill(mine);

    await test.step('the form proposes one master and its replica; picture and plan follow', async () => {
      await act(page, 'Scale out');
      await expect(topology(page, mine, 4, 4)).toBeVisible();
      const plan = page.getByRole('region', { name: 'Plan' });
      await expect(plan).toContainText(`${mine.name}-7`);
      await expect(page.getByRole('list', { name: 'What this does' })).toContainText('4096 slots move');
      await shot(page, 'day-two-1-scale-out');
      await page.getByRole('radio', { name: 'Slot map' }).check();
      await expect(page.getByRole('group', { name: /^Slot map: a row for each of 4 masters/ })).toBeVisible();
      await shot(page, 'day-two-1-scale-out-map');
    });

    await test.step('it runs; the new master has its slots', async () => {
      await agree(page, 'Scale out');
      const run = runOf(page, new RegExp(mine.name));
      await expect(run.getByText('Running', { exact: true }).first()).toBeVisible();
      await expect(
        run
          .getByRole('list')
          .getByText(/Move .*slots/i)
          .first(),
      ).toBeVisible({ timeout: 60_000 });
      await shot(page, 'day-two-2-scaling-out');
      await ended(page, mine.name);
      await expect(topology(page, mine, 4, 4)).toBeVisible();
      await shot(page, 'day-two-3-scaled-out');
      expect(await slotsBy(mine)).toEqual({ 1: 4096, 2: 4096, 3: 4096, 7: 4096 });
      expect(await ask(mine, 7, 'cluster', 'info')).toContain('cluster_state:ok');
      await expectKeys(mine);
    });

    await test.step('the two nodes are chosen, and go; slots go back as they were', async () => {
      await act(page, 'Scale in');
      await page.getByRole('checkbox', { name: new RegExp(`${mine.name}-7`) }).check();
      await expect(page.getByRole('checkbox', { name: new RegExp(`${mine.name}-8`) })).toBeChecked();
      await page.getByRole('switch', { name: 'Also delete their data' }).click();
      await expect(topology(page, mine, 3, 3)).toBeVisible();
      await expect(page.getByRole('list', { name: 'What this does' })).toContainText('2 nodes leave');
      await shot(page, 'day-two-4-scale-in');
      await agree(page, 'Scale in');
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('button', { name: 'Scale in' })).toBeDisabled();
      await dialog.getByRole('textbox').fill(mine.name);
      await shot(page, 'day-two-5-scale-in-confirm');
      await dialog.getByRole('button', { name: 'Scale in' }).click();
      await ended(page, mine.name);
      await expect(topology(page, mine, 3, 3)).toBeVisible();
      const counts = await slotsBy(mine);
      expect(Object.values(counts).sort()).toEqual([5461, 5461, 5462]);
      expect(Object.keys(counts)).toEqual(['1', '2', '3']);
      const names = (await docker().listContainers({ all: true })).flatMap((each) => each.Names);
      expect(names).not.toContain(`/${mine.name}-7`);
      expect(names).not.toContain(`/${mine.name}-8`);
      await expectKeys(mine);
    });
  } finally {
    await sweep(mine.name);
  }
});

test("Slots that are pulled onto another master's row go there; by keyboard and by count as well", async ({
  launch,
}) => {
  test.setTimeout(400_000);
  const mine = await plot('pull');
  try {
    const { page } = await launch();
    await build(page, mine);
    await fill(mine);
    await act(page, 'Reshard');
    const map = page.getByRole('group', { name: /^Slot map: a row for each of 3 masters/ });
    const run = (n: number) => map.getByRole('button', { name: new RegExp(`^${mine.name}-${n}: slots`) });

    await test.step('a stretch is drawn with the mouse and pulled down two rows', async () => {
      const from = await run(1).first().boundingBox();
      const onto = await run(3).first().boundingBox();
      if (from === null || onto === null) throw new Error('the map has no rows');
      await page.mouse.move(from.x + 2, from.y + from.height / 2);
      await page.mouse.down();
      await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2, { steps: 5 });
      await page.mouse.move(from.x + from.width / 2, onto.y + onto.height / 2, { steps: 5 });
      await expect(map).toContainText(new RegExp(`slots to ${mine.name}-3`));
      await shot(page, 'day-two-6-pulling');
      await page.mouse.up();
      await expect(
        page.getByRole('button', { name: new RegExp(`^Take back: .* to ${mine.name}-3`) }),
      ).toHaveCount(1);
    });

    await test.step('what was pulled is moved; the counts on the page are the cluster’s', async () => {
      const row = page.getByRole('table', { name: 'Slots before and after' }).getByRole('row', {
        name: new RegExp(`${mine.name}-3`),
      });
      const after = Number((await row.getByRole('cell').nth(2).textContent())?.replace(/\D/g, ''));
      expect(after).toBeGreaterThan(7000);
      await shot(page, 'day-two-7-pulled');
      await agree(page, 'Move slots');
      await expect(runOf(page, new RegExp(mine.name)).first()).toBeVisible();
      await shot(page, 'day-two-8-moving');
      await ended(page, mine.name);
      const counts = await slotsBy(mine);
      expect(counts[3]).toBe(after);
      expect(counts[2]).toBe(5462);
      await expectKeys(mine);
    });

    await test.step('the same by keyboard: exact slots back to where they were', async () => {
      await act(page, 'Reshard');
      await run(3).first().press('Enter');
      const first = page.getByRole('spinbutton', { name: 'First slot' });
      await expect(first).not.toHaveValue('');
      await page.getByRole('combobox', { name: 'To master' }).selectOption(`${mine.name}-1`);
      await page.getByRole('button', { name: 'Add this move' }).press('Enter');
      await agree(page, 'Move slots');
      await ended(page, mine.name);
      expect(await slotsBy(mine)).toEqual({ 1: 5461, 2: 5462, 3: 5461 });
    });

    await test.step('by count: 300 from the other two', async () => {
      await act(page, 'Reshard');
      await page.getByRole('radio', { name: 'By count' }).check();
      await page.getByRole('spinbutton', { name: 'How many slots' }).fill('300');
      await page.getByRole('combobox', { name: 'To' }).selectOption(`${mine.name}-2`);
      await expect(page.getByRole('list', { name: 'What this does' })).toContainText('300 slots move');
      await agree(page, 'Move slots');
      await ended(page, mine.name);
      expect((await slotsBy(mine))[2]).toBe(5762);
    });

    await test.step('and evened out again', async () => {
      await act(page, 'Rebalance');
      await expect(page.getByRole('list', { name: 'What this does' })).toContainText(/\d+ slots move/);
      await shot(page, 'day-two-9-rebalance');
      await agree(page, 'Rebalance');
      await ended(page, mine.name);
      expect(Object.values(await slotsBy(mine)).sort()).toEqual([5461, 5461, 5462]);
      await expectKeys(mine);
    });
  } finally {
    await sweep(mine.name);
  }
});

test('A master that joins without slots is given some by pulling, and leaves when they are pulled back', async ({
  launch,
}) => {
  test.setTimeout(400_000);
  const mine = await plot('empty');
  try {
    const { page } = await launch();
    await build(page, mine);
    await fill(mine);
    const map = page.getByRole('group', { name: /^Slot map: a row for each of 4 masters/ });
    const run = (n: number) => map.getByRole('button', { name: new RegExp(`^${mine.name}-${n}: slots`) });

    await test.step('a master that joins without slots is given some by pulling', async () => {
      await act(page, 'Scale out');
      await page.getByRole('spinbutton', { name: 'Replicas for each' }).fill('0');
      await page.getByRole('switch', { name: 'Give the new masters their share of the slots' }).click();
      await agree(page, 'Scale out');
      await ended(page, mine.name);
      expect((await slotsBy(mine))[7]).toBe(0);
      await act(page, 'Reshard');
      const [first, second] = [await run(1).first().boundingBox(), await run(2).first().boundingBox()];
      if (first === null || second === null) throw new Error('the map has no rows');
      // A master without slots has nothing to aim at but its row, the fourth.
      const onto = first.y + 3 * (second.y - first.y) + first.height / 2;
      await page.mouse.move(first.x + 2, first.y + first.height / 2);
      await page.mouse.down();
      await page.mouse.move(first.x + first.width / 2, first.y + first.height / 2, { steps: 5 });
      await page.mouse.move(first.x + first.width / 2, onto, { steps: 5 });
      await expect(map).toContainText(new RegExp(`slots to ${mine.name}-7`));
      await shot(page, 'day-two-14-pulled-to-new');
      await page.mouse.up();
      await agree(page, 'Move slots');
      await ended(page, mine.name);
      expect((await slotsBy(mine))[7]).toBeGreaterThan(100);
      await expectKeys(mine);
    });

    await test.step('pulled back as a whole, it is empty and leaves', async () => {
      await act(page, 'Reshard');
      const [from, onto] = [await run(7).first().boundingBox(), await run(1).first().boundingBox()];
      if (from === null || onto === null) throw new Error('the map has no rows');
      await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
      await page.mouse.down();
      await page.mouse.move(from.x + from.width / 2, onto.y + onto.height / 2, { steps: 5 });
      await page.mouse.up();
      await agree(page, 'Move slots');
      await ended(page, mine.name);
      // Redis may make a replica of a master that has given its last slot away.
      expect((await slotsBy(mine))[7] ?? 0).toBe(0);
      await act(page, 'Scale in');
      await page.getByRole('checkbox', { name: new RegExp(`${mine.name}-7`) }).check();
      await agree(page, 'Scale in');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill(mine.name);
      await dialog.getByRole('button', { name: 'Scale in' }).click();
      await ended(page, mine.name);
      expect(Object.keys(await slotsBy(mine))).toEqual(['1', '2', '3']);
      await expectKeys(mine);
    });
  } finally {
    await sweep(mine.name);
  }
});

test('A replica is promoted from its drawer, and a drill shows on a timeline how the cluster copes', async ({
  launch,
}) => {
  test.setTimeout(400_000);
  const mine = await plot('drill');
  try {
    const { page } = await launch();
    await build(page, mine);

    await test.step('from the drawer of a replica to its promotion', async () => {
      await page
        .getByRole('tabpanel')
        .getByRole('button', { name: new RegExp(`^Replica, ${mine.name}-5\\b`) })
        .click();
      await page.getByRole('button', { name: 'Promote this replica…' }).click();
      await expect(page.getByRole('radio', { name: new RegExp(`${mine.name}-5`) })).toBeChecked();
      await expect(page.getByRole('radio', { name: 'Graceful' })).toBeChecked();
      await shot(page, 'day-two-10-failover');
      await agree(page, 'Fail over');
      await ended(page, mine.name);
      expect(await ask(mine, 5, 'role')).toContain('master');
      expect(await ask(mine, 1, 'role')).toContain('slave');
    });

    await test.step('the drill says beforehand what will happen', async () => {
      await act(page, 'Drill');
      await page.getByRole('radio', { name: new RegExp(`${mine.name}-2`) }).check();
      await page.getByRole('radio', { name: 'Kill' }).check();
      await expect(page.getByText(/Its replicas ask for votes/)).toBeVisible();
      await shot(page, 'day-two-11-drill');
    });

    await test.step('and shows how it goes: suspected, failed, promoted, healed', async () => {
      await agree(page, 'Start the drill');
      const timeline = page.getByRole('region', { name: 'Timeline' });
      await expect(timeline).toBeVisible({ timeout: 30_000 });
      const durations = timeline.getByRole('list');
      await expect(durations.getByRole('listitem').filter({ hasText: 'Suspected' })).toContainText(/\d s/, {
        timeout: 60_000,
      });
      await shot(page, 'day-two-12-drill-running');
      await expect(page.getByRole('button', { name: 'Open the cluster' })).toBeVisible({ timeout: 120_000 });
      for (const what of ['Suspected', 'Failed', 'Promoted', 'Cluster OK', 'Healed'])
        await expect(durations.getByRole('listitem').filter({ hasText: what })).toContainText(/\d\.\d+ s/);
      await expect(timeline.getByRole('table')).toContainText(`${mine.name}-6`);
      await shot(page, 'day-two-13-drill-over');
      expect(await ask(mine, 6, 'role')).toContain('master');
      expect(await ask(mine, 2, 'role')).toContain('slave');
      expect(await ask(mine, 2, 'cluster', 'info')).toContain('cluster_state:ok');
      await ended(page, mine.name);
    });
  } finally {
    await sweep(mine.name);
  }
});
