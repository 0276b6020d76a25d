/** A run on the canvas: instances in pages, what failed and what it stopped, what is planned, and the keyboard. */
import type { Page } from '@playwright/test';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { tabTo } from './keyboard.ts';
import { jobs, prepare, start } from './sample-jobs.ts';

const task = (page: Page, name: string) => page.locator(`.react-flow__node[data-id="${name}"]`);
const list = (page: Page) => page.getByRole('region', { name: /^Instances of Echo samples/ });
const rows = (page: Page) => list(page).getByRole('list').getByRole('button');

test('a failed fan-out is opened on the canvas, and leads to the instance that failed', async ({
  page,
  server,
  api,
}) => {
  const project = await prepare(api, 'graph-failed');
  const samples = [...Array(11).keys()].map((number) => `s-${number}`);
  const id = await start(api, project, 'broken-1', [...samples, 'fail-11']);
  await enter(page, server, ADMIN, jobs(project, `/${id}`));
  await expect(page.locator('.page-title')).toContainText('Failed');
  await expect(task(page, 'echo')).toHaveAttribute('aria-label', /Failed, Succeeded 11, Failed 1/);
  await expect(task(page, 'echo').getByRole('img', { name: 'Succeeded 11, Failed 1' })).toBeVisible();
  await expect(task(page, 'echo')).toContainText(/11\/12\s*\d+ (s|min)/);
  await expect(task(page, 'count')).toContainText('Never started');
  await expect(page.locator('.react-flow__edge')).toHaveAttribute('aria-label', /never used: a task before it failed/);
  await expectAccessible(page);

  await page.getByText('Legend').click();
  await expect(page.getByText('Never started because of it')).toBeVisible();
  await page.getByText('Legend').click();

  await task(page, 'echo').getByRole('button', { name: 'Instances of Echo samples: 12' }).click();
  await expect(list(page)).toBeFocused();
  await expect(rows(page)).toHaveCount(10);
  await expect(list(page).getByText('Page 1 of 2, 12 instances')).toBeVisible();
  await list(page).getByRole('button', { name: 'Next page' }).click();
  await expect(rows(page)).toHaveCount(2);
  await list(page)
    .getByRole('button', { name: /^.*Failed 1$/ })
    .click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('echo-11');
  await expect(rows(page)).toContainText('the command ended with an error');
  await expectAccessible(page);
  await rows(page).click();
  await expect(page.getByRole('dialog')).toContainText('echo-11');
  await expect(page).toHaveURL(/index=11/);
});

test('the keyboard opens, turns and closes the list, and reads the facts of a task', async ({ page, server, api }) => {
  const project = await prepare(api, 'graph-keys');
  const id = await start(
    api,
    project,
    'fine-1',
    [...Array(12).keys()].map((number) => `s-${number}`),
  );
  await enter(page, server, ADMIN, jobs(project, `/${id}`));
  await expect(page.locator('.page-title')).toContainText('Succeeded');
  await tabTo(page, task(page, 'echo'));
  await expect(page.locator('.run-facts')).toContainText('Failed attempts');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(list(page)).toBeFocused();
  await tabTo(page, rows(page).first());
  await page.keyboard.press('ArrowDown');
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press('PageDown');
  await expect(rows(page)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(list(page)).toHaveCount(0);
  await expect(task(page, 'echo').getByRole('button')).toBeFocused();
});

test('what is only planned is told apart, and what runs is followed', async ({ page, server, api }) => {
  const project = await prepare(api, 'graph-running');
  const id = await start(api, project, 'long-1', ['sleep-1', 'sleep-2']);
  await enter(page, server, ADMIN, jobs(project, `/${id}`));
  await expect(task(page, 'echo')).toHaveAttribute('aria-label', /Running/);
  await expect(task(page, 'count')).toContainText('Planned');
  await expect(task(page, 'count').locator('[data-planned="true"]')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await task(page, 'count').hover();
  await expect(page.locator('.run-facts')).toContainText('Waits for the results of Echo samples');
  const follow = page.getByRole('checkbox', { name: 'Follow what runs' });
  await follow.check();
  await expect(follow).toBeChecked();
  await page.locator('.react-flow__pane').hover({ position: { x: 5, y: 200 } });
  await page.mouse.wheel(0, 200);
  await expect(follow).not.toBeChecked();
  await api.call('eihealth.cancelJob', {
    path: { eihealth_project_id: project.id, job_id: id },
    body: { force: true },
  });
  await expect(follow).toHaveCount(0);
  await expect(task(page, 'echo')).toHaveAttribute('aria-label', /Cancelled/);
});

test('the way to a failure is marked: what led to it, and the connection it came through', async ({
  page,
  server,
  api,
}) => {
  const project = await prepare(api, 'graph-path');
  const id = await start(api, project, 'spoilt-1', ['good', 'spoil']);
  await enter(page, server, ADMIN, jobs(project, `/${id}`));
  await expect(task(page, 'count')).toHaveAttribute('aria-label', /Failed/);
  await expect(task(page, 'count').locator('[data-role="failed"]')).toBeVisible();
  await expect(task(page, 'echo').locator('[data-role="leads"]')).toBeVisible();
  await expect(task(page, 'echo')).toHaveAttribute('aria-label', /Succeeded.*went into a task that failed/);
  await expect(page.locator('.react-flow__edge')).toHaveAttribute('aria-label', /on the way to a failure/i);
  await expectAccessible(page);
});

test('ten thousand instances are paged', async ({ page, server, api }) => {
  const project = await prepare(api, 'graph-many');
  const id = await start(api, project, 'fine-1', ['a', 'b']);
  await page.route(`**/api/**/jobs/${id}`, async (route) => {
    const response = await route.fetch();
    if (response.status() !== 200) return route.fulfill({ response });
    const job = await response.json();
    const echo = job.task_runtime_info[0];
    echo.sub_tasks = Array.from({ length: 10_000 }, (_, index) => ({
      ...echo.sub_tasks[0],
      sub_task_name: `echo-${index}`,
    }));
    await route.fulfill({ response, json: job });
  });
  await enter(page, server, ADMIN, jobs(project, `/${id}`));
  await task(page, 'echo').getByRole('button', { name: 'Instances of Echo samples: 10000' }).click();
  await expect(list(page).getByText('Page 1 of 1000, 10000 instances')).toBeVisible();
  await expect(rows(page)).toHaveCount(10);
  await list(page).getByRole('button', { name: 'Next page' }).click();
  await expect(rows(page).first()).toContainText('echo-10');
});

test.describe('a Viewer, in Chinese, on a narrow screen', () => {
  test.use({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, colorScheme: 'dark' });

  test('looks at a workflow and at a run', async ({ page, server, api }) => {
    const viewer = await api.createUser('graph-viewer');
    const project = await prepare(api, 'graph-viewer', { 'graph-viewer': 'Viewer' });
    const id = await start(api, project, 'broken-1', ['a', 'fail-1']);
    await enter(page, server, viewer, jobs(project, `/${id}?tab=graph`));
    await task(page, 'echo').getByRole('button', { name: 'Echo samples 的实例：2' }).click();
    await expect(page.getByRole('region', { name: /Echo samples 的实例/ })).toContainText('echo-1');
    await expectAccessible(page);
    await page.goto(new URL(`projects/${project.id}/workflows/${project.workflow}`, server.url).href);
    await expect(page.getByText('只读')).toBeVisible();
    await expect(page.getByRole('button', { name: '编辑' })).toHaveAttribute('aria-disabled', 'true');
    await expectAccessible(page);
  });
});
