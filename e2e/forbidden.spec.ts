/** What each role may not do is shown, disabled and explained; what one may not see does not show itself. */
import type { Locator, Page } from '@playwright/test';
import type { Api, Credentials } from './api-client.ts';
import { enter, expect, test } from './fixtures.ts';
import { unique } from './names.ts';

interface Scene {
  id: string;
  name: string;
  workflow: string;
  job: string;
}

const APP = {
  name: 'copy',
  version: '1.0.0',
  image: 'library/busybox:1.36',
  commands: ['cp ${source} ${result}'],
  resources: { cpu: '0.1C', memory: '0.1G' },
  inputs: [{ name: 'source', type: 'FILE', required: true }],
  outputs: [{ name: 'result', type: 'FILE', required: true, values: ['copy.txt'] }],
};

/** A project with one of everything, and a member of the role asked for. */
async function scene(api: Api, role: string): Promise<Scene & { member: Credentials }> {
  const member = await api.createUser(unique(role.toLowerCase()));
  const name = unique('roles');
  const id = await api.createProject(name, { [member.user]: role });
  const path = { eihealth_project_id: id };
  await api.upload(id, '/reads/', 'reads.txt', new TextEncoder().encode('ACGT\n'));
  const app = await api.call('eihealth.createApp', { path, body: APP });
  const inputs = [{ name: 'source', values: [`${name}:/reads/reads.txt`] }];
  const tasks = [{ task_name: 'copy', app_id: app.id, output_dir: '/copy', inputs }];
  const workflow = await api.call('eihealth.createWorkflow', {
    path,
    body: { name: 'copies', version: '1.0.0', output_dir: '/out', tasks },
  });
  const body = { name: 'run', tool_id: workflow.id, tool_type: 'workflow', output_dir: '/out/run', tasks: [] };
  const job = await api.call('eihealth.executeJob', { path, body });
  return { id, name, workflow: workflow.id, job: job.id, member };
}

const needs = (role: string, needed: string) => `Your role is ${role}. This needs ${needed}.`;

/** The button cannot be pressed, stays reachable by keyboard, and then says why. */
async function expectRefused(button: Locator, reason: string): Promise<void> {
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.focus();
  await expect(button).toHaveAccessibleDescription(reason);
  await button.blur();
}

async function expectAllowed(button: Locator): Promise<void> {
  await expect(button).toBeEnabled();
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();

async function openMenu(page: Page, row: string): Promise<void> {
  const line = page.getByRole('row').filter({ hasText: row });
  await line.getByRole('button', { name: /^(More actions|Actions for)/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
}

async function expectMenuRefuses(page: Page, entry: string, reason: string): Promise<void> {
  const item = page.getByRole('menuitem', { name: entry });
  await expect(item).toHaveAttribute('aria-disabled', 'true');
  await expect(item).toContainText(reason);
}

test('a viewer sees everything and changes nothing', async ({ page, server, api }) => {
  const { id, name, workflow, job, member } = await scene(api, 'Viewer');
  const open = (rest: string) => page.goto(`${server.url}projects/${id}${rest}`);
  await enter(page, server, member, 'projects');

  await openMenu(page, name);
  await expectMenuRefuses(page, 'Delete', needs('Viewer', 'Owner'));
  await page.keyboard.press('Escape');

  await open('');
  await expect(page.getByText('You are Viewer')).toBeVisible();
  await expectRefused(button(page, 'Start job'), needs('Viewer', 'Developer'));

  await open('/data?path=/reads');
  await expectRefused(button(page, 'Upload'), needs('Viewer', 'Uploader'));
  await expectRefused(button(page, 'New folder'), needs('Viewer', 'Uploader'));
  await openMenu(page, 'reads.txt');
  await expectMenuRefuses(page, 'Download', needs('Viewer', 'Developer'));
  await expectMenuRefuses(page, 'Delete', needs('Viewer', 'Uploader'));

  await open('/apps');
  await expectRefused(button(page, 'Create app'), needs('Viewer', 'Developer'));
  await open('/workflows');
  await expectRefused(button(page, 'Create workflow'), needs('Viewer', 'Developer'));
  await openMenu(page, 'copies');
  await expectMenuRefuses(page, 'Start job', needs('Viewer', 'Developer'));
  await expectMenuRefuses(page, 'Delete', needs('Viewer', 'Developer'));

  await open(`/workflows/${workflow}/edit`);
  await expect(page.getByRole('heading', { name: 'copies 1.0.0' })).toBeVisible();
  await expectRefused(button(page, 'Save'), needs('Viewer', 'Developer'));
  await expectRefused(button(page, 'Start job'), needs('Viewer', 'Developer'));

  await open('/jobs');
  await expectRefused(button(page, 'Start job'), needs('Viewer', 'Developer'));
  await open(`/jobs/${job}`);
  await expect(page.getByRole('heading', { name: 'run', level: 1 })).toBeVisible();
  for (const act of ['Cancel', 'Retry', 'Update and retry', 'Clone and edit', 'Delete'])
    await expectRefused(button(page, act), needs('Viewer', 'Developer'));

  await open('/members');
  await expectRefused(button(page, 'Add member'), needs('Viewer', 'Administrator'));
  await expect(page.getByRole('button', { name: /^Change the role of/ })).toHaveCount(0);
});

test('an uploader adds data and no more', async ({ page, server, api }) => {
  const { id, member } = await scene(api, 'Uploader');
  await enter(page, server, member, `projects/${id}/data?path=/reads`);
  await expectAllowed(button(page, 'Upload'));
  await expectAllowed(button(page, 'New folder'));
  await openMenu(page, 'reads.txt');
  await expectMenuRefuses(page, 'Download', needs('Uploader', 'Developer'));
  // Somebody else's upload: an uploader deletes only their own.
  await expectMenuRefuses(page, 'Delete', 'You may not delete this.');
  await page.goto(`${server.url}projects/${id}/workflows`);
  await expectRefused(button(page, 'Create workflow'), needs('Uploader', 'Developer'));
  await page.goto(`${server.url}projects/${id}/jobs`);
  await expectRefused(button(page, 'Start job'), needs('Uploader', 'Developer'));
});

test('a developer builds and runs, but does not manage people or the project', async ({ page, server, api }) => {
  const { id, name, member } = await scene(api, 'Developer');
  await enter(page, server, member, `projects/${id}/workflows`);
  await expectAllowed(button(page, 'Create workflow'));
  await page.goto(`${server.url}projects/${id}/apps`);
  await expectAllowed(button(page, 'Create app'));
  await page.goto(`${server.url}projects/${id}/jobs`);
  await expectAllowed(button(page, 'Start job'));
  await page.goto(`${server.url}projects/${id}/data?path=/reads`);
  await expectAllowed(button(page, 'Upload'));
  await page.goto(`${server.url}projects/${id}/members`);
  await expectRefused(button(page, 'Add member'), needs('Developer', 'Administrator'));
  await page.goto(`${server.url}projects`);
  await openMenu(page, name);
  await expectMenuRefuses(page, 'Freeze', needs('Developer', 'Owner'));
});

test('a stranger sees that a project is not theirs, and nothing of it', async ({ page, server, api }) => {
  const { id, name, workflow, job } = await scene(api, 'Viewer');
  const stranger = await api.createUser(unique('stranger'));
  await enter(page, server, stranger, 'projects');
  await expect(page.getByText('No project yet')).toBeVisible();
  await expectAllowed(button(page, 'Create project'));
  const run = `/jobs/${job}`;
  const deep = [
    '',
    '/data',
    '/apps',
    '/workflows',
    `/workflows/${workflow}/edit`,
    '/jobs',
    run,
    `${run}/update`,
    '/members',
  ];
  for (const rest of deep) {
    await page.goto(`${server.url}projects/${id}${rest}`);
    const refusal = page.getByRole('alert').filter({ hasText: /You may not do this|does not exist|not available/ });
    await expect(refusal.first(), rest).toBeVisible();
    await expect(page.getByText(name), rest).toHaveCount(0);
  }
});

test('an address without a page says so and leads back', async ({ page, server, api }) => {
  const someone = await api.createUser(unique('lost'));
  await enter(page, server, someone, 'projects/no-such-project/nowhere/at/all');
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await page.getByRole('link', { name: 'To the projects' }).click();
  await expect(page.getByText('No project yet')).toBeVisible();
});

test('a platform operator may look at users, not manage them', async ({ page, server, api }) => {
  const operator = await api.createUser(unique('operator'));
  const other = await api.createUser(unique('other'));
  await enter(page, server, operator, 'users');
  const reason = 'Only a platform administrator can do this.';
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeVisible();
  await expectRefused(button(page, 'Create user'), reason);
  await openMenu(page, other.user);
  await expectMenuRefuses(page, 'Edit', reason);
  await expectMenuRefuses(page, 'Limits', reason);
  await expectMenuRefuses(page, 'Delete', reason);
});
