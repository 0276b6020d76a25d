/** Jobs as a user runs them: start, watch, read, repair, repeat. */
import { ADMIN, enter, expect, expectAccessible, expectRow, test } from './fixtures.ts';
import { jobs, prepare, start } from './sample-jobs.ts';

test('a job is started from the form, watched, and its log and outputs are read', async ({ page, server, api }) => {
  const project = await prepare(api, 'jobs-start');
  await enter(page, server, ADMIN, jobs(project, `/new?workflow=${project.workflow}`));
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('sample-qc-1');

  // What is missing is said at the field, in words, and nothing is sent.
  await page.getByRole('button', { name: 'Start job' }).click();
  const sample = page.getByLabel('sample', { exact: true });
  await expect(sample).toHaveAttribute('aria-invalid', 'true');
  await expect(sample).toBeFocused();

  await sample.fill('one\ntwo\nthree');
  await expect(page.getByText('4 instances in all')).toBeVisible();
  await expect(page.getByText('/runs/sample-qc-1-…')).toBeVisible();
  await expectAccessible(page);
  await sample.press('Control+Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'sample-qc-1' })).toBeVisible();
  await expect(page.locator('.page-title')).toContainText('Succeeded');
  await expectAccessible(page);

  await page.getByRole('tab', { name: 'Tasks' }).click();
  const row = await expectRow(page, 'Echo samples', '3/3');
  await row.click();
  await expectRow(page, 'echo-2');
  await page.getByRole('row').filter({ hasText: 'echo-1' }).getByRole('link', { name: 'Log' }).click();
  await expect(page.getByRole('log')).toContainText('working on two');

  await page.getByRole('tab', { name: 'Inputs & outputs' }).click();
  await expect(page.getByRole('link', { name: /\/echo\/0\/result\.txt$/ })).toBeVisible();
  await expect(page.getByText('not found')).toHaveCount(0);

  await page.getByRole('tab', { name: 'Configuration' }).click();
  await expect(page.getByText('"tool_type": "workflow"').first()).toBeVisible();
});

test('what the server refuses stands at its field, and nothing typed is lost', async ({ page, server, api }) => {
  const project = await prepare(api, 'jobs-refused');
  await enter(page, server, ADMIN, jobs(project, `/new?workflow=${project.workflow}`));
  await page.getByLabel('sample', { exact: true }).fill('one');
  const reference = page.getByLabel(/^reference/);
  await reference.fill('/nowhere/hg38.fa');
  await page.getByRole('button', { name: 'Start job' }).click();
  await expect(page.getByRole('alert')).toContainText('/nowhere/hg38.fa');
  await expect(reference).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('sample', { exact: true })).toHaveValue('one');

  await reference.fill('');
  await expect(reference).not.toHaveAttribute('aria-invalid');
  await page.getByRole('button', { name: 'Start job' }).click();
  await expect(page.locator('.page-title')).toContainText('Succeeded');
});

test('a failure leads to its log; the job is retried, cloned with another value, and deleted', async ({
  page,
  server,
  api,
}) => {
  const project = await prepare(api, 'jobs-fail');
  const id = await start(api, project, 'broken-1', ['good', 'fail-2']);
  await enter(page, server, ADMIN, jobs(project, `/${id}`));
  const card = page.getByRole('region', { name: 'What failed' });
  await expect(card).toContainText('1 of 3 instances failed');
  await expect(card).toContainText('the command ended with an error');
  await expectAccessible(page);
  await card.getByRole('link', { name: 'Log of echo-1' }).click();
  await expect(page.getByRole('log')).toContainText('cannot read fail-2');

  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Instances that succeeded are kept');
  await dialog.getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('tab', { name: 'Events' }).click();
  await expectRow(page, 'admin retried the job');
  await expect(page.locator('.page-title')).toContainText('Failed');

  await page.getByRole('button', { name: 'Clone and edit' }).click();
  const sample = page.getByLabel('sample', { exact: true });
  await expect(sample).toHaveValue('good\nfail-2');
  await sample.fill('good\nbetter');
  await page.getByRole('button', { name: 'Start job' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'sample-qc-2' })).toBeVisible();
  await expect(page.locator('.page-title')).toContainText('Succeeded');

  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog).toContainText('stay in the data of the project');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expectRow(page, 'broken-1', 'Failed');
  await expect(page.getByRole('row').filter({ hasText: 'sample-qc-2' })).toHaveCount(0);
});

test('a running job says why it cannot be retried, and is stopped by force', async ({ page, server, api }) => {
  const project = await prepare(api, 'jobs-cancel');
  const id = await start(api, project, 'long-1', ['sleep-1']);
  await enter(page, server, ADMIN, jobs(project, `/${id}?tab=logs`));
  await expect(page.locator('.page-title')).toContainText('Running');
  await expect(page.getByRole('log')).toContainText('working on sleep-1');
  await expect(page.getByRole('button', { name: 'Retry', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Retry', exact: true }).hover();
  await expect(page.getByRole('tooltip')).toContainText('only failed and cancelled jobs');

  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('menuitem', { name: /^Force stop/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Force stop' }).click();
  await expect(page.locator('.page-title')).toContainText('Cancelled');
  await expect(page.getByRole('button', { name: 'Retry', exact: true })).not.toHaveAttribute('aria-disabled');
});

test('the list is filtered at the server, looked into, and acted on in bulk', async ({ page, server, api }) => {
  const project = await prepare(api, 'jobs-list');
  await start(api, project, 'fine-1', ['a']);
  await start(api, project, 'broken-1', ['fail-1']);
  await start(api, project, 'broken-2', ['fail-1']);
  await enter(page, server, ADMIN, jobs(project));
  await expectRow(page, 'fine-1', 'Succeeded');
  await expectRow(page, 'broken-2', 'Failed');
  await expectAccessible(page);

  await page.getByRole('combobox', { name: 'State' }).click();
  await page.getByTitle('Failed', { exact: true }).click();
  await expect(page).toHaveURL(/status=Failed/);
  await expect(page.getByText('2 items')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'fine-1' })).toHaveCount(0);

  // A look beside the list: the failed task and its log in one click.
  await page.getByRole('row').filter({ hasText: 'broken-1' }).getByRole('gridcell').nth(3).click();
  await expect(page.getByRole('dialog').getByRole('link', { name: 'Log of echo-0' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Nothing matches these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expectRow(page, 'fine-1');
  await expect(page.getByText('1 item', { exact: true })).toBeVisible();
});

test('a Viewer sees everything and reads why nothing can be done', async ({ page, server, api }) => {
  const viewer = await api.createUser('jobs-viewer');
  const project = await prepare(api, 'jobs-viewer', { 'jobs-viewer': 'Viewer' });
  const id = await start(api, project, 'seen-1', ['fail-1']);
  await enter(page, server, viewer, jobs(project, `/${id}`));
  await expect(page.getByRole('region', { name: 'What failed' })).toBeVisible();
  for (const name of ['Retry', 'Update and retry', 'Delete', 'Clone and edit', 'Cancel'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Delete' }).hover();
  await expect(page.getByRole('tooltip')).toContainText('Your role is Viewer. This needs Developer.');
  await page.goto(new URL(jobs(project), server.url).href);
  await expect(page.getByRole('button', { name: 'Start job' })).toHaveAttribute('aria-disabled', 'true');
});
