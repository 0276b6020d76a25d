/** What was typed survives a refusal of the server and is not left behind without a question. */
import type { Page } from '@playwright/test';
import { ADMIN, enter, expect, test } from './fixtures.ts';
import { unique } from './names.ts';

/** The next request to `path` carries a broken field, so that the server itself refuses what the form let through. */
async function breakOnce(page: Page, path: RegExp, broken: Record<string, unknown>): Promise<void> {
  let done = false;
  await page.route(
    (url) => path.test(url.pathname),
    async (route) => {
      if (done || route.request().method() !== 'POST') return route.fallback();
      done = true;
      await route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), ...broken }) });
    },
  );
}

async function expectRefusedAt(page: Page, label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toBeFocused();
  await expect(page.getByText('Some fields need attention.')).toBeVisible();
}

test('a refused app keeps what was typed and shows the refusal at its field', async ({ page, server, api }) => {
  const id = await api.createProject(unique('refused'));
  await enter(page, server, ADMIN, `projects/${id}/apps/new`);
  await page.getByLabel('Name', { exact: true }).fill('kept');
  await page.getByLabel('Version', { exact: true }).fill('1.0.0');
  await page.getByLabel('Image', { exact: true }).fill('library/busybox:1.36');
  const commands = page.getByRole('textbox', { name: 'Commands' });
  await commands.fill('true');
  await breakOnce(page, /\/apps$/, { version: 'not a version!' });
  const submit = page.getByRole('button', { name: 'Create app', exact: true });
  await submit.click();
  await expectRefusedAt(page, 'Version');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('kept');
  await expect(page.getByLabel('Image', { exact: true })).toHaveValue('library/busybox:1.36');
  await expect(commands).toHaveText('true');
  await submit.click();
  await expect(page.getByRole('heading', { name: 'kept', level: 1 })).toBeVisible();
});

test('a workflow whose name is taken is refused in words; nothing typed is lost', async ({ page, server, api }) => {
  const id = await api.createProject(unique('refused'));
  const path = { eihealth_project_id: id };
  await api.call('eihealth.createWorkflow', { path, body: { name: 'taken', version: '1.0.0', tasks: [] } });
  await enter(page, server, ADMIN, `projects/${id}/workflows/new`);
  await page.getByLabel('Name', { exact: true }).fill('taken');
  await page.getByLabel(/^Summary/).fill('kept as it is');
  const submit = page.getByRole('button', { name: 'Create and open' });
  await submit.click();
  await expect(page.getByRole('alert').filter({ hasText: /taken|exists/i })).toBeVisible();
  await expect(page.getByLabel(/^Summary/)).toHaveValue('kept as it is');
  await breakOnce(page, /\/workflows$/, { version: 'not a version!' });
  await page.getByLabel('Name', { exact: true }).fill('free');
  await submit.click();
  await expectRefusedAt(page, 'Version');
  await expect(page.getByLabel(/^Summary/)).toHaveValue('kept as it is');
  await submit.click();
  await expect(page.getByRole('heading', { name: 'free 1.0.0' })).toBeVisible();
});

test('a refused job keeps its values', async ({ page, server, api }) => {
  const name = unique('refused');
  const id = await api.createProject(name);
  const path = { eihealth_project_id: id };
  const body = { name: 'say', version: '1.0.0', image: 'library/busybox:1.36', commands: ['echo ${word}'] };
  const inputs = [{ name: 'word', type: 'STRING', required: true }];
  const resources = { cpu: '0.1C', memory: '0.1G' };
  const app = await api.call('eihealth.createApp', { path, body: { ...body, inputs, resources } });
  const tasks = [{ task_name: 'say', app_id: app.id }];
  const workflow = await api.call('eihealth.createWorkflow', { path, body: { name: 'say', version: '1.0.0', tasks } });
  await enter(page, server, ADMIN, `projects/${id}/jobs/new?workflow=${workflow.id}`);
  const submit = page.getByRole('button', { name: 'Start job', exact: true });
  await submit.click();
  await expect(page.getByLabel('word', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('word', { exact: true }).fill('hello');
  await breakOnce(page, /\/jobs$/, { name: 'not a name!' });
  await submit.click();
  await expectRefusedAt(page, 'Name');
  await expect(page.getByLabel('word', { exact: true })).toHaveValue('hello');
  await submit.click();
  await expect(page).toHaveURL(/\/jobs\/(?!new)[^/?]+/);
});

test('leaving a page with something typed asks first', async ({ page, server, api }) => {
  const id = await api.createProject(unique('leave'));
  await enter(page, server, ADMIN, `projects/${id}/apps/new`);
  const field = page.getByLabel('Name', { exact: true });
  await field.fill('half-typed');
  const away = page.getByRole('navigation', { name: 'Navigation' }).getByRole('link', { name: 'Jobs', exact: true });
  await away.click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await question.getByRole('button', { name: 'Stay here' }).click();
  await expect(question).toBeHidden();
  await expect(field).toHaveValue('half-typed');
  await away.click();
  await question.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { name: 'Jobs', level: 1 })).toBeVisible();
});

test('closing a drawer with something typed asks first', async ({ page, server }) => {
  await enter(page, server, ADMIN, 'projects?edit=new');
  const drawer = page.getByRole('dialog', { name: 'Create project' });
  const field = drawer.getByLabel('Name', { exact: true });
  await field.fill('half-typed');
  await page.keyboard.press('Escape');
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await question.getByRole('button', { name: 'Stay here' }).click();
  await expect(question).toBeHidden();
  await expect(field).toHaveValue('half-typed');
});
