/** Compute nodes: what administrators see and set, and jobs that wait for a node. */
import type { Page } from '@playwright/test';
import type { Api } from './api-client.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { unique } from './names.ts';

// A server of its own: a closed node would hold up the jobs of other tests.
test.use({ settings: { EXECUTOR_SLOTS: '2' } });

test.afterEach(async ({ api }) => {
  const { id } = await nodeOf(api);
  await api.call('eihealth.updateSchedule', { path: { id }, body: { schedulable: true } });
  await api.call('eihealth.batchUpdateNodeLabel', { path: { server_id: id }, body: { labels: [] } });
});

async function nodeOf(api: Api): Promise<{ id: string; name: string; node_labels: string[]; schedulable: boolean }> {
  const { resources } = await api.call('eihealth.listComputingResources');
  return resources[0];
}

/** A project with a workflow of one task that ends at once. */
async function prepare(api: Api): Promise<{ project: string; workflow: string }> {
  const project = await api.createProject(unique('nodes'));
  const path = { eihealth_project_id: project };
  const resources = { cpu: '0.1C', memory: '0.1G' };
  const app = await api.call('eihealth.createApp', {
    path,
    body: {
      name: 'quick',
      version: '1.0.0',
      image: 'tools/shell:1',
      commands: ['true'],
      resources,
      inputs: [],
      outputs: [],
    },
  });
  const { id: workflow } = await api.call('eihealth.createWorkflow', {
    path,
    body: {
      name: 'one-step',
      version: '1.0.0',
      output_dir: '/runs',
      tasks: [{ task_name: 'quick', app_id: app.id, inputs: [] }],
    },
  });
  return { project, workflow };
}

const drawer = (page: Page) => page.getByRole('dialog');

test('an administrator labels a node, closes it with a reason and opens it again', async ({ page, server, api }) => {
  const { name } = await nodeOf(api);
  await enter(page, server, ADMIN, 'system/nodes');
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row.getByText('Open')).toBeVisible();
  await expect(row.getByText(/^0C \/ \d+C$/)).toBeVisible();
  await expectAccessible(page);

  // By keyboard: the row opens, the label is typed, the form is sent.
  await row.focus();
  await page.keyboard.press('Enter');
  const labels = drawer(page).getByRole('combobox', { name: 'Labels' });
  await labels.fill('-odd');
  await labels.press('Enter');
  await drawer(page).getByRole('button', { name: 'Save' }).click();
  await expect(drawer(page).getByText('“-odd” is no label')).toBeVisible();
  // The list of tags ignores the key for a moment after it was typed into.
  await expect(async () => {
    await labels.press('Backspace');
    await expect(drawer(page).getByText('-odd', { exact: true })).toBeHidden({ timeout: 500 });
  }).toPass();
  await labels.fill('big-memory');
  await labels.press('Enter');
  await drawer(page).getByRole('switch', { name: 'Takes new instances' }).click();
  await drawer(page).getByLabel('Why it is closed').fill('new disk on Friday');
  await expectAccessible(page);
  await drawer(page).getByRole('button', { name: 'Save' }).click();
  await expect(drawer(page)).toBeHidden();
  await expect(row.getByText('Closed')).toBeVisible();
  await expect(row.getByText('big-memory')).toBeVisible();
  expect(await nodeOf(api)).toMatchObject({ schedulable: false, node_labels: ['big-memory'] });

  // The address of the drawer says it again.
  await row.click();
  await page.reload();
  await expect(drawer(page).getByText('new disk on Friday')).toBeVisible();
  await drawer(page).getByRole('button', { name: 'Cancel' }).click();

  await row.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: /^Shut down.*Done where the node is run/ })).toBeDisabled();
  await page.getByRole('menuitem', { name: 'Open for new instances' }).click();
  await expect(row.getByText('Open')).toBeVisible();

  await page.getByRole('tab', { name: 'Flavors' }).click();
  await expect(page.getByText(/x86_64|aarch64/)).toBeVisible();
  await expect(page).toHaveURL(/tab=flavors/);
});

test('a job with a label that no node bears waits, says so, and runs when a node gets it', async ({
  page,
  server,
  api,
}) => {
  const { project, workflow } = await prepare(api);
  await enter(page, server, ADMIN, `projects/${project}/jobs/new?workflow=${workflow}`);
  await page.getByRole('combobox', { name: /^Node label/ }).fill('big-memory');
  await expect(page.getByText('No node bears this label now')).toBeVisible();
  await page.getByRole('button', { name: 'Start job' }).click();
  const notice = page.getByRole('status', { name: 'Waiting for a node' });
  await expect(notice).toContainText('Waiting for an open node with the label big-memory: quick');
  await expectAccessible(page);

  await notice.getByRole('link', { name: 'Compute resources' }).click();
  const { id, name } = await nodeOf(api);
  await page.getByRole('row').filter({ hasText: name }).click();
  const labels = drawer(page).getByRole('combobox', { name: 'Labels' });
  await labels.fill('big-memory');
  await labels.press('Enter');
  await drawer(page).getByRole('button', { name: 'Save' }).click();
  await expect(drawer(page)).toBeHidden();
  await page.goBack();
  await page.goBack();
  await expect(page.getByText('Succeeded').first()).toBeVisible();
  await expect(notice).toBeHidden();

  // Now it is offered, and matched.
  await page.goto(`${server.url}projects/${project}/jobs/new?workflow=${workflow}`);
  await page.getByRole('combobox', { name: /^Node label/ }).click();
  await page.getByTitle('big-memory').click();
  await expect(page.getByText('No node bears this label now')).toBeHidden();
  await api.call('eihealth.updateSchedule', { path: { id }, body: { schedulable: false } });
  await page.getByRole('button', { name: 'Start job' }).click();
  await expect(notice).toBeVisible();
  await api.call('eihealth.updateSchedule', { path: { id }, body: { schedulable: true } });
  await expect(page.getByText('Succeeded').first()).toBeVisible();
});

test('more than a node has is refused while it is typed', async ({ page, server, api }) => {
  const { project, workflow } = await prepare(api);
  await enter(page, server, ADMIN, `projects/${project}/jobs/new?workflow=${workflow}`);
  await page.getByRole('button', { name: /^Resources/ }).click();
  await page.getByLabel('CPU').fill('128C');
  await page.getByRole('button', { name: 'Start job' }).click();
  await expect(page.getByText(/asks for 128C; the largest node has \d+C/).first()).toBeVisible();
  await expect(page).toHaveURL(/jobs\/new/);
  await page.goto(`${server.url}projects/${project}/workflows/${workflow}/edit?task=quick`);
  await page.getByRole('tab', { name: 'Resources' }).click();
  await page.getByLabel('CPU', { exact: true }).fill('128C');
  await expect(page.getByText(/asks for 128C; the largest node has \d+C/).first()).toBeVisible();
});

test('others than administrators are told that nodes are not theirs', async ({ page, server, api, watch }) => {
  watch.allow(/403/);
  const operator = await api.createUser(unique('operator'));
  await enter(page, server, operator, 'system/nodes');
  await expect(page.getByRole('alert')).toContainText('ADMIN');
});
