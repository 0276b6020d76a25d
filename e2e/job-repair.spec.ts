/** Jobs that went wrong, mended and cleared away: update and retry, acts on many, how many are kept. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { ADMIN, enter, expect, expectAccessible, expectRow, test } from './fixtures.ts';
import { jobs, prepare, start } from './sample-jobs.ts';

const LANGUAGES = ['en-US', 'zh-CN'] as const;
type Language = (typeof LANGUAGES)[number];

/** Words of an area, without the values they take. */
function wordsOf(language: Language, area: string) {
  const file = new URL(`../src/i18n/${language}/${area}.json`, import.meta.url);
  const words = JSON.parse(readFileSync(file, 'utf8'));
  return (key: string): string => key.split('.').reduce((at, part) => at[part], words);
}

const speak = (page: Page, language: Language) =>
  page.addInitScript((wanted) => localStorage.setItem('eihealth-console.language', wanted), language);

const button = (page: Page | ReturnType<Page['getByRole']>, name: string) =>
  page.getByRole('button', { name, exact: true });

for (const language of LANGUAGES)
  test(`a failed job gets another value, is retried and succeeds (${language})`, async ({ page, server, api }) => {
    const t = wordsOf(language, 'jobs');
    const project = await prepare(api, `repair-${language.toLowerCase()}`);
    const id = await start(api, project, 'broken-1', ['good', 'fail-2']);
    await speak(page, language);
    await enter(page, server, ADMIN, jobs(project, `/${id}`));
    await expect(page.locator('.page-title')).toContainText(t('state.FAILED'));
    await button(page, t('update.submit')).click();

    // What succeeded and what a task feeds is told, not offered.
    await expect(page.getByRole('heading', { level: 1, name: t('update.title') })).toBeVisible();
    await expect(page.getByText('⟵ echo.result')).toBeVisible();
    await expect(button(page, `${t('new.change')}: results`)).toHaveCount(0);
    await button(page, `${t('new.change')}: sample`).click();
    const sample = page.getByLabel('sample', { exact: true });
    await expect(sample).toHaveValue('good\nfail-2');
    await expectAccessible(page);

    // A value that a succeeded instance took stays, and another number of values is another job.
    await sample.fill('better\nbetter-2');
    await sample.press('Control+Enter');
    await expect(sample).toHaveAttribute('aria-invalid', 'true');

    // What only the server knows is refused there, and nothing typed is lost.
    await sample.fill('good\nbetter-2');
    await button(page, `${t('new.resources')} 0.1C · 0.1G`)
      .first()
      .click();
    const memory = page.getByLabel(t('new.memory')).first();
    await memory.fill('3000G');
    await button(page, t('update.submit')).click();
    await expect(page.getByRole('alert').last()).toContainText('3000G');
    await expect(sample).toHaveValue('good\nbetter-2');
    await memory.fill('0.2G');
    // Its spinner may be on its way out and is then part of the name.
    await page.getByRole('button', { name: t('update.submit') }).click();

    await expect(page.getByRole('heading', { level: 1, name: 'broken-1' })).toBeVisible();
    await expect(page.locator('.page-title')).toContainText(t('state.SUCCEEDED'));
    await page.getByRole('tab', { name: t('tab.events') }).click();
    await expectRow(page, 'sample good, fail-2 → good, better-2');
    // Now that it succeeded there is nothing to change any more, and the button says so.
    await expect(button(page, t('update.submit'))).toHaveAttribute('aria-disabled', 'true');
  });

for (const language of LANGUAGES)
  test(`many jobs are acted on at once, and each refusal is told (${language})`, async ({ page, server, api }) => {
    const t = wordsOf(language, 'jobs');
    const common = wordsOf(language, 'common');
    const project = await prepare(api, `many-${language.toLowerCase()}`);
    const ids: string[] = [];
    for (let at = 0; at < 3; at++) ids.push(await start(api, project, `broken-${at}`, ['fail-1']));
    const waiting: string[] = [];
    for (const at of [1, 2]) waiting.push(await start(api, project, `waits-${at}`, [`sleep-${at}`]));
    await speak(page, language);
    await enter(page, server, ADMIN, jobs(project));
    for (let at = 0; at < 3; at++) await expectRow(page, `broken-${at}`, t('state.FAILED'));
    await expectRow(page, 'waits-1', t('state.RUNNING'));

    await page.getByRole('checkbox', { name: common('table.selectAll') }).check();
    await button(page, t('act.retry.verb')).click();
    const dialog = page.getByRole('dialog');
    // Meanwhile somebody else deletes one of them: the platform refuses that one only.
    await api.call('eihealth.deleteJob', { path: { eihealth_project_id: project.id, job_id: ids[0] ?? '' } });
    // The list behind the dialog follows.
    await expect(page.locator('[role="row"]', { hasText: 'broken-0' })).toHaveCount(0);
    await button(dialog, t('act.retry.verb')).click();
    await expect(dialog.getByRole('status')).toContainText('2');
    await expect(dialog.getByRole('list')).toContainText('broken-0');
    await expectAccessible(page);
    await button(dialog, common('action.close')).last().click();
    await expect(dialog).toBeHidden();

    const batch = page.waitForRequest((request) => request.url().endsWith('/jobs/batch-terminate'));
    await button(page, common('table.clearSelection')).click();
    for (const name of ['waits-1', 'waits-2'])
      await page.getByRole('row').filter({ hasText: name }).getByRole('checkbox').check();
    await button(page, t('act.forceCancel.verb')).click();
    await button(dialog, t('act.forceCancel.verb')).click();
    const request = await batch;
    expect(await request.headerValue('x-force')).toBe('true');
    expect(request.postDataJSON().ids.toSorted()).toEqual(waiting.toSorted());
    await expectRow(page, 'waits-1', t('state.CANCELLED'));
    await expectRow(page, 'waits-2', t('state.CANCELLED'));
  });

test('how many finished jobs are kept is set by an administrator, and only seen by others', async ({
  page,
  server,
  api,
}) => {
  await enter(page, server, ADMIN, 'system/jobs');
  const number = page.getByLabel('Finished jobs to keep');
  await expect(number).toHaveValue('5000000');
  await number.fill('9');
  await number.press('Enter');
  await expect(number).toHaveAttribute('aria-invalid', 'true');
  await number.fill('20000');
  await number.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Keep only 20,000 finished jobs?');
  await expectAccessible(page);
  await button(dialog, 'Keep fewer').click();
  await expect(dialog).toBeHidden();
  expect(await api.call('eihealth.showJobConfig')).toEqual({ job_retain_number: 20_000 });
  const operator = await api.createUser('keeps-nothing');
  await enter(page, server, operator, 'system/jobs');
  await expect(page.getByLabel('Finished jobs to keep')).toHaveValue('20000');
  await expect(button(page, 'Save')).toHaveAttribute('aria-disabled', 'true');
});
