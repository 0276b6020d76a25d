/** One instance of a task, looked into: why it failed or waits, what it used, and all the platform knows of it. */
import type { Page } from '@playwright/test';
import { ADMIN, enter, expect, expectAccessible, expectRow, test } from './fixtures.ts';
import { type Project, prepare, start } from './sample-jobs.ts';

const jobs = (project: Project, rest = '') => `projects/${project.id}/jobs${rest}`;
const drawer = (page: Page) => page.getByRole('dialog');
const look = (page: Page, tab: string) => drawer(page).getByRole('tab', { name: tab, exact: true }).click();

test('a failure is explained beside the job, for every attempt, and the address holds all of it', async ({
  page,
  server,
  api,
}) => {
  const project = await prepare(api, 'instance-failed');
  const id = await start(api, project, 'broken-1', ['good', 'fail-2']);
  await enter(page, server, ADMIN, jobs(project, `/${id}`));
  await page.getByRole('link', { name: 'Why echo-1 failed' }).click();
  const why = drawer(page).getByRole('region', { name: 'Why it failed' });
  await expect(why).toContainText('the command ended with an error');
  await expect(why).toContainText('exit code 3');
  await expect(why).toContainText('retry the job');
  await expect(drawer(page)).toContainText('tools/shell:1');
  await expect(drawer(page).getByText('not used')).toBeVisible();
  await expect(drawer(page).getByText('cannot read fail-2')).toBeVisible();
  await expectAccessible(page);

  await look(page, 'Pod text');
  await expect(drawer(page).getByRole('region', { name: /^Pod text of echo-1-/ })).toContainText('exitCode: 3');
  await look(page, 'Log');
  await expect(drawer(page).getByRole('log')).toContainText('cannot read fail-2');
  await look(page, 'Resources');
  await expect(
    drawer(page)
      .getByText(/Too short to measure|CPU, in percent/)
      .first(),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toBeHidden();
  await expect(page).not.toHaveURL(/look=/);

  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await drawer(page).getByRole('button', { name: 'Retry', exact: true }).click();
  await expect(drawer(page)).toBeHidden();
  await page.getByRole('tab', { name: 'Tasks' }).click();
  const row = await expectRow(page, 'echo-1', 'failed 2 times');
  await row.getByRole('gridcell').nth(2).click();
  await look(page, 'Events');
  await expect(page).toHaveURL(/look=events/);
  await expect(drawer(page).getByText(/^Created instance echo-1-/)).toHaveCount(2);

  // An earlier attempt, by its address.
  await page.goto(`${page.url()}&attempt=1`);
  await expect(drawer(page).getByText('1 of 2 · Failed')).toBeVisible();
  await look(page, 'Log');
  await expect(drawer(page).getByText('Only the log of the newest attempt')).toBeVisible();
  await drawer(page).getByRole('button', { name: 'To the newest attempt' }).click();
  await expect(drawer(page).getByRole('log')).toContainText('cannot read fail-2');
  await drawer(page).getByRole('button', { name: 'Previous instance' }).click();
  await expect(page).not.toHaveURL(/index=1/);
  await expect(drawer(page)).toContainText('echo-0');
});

test('what waits says what for; what runs is measured, drawn, and told in numbers', async ({ page, server, api }) => {
  const project = await prepare(api, 'instance-running');
  const id = await start(api, project, 'long-1', ['sleep-1']);
  await enter(page, server, ADMIN, jobs(project, `/${id}?tab=tasks&task=count&look=overview`));
  const why = drawer(page).getByRole('region', { name: 'What it waits for' });
  await expect(why).toContainText('Waits for the results of echo');
  await look(page, 'Pod text');
  await expect(drawer(page).getByText('There is no pod text before the first attempt.')).toBeVisible();

  await page.goto(new URL(jobs(project, `/${id}?tab=tasks&task=echo&look=resources`), server.url).href);
  await expect(drawer(page).getByText('CPU, in percent of the 0.1C asked for')).toBeVisible({ timeout: 30_000 });
  await expect(drawer(page).getByRole('img', { name: /^CPU: at most/ })).toBeVisible();
  await expect(drawer(page).getByText('Not measured here: GPU, GPU memory')).toBeVisible();
  await expectAccessible(page);
  await drawer(page).getByRole('button', { name: 'Numbers' }).click();
  const numbers = drawer(page).getByRole('region', { name: 'Numbers' });
  await expect(numbers.getByRole('columnheader', { name: 'Memory' })).toBeVisible();
  await expect(numbers.getByRole('cell', { name: /%$/ }).first()).toBeVisible();
  await expectAccessible(page);
  await api.call('eihealth.cancelJob', {
    path: { eihealth_project_id: project.id, job_id: id },
    body: { force: true },
  });
  await look(page, 'Overview');
  await expect(drawer(page).getByRole('region', { name: 'Why it was stopped' })).toContainText('cancelled');
});

test('an instance that is not there, and one that cannot be read, say so', async ({ page, server, api, watch }) => {
  const project = await prepare(api, 'instance-gone');
  const id = await start(api, project, 'fine-1', ['a']);
  await enter(page, server, ADMIN, jobs(project, `/${id}?tab=tasks&task=echo&index=7&look=overview`));
  await expect(drawer(page).getByText('There is no such instance')).toBeVisible();

  watch.allow(/instances/);
  await page.route('**/tasks/echo/instances?*', (route) => route.fulfill({ status: 503, body: '{}' }));
  await page.goto(new URL(jobs(project, `/${id}?tab=tasks&task=echo&look=overview`), server.url).href);
  await expect(drawer(page).getByRole('alert')).toBeVisible({ timeout: 30_000 });
  await page.unroute('**/tasks/echo/instances?*');
  await drawer(page).getByRole('button', { name: 'Try again' }).click();
  await expect(drawer(page).getByText('Exit code')).toBeVisible();
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });

  test('the same is read in Chinese', async ({ page, server, api }) => {
    const project = await prepare(api, 'instance-narrow');
    const id = await start(api, project, 'broken-1', ['fail-1']);
    await enter(page, server, ADMIN, jobs(project, `/${id}?tab=tasks&task=echo&look=overview`));
    await expect(drawer(page).getByRole('region', { name: '失败原因' })).toContainText('退出码');
    await drawer(page).getByRole('tab', { name: '事件' }).click();
    await expect(drawer(page).getByText(/^已创建实例 echo-0-/)).toBeVisible();
    await expectAccessible(page);
  });
});
