import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sweep, temporaryFolder } from '../support/world';
import {
  answerDialogs,
  answerQuestions,
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

test('An app that is killed in mid-build finds its run again, and resumes it', async ({ launch }) => {
  const mine = await plot('killed');
  try {
    const first = await launch();
    await fillWizard(first.page, mine);
    await buildButton(first.page).click();
    await expect.poll(async () => (await leftOf(mine.name)).length, { timeout: 30_000 }).toBeGreaterThan(8);
    const gone = new Promise((resolve) => first.app.process().once('exit', resolve));
    first.app.process().kill('SIGKILL');
    await gone;

    const { page } = await launch({ home: first.home });
    await expect(page.getByText(new RegExp(`${mine.name}.*was interrupted`)).first()).toBeVisible();
    await shot(page, 'killed-1-interrupted');
    await page.getByRole('button', { name: 'Resume' }).first().click();
    const run = runOf(page, new RegExp(mine.name));
    await expect(run.getByRole('strong').filter({ hasText: 'Done' })).toBeVisible({ timeout: 90_000 });
    expect(await redisCli(`${mine.name}-1`, mine.port, 'cluster', 'info')).toContain('cluster_state:ok');
    await shot(page, 'killed-2-resumed');
  } finally {
    await sweep(mine.name);
  }
});

test('A build that fails shows why and what to do without scrolling, and is undone', async ({ launch }) => {
  const mine = await plot('fails');
  const squatter = createServer();
  try {
    const { page } = await launch();
    await fillWizard(page, mine);
    await buildButton(page).click();
    // The port of a replica's container is taken when the build is under way.
    await expect.poll(async () => (await leftOf(mine.name)).length, { intervals: [30] }).toBeGreaterThan(7);
    await new Promise<void>((resolve) => squatter.listen(mine.port + 4, '127.0.0.1', resolve));
    const run = runOf(page, new RegExp(mine.name));
    await expect(run.getByRole('strong').filter({ hasText: 'failed' })).toBeVisible({ timeout: 60_000 });
    const taken = `Port ${String(mine.port + 4)} is taken`;
    await expect(run.getByText(taken).first()).toBeInViewport({ ratio: 1 });
    await expect(run.getByText(/resume this run\. Or undo it/).first()).toBeInViewport({ ratio: 1 });
    await shot(page, 'fails-1-why');

    await run.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(run.getByRole('strong').filter({ hasText: 'Undone' })).toBeVisible({ timeout: 60_000 });
    expect(await leftOf(mine.name)).toEqual([]);
    await shot(page, 'fails-2-undone');
  } finally {
    squatter.close();
    await sweep(mine.name);
  }
});

test('Closing the window during a build asks first; cancelling leaves a run that can be undone', async ({
  launch,
}) => {
  const mine = await plot('close');
  try {
    const first = await launch();
    await fillWizard(first.page, mine);
    await buildButton(first.page).click();
    await expect.poll(async () => (await leftOf(mine.name)).length, { timeout: 30_000 }).toBeGreaterThan(4);

    // "Keep Flotilla open"
    await answerQuestions(first.app, 0);
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect(runOf(first.page, new RegExp(mine.name))).toBeVisible();

    // "Cancel the run and quit"
    const child = first.app.process();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    await answerQuestions(first.app, 1);
    await first.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close();
    });
    await gone;

    const { page } = await launch({ home: first.home });
    await section(page, 'Runs').click();
    const row = page.getByRole('row', { name: new RegExp(mine.name) });
    await expect(row).toContainText('Cancelled');
    await row.getByText(new RegExp(mine.name)).first().click();
    const run = runOf(page, new RegExp(mine.name));
    await run.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(run.getByRole('strong').filter({ hasText: 'Undone' })).toBeVisible({ timeout: 60_000 });
    expect(await leftOf(mine.name)).toEqual([]);
  } finally {
    await sweep(mine.name);
  }
});

test('A spec file and a script are saved, and the spec fills the form again', async ({ launch }) => {
  const mine = await plot('spec');
  const folder = temporaryFolder('spec');
  const { app, page } = await launch();
  await fillWizard(page, mine);
  await expect(buildButton(page)).toBeEnabled();

  const spec = join(folder, 'cluster.yaml');
  await answerDialogs(app, spec);
  await page.getByRole('button', { name: 'Save spec file…' }).click();
  await expect.poll(() => existsSync(spec)).toBe(true);
  expect(readFileSync(spec, 'utf8')).toContain(`name: ${mine.name}`);

  const script = join(folder, 'cluster.sh');
  await answerDialogs(app, script);
  await page.getByRole('button', { name: 'Show script' }).click();
  await page.getByRole('button', { name: 'Save script…' }).click();
  await expect.poll(() => existsSync(script)).toBe(true);
  expect(readFileSync(script, 'utf8')).toMatch(/^#!\/usr\/bin\/env bash/);
  await page.keyboard.press('Escape');

  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('something-else');
  await answerDialogs(app, spec);
  await page.getByRole('button', { name: 'Open spec file…' }).click();
  await expect(name).toHaveValue(mine.name);
  await expect(page.getByRole('textbox', { name: 'First port' })).toHaveValue(String(mine.port));
});
