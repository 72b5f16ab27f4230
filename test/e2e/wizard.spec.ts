import { createServer } from 'node:net';
import { sweep } from '../support/world';
import {
  buildButton,
  expect,
  fillWizard,
  leftOf,
  plot,
  redisCli,
  runOf,
  shot,
  test,
  section,
} from './support';

test('From an empty window to cluster_state:ok, and away again', async ({ launch }) => {
  const mine = await plot('wiz');
  try {
    const { page } = await launch();

    await test.step('the form is filled; picture and plan follow', async () => {
      await fillWizard(page, mine);
      await expect(
        page.getByRole('img', { name: `Topology of ${mine.name}: 3 masters, 3 replicas` }),
      ).toBeVisible();
      const plan = page.getByRole('region', { name: 'Plan' });
      await expect(plan).toContainText(`Create network ${mine.name}-net (${mine.subnet})`);
      await expect(plan).toContainText(`docker start ${mine.name}-1`);
      await expect(buildButton(page)).toBeEnabled();
      await shot(page, 'wizard-1-plan');
    });

    await test.step('Build runs every step and ends well', async () => {
      await buildButton(page).click();
      const run = runOf(page, new RegExp(mine.name));
      await expect(run.getByText('Running', { exact: true }).first()).toBeVisible();
      await shot(page, 'wizard-2-running');
      await expect(page.getByRole('button', { name: 'Open the cluster' })).toBeVisible({ timeout: 90_000 });
      await expect(run).toContainText(/68 of 68 steps/);
      await shot(page, 'wizard-3-done');
    });

    await test.step('the cluster says so itself', async () => {
      for (let node = 1; node <= 6; node++) {
        const info = await redisCli(`${mine.name}-${String(node)}`, mine.port + node - 1, 'cluster', 'info');
        expect(info).toContain('cluster_state:ok');
        expect(info).toContain('cluster_slots_ok:16384');
      }
    });

    await test.step('its page shows it', async () => {
      await page.getByRole('button', { name: 'Open the cluster' }).click();
      await expect(page.getByRole('heading', { level: 1, name: mine.name })).toBeVisible();
      await expect(page.getByText('OK', { exact: true }).first()).toBeVisible();
      await expect(page.getByLabel(`Topology of ${mine.name}: 3 masters, 3 replicas`)).toBeVisible();
      await shot(page, 'wizard-4-cluster');
      await page.getByRole('tab', { name: 'Raw' }).click();
      await expect(page.getByText(/cluster_known_nodes:6/)).toBeVisible();
      await page.getByRole('tab', { name: 'Connect' }).click();
      await expect(page.getByText(/redis-cli/).first()).toBeVisible();
    });

    await test.step('removing it, data and all, leaves nothing behind', async () => {
      await page.getByRole('button', { name: 'Remove…' }).click();
      await page.getByRole('switch', { name: 'Also delete the data' }).click();
      const remove = page.getByRole('button', { name: 'Remove cluster' });
      await expect(remove).toBeDisabled();
      await page.getByRole('textbox', { name: /confirm/ }).fill(mine.name);
      await shot(page, 'wizard-5-remove');
      await remove.click();
      await expect(page.getByRole('button', { name: 'To the list of clusters' })).toBeVisible({
        timeout: 60_000,
      });
      expect(await leftOf(mine.name)).toEqual([]);
    });
  } finally {
    await sweep(mine.name);
  }
});

test('Cancelling half-way stops it, and undo leaves the engine as it was', async ({ launch }) => {
  const mine = await plot('undo');
  try {
    const { page } = await launch();
    await fillWizard(page, mine);
    await buildButton(page).click();
    const run = runOf(page, new RegExp(mine.name));
    // Some containers stand, the cluster does not yet.
    await expect.poll(async () => (await leftOf(mine.name)).length, { timeout: 30_000 }).toBeGreaterThan(8);
    await run.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(run.getByText('Cancelled', { exact: true }).first()).toBeVisible();
    await shot(page, 'cancel-1-cancelled');
    expect(await leftOf(mine.name)).not.toEqual([]);

    await run.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(
      run.getByRole('strong').filter({ hasText: 'Undone: the engine is as it was before' }),
    ).toBeVisible({ timeout: 60_000 });
    await shot(page, 'cancel-2-undone');
    expect(await leftOf(mine.name)).toEqual([]);

    await section(page, 'Runs').click();
    await expect(page.getByRole('row', { name: new RegExp(mine.name) })).toContainText('Undone');
  } finally {
    await sweep(mine.name);
  }
});

test('A cancelled build is resumed and ends well', async ({ launch }) => {
  const mine = await plot('resume');
  try {
    const { page } = await launch();
    await fillWizard(page, mine);
    await buildButton(page).click();
    const run = runOf(page, new RegExp(mine.name));
    await expect.poll(async () => (await leftOf(mine.name)).length, { timeout: 30_000 }).toBeGreaterThan(4);
    await run.getByRole('button', { name: 'Cancel', exact: true }).click();
    await run.getByRole('button', { name: 'Resume', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Open the cluster' })).toBeVisible({ timeout: 90_000 });
    expect(await redisCli(`${mine.name}-1`, mine.port, 'cluster', 'info')).toContain('cluster_state:ok');
  } finally {
    await sweep(mine.name);
  }
});

test('A taken port is told before anything is made, and clears up when it is free', async ({ launch }) => {
  const mine = await plot('port');
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(mine.port + 2, '127.0.0.1', resolve));
  try {
    const { page } = await launch();
    await fillWizard(page, mine);
    const plan = page.getByRole('region', { name: 'Plan' });
    await expect(
      plan.getByText(new RegExp(`\\b${String(mine.port + 2)}\\b.*(taken|in use)`, 'i')).first(),
    ).toBeVisible();
    await expect(buildButton(page)).toBeDisabled();
    await shot(page, 'port-taken');
    expect(await leftOf(mine.name)).toEqual([]);

    await new Promise((resolve) => squatter.close(resolve));
    // Touching the form looks again.
    await page.getByRole('textbox', { name: 'First port' }).fill(String(mine.port + 1));
    await page.getByRole('textbox', { name: 'First port' }).fill(String(mine.port));
    await expect(buildButton(page)).toBeEnabled();
  } finally {
    squatter.close();
    await sweep(mine.name);
  }
});

test('The form still leads the plan after a look at another page', async ({ launch }) => {
  const mine = await plot('back');
  const { page } = await launch();
  await fillWizard(page, mine);
  await expect(buildButton(page)).toBeEnabled();
  await section(page, 'Runs').click();
  await section(page, 'Overview').click();
  await page.getByRole('button', { name: 'Build a Redis cluster' }).first().click();
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).toHaveValue(mine.name);
  await name.fill(`${mine.name}-2`);
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText(`docker start ${mine.name}-2-1`);
  await expect(page.getByLabel(`Topology of ${mine.name}-2: 3 masters, 3 replicas`)).toBeVisible();
});
