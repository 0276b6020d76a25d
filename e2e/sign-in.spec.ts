import { ADMIN, enter, expect, expectAccessible, signIn, test } from './fixtures.ts';

test('by hand, with a wrong password first', async ({ page, server }) => {
  await page.goto(server.url);
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('User name', { exact: true }).fill(ADMIN.user);
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('User name, password or domain is wrong.')).toBeVisible();
  await expectAccessible(page);
  await signIn(page, server, ADMIN);
  await expect(page.getByRole('navigation').first()).toBeVisible();
});

test('by somebody faster than the answer that names domain and cloud project', async ({ page, server }) => {
  let pressed = () => {};
  const submitted = new Promise<void>((resolve) => {
    pressed = resolve;
  });
  await page.route('**/console/config', async (route) => {
    await submitted;
    await route.continue();
  });
  await page.goto(server.url);
  await page.getByLabel('User name', { exact: true }).fill(ADMIN.user);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Signing in…' })).toBeVisible();
  pressed();
  await expect(page.getByRole('navigation').first()).toBeVisible();
});

test('with a token at hand', async ({ page, server }) => {
  await enter(page, server, ADMIN, 'projects');
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  await expectAccessible(page);
});

test('with the link that the server printed, once', async ({ page, server, context }) => {
  await page.goto(server.signInLink);
  await expect(page.getByRole('navigation').first()).toBeVisible();
  const other = await context.browser()?.newContext();
  if (!other) throw new Error('the browser is gone');
  const second = await other.newPage();
  await second.goto(server.signInLink);
  await expect(second.getByText('This sign-in link is no longer valid')).toBeVisible();
  await other.close();
});
