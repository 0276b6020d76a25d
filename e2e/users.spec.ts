/** What administrators set for a user. */
import type { Page } from '@playwright/test';
import { Api } from './api-client.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { unique } from './names.ts';

const drawer = (page: Page) => page.getByRole('dialog');

async function openLimits(page: Page, user: string, entry: RegExp): Promise<void> {
  await page.getByRole('row').filter({ hasText: user }).getByRole('button', { name: user }).last().click();
  await page.getByRole('menuitem', { name: entry }).click();
  await expect(page.getByRole('dialog', { name: user })).toBeVisible();
}

test('the limits of a user are set, and hold until they are taken off', async ({ page, server, api }) => {
  const someone = await api.createUser(unique('limited'));
  const own = await Api.signIn(server.url, someone);
  await enter(page, server, ADMIN, `users?q=${someone.user}`);
  await openLimits(page, someone.user, /^Limits/);
  const jobs = drawer(page).getByRole('spinbutton', { name: 'Jobs at the same time' });
  await expect(jobs).toBeDisabled();
  await expectAccessible(page);

  await drawer(page).getByRole('switch', { name: 'Limit what this user runs and owns' }).click();
  await jobs.fill('0');
  await drawer(page).getByRole('spinbutton', { name: 'Projects of their own' }).fill('1');
  await drawer(page).getByRole('button', { name: 'Save' }).click();
  await expect(jobs).toHaveAttribute('aria-invalid', 'true');
  await expect(jobs).toBeFocused();
  await jobs.fill('3');
  await drawer(page).getByRole('button', { name: 'Save' }).click();
  await expect(drawer(page)).toHaveCount(0);

  await own.createProject(unique('first'));
  await expect(own.createProject(unique('second'))).rejects.toThrow(/01000033/);

  await openLimits(page, someone.user, /^Limits/);
  await expect(drawer(page).getByRole('switch')).toBeChecked();
  await expect(jobs).toHaveValue('3');
  await drawer(page).getByRole('switch').click();
  await drawer(page).getByRole('button', { name: 'Save' }).click();
  await expect(drawer(page)).toHaveCount(0);
  await own.createProject(unique('second'));
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 844 } });

  test('limits are shown on a phone', async ({ page, server, api }) => {
    const { user } = await api.createUser(unique('limited'));
    await enter(page, server, ADMIN, `users?q=${user}`);
    await openLimits(page, user, /^限额/);
    await drawer(page).getByRole('switch', { name: '限制该用户的作业和项目' }).click();
    await expect(drawer(page).getByRole('spinbutton', { name: '同时运行的作业数' })).toHaveValue('100');
    await expectAccessible(page);
  });
});
