/** Signing in and everything that ends or moves a session. */
import { ADMIN, enter, expect, expectRow, signIn, test } from './fixtures.ts';
import { unique } from './names.ts';

const PROJECTS = { name: 'Projects', exact: true, level: 1 };

test('a wrong password is refused in words, and the right one leads in', async ({ page, server, api }) => {
  const user = await api.createUser(unique('typist'));
  await page.goto(server.url);
  await page.getByLabel('User name', { exact: true }).fill(user.user);
  await page.getByLabel('Password', { exact: true }).fill('Not-this-one-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('User name, password or domain is wrong.');
  await expect(page.getByLabel('User name', { exact: true })).toHaveValue(user.user);
  await signIn(page, server, user);
  await expect(page.getByRole('heading', PROJECTS)).toBeVisible();
});

test('an empty form says what is missing and asks the server nothing', async ({ page, server }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/auth/tokens')) asked.push(request.url());
  });
  await page.goto(server.url);
  await page.getByLabel('User name', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Fill in user name, password, domain and cloud project.');
  expect(asked).toEqual([]);
});

test('after too many wrong passwords one is told how long to wait', async ({ page, server, api }) => {
  const { user } = await api.createUser(unique('guesser'));
  await page.goto(server.url);
  await page.getByLabel('User name', { exact: true }).fill(user);
  const submit = page.getByRole('button', { name: 'Sign in', exact: true });
  for (let attempt = 1; attempt <= 6; attempt++) {
    await page.getByLabel('Password', { exact: true }).fill(`Guess-number-${attempt}`);
    const answer = page.waitForResponse((response) => response.url().endsWith('/auth/tokens'));
    await submit.click();
    expect((await answer).status()).toBe(attempt <= 5 ? 401 : 429);
    await expect(submit).toHaveAttribute('aria-disabled', 'false');
  }
  await expect(page.getByRole('alert')).toContainText(/Too many attempts\. Try again in \d+ seconds?\./);
});

test('a token the server no longer knows leads to sign-in and back to where one was', async ({ page, server, api }) => {
  const project = await api.createProject(unique('return'));
  const mine = await enter(page, server, ADMIN, `projects/${project}/members?q=adm`);
  await expectRow(page, 'admin');
  // What the page reads by itself, as after an event, would hear of it first.
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/api\//, (route) => held.then(() => route.continue()));
  await mine.call('console.signOut');
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  // There, or already on the way back to it: what was asked before the requests were held may hear of it, too.
  await expect(page).toHaveURL(new RegExp(`projects(/|%2F)${project}(/|%2F)jobs$`));
  release();
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await page.getByLabel('User name', { exact: true }).fill(ADMIN.user);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/projects/${project}/jobs`));
  await expect(page.getByRole('heading', { name: 'Jobs', exact: true, level: 1 })).toBeVisible();
});

test('a session that ends while a page loads leads to that page', async ({ page, server, api }) => {
  const project = await api.createProject(unique('going'));
  await page.clock.install();
  await enter(page, server, ADMIN, `projects/${project}/members`);
  await expect(page.getByRole('heading', { name: 'Members', exact: true })).toBeVisible();
  const asked = page.waitForRequest(/assets\/jobs-page/);
  await page.route(/assets\/jobs-page/, () => undefined);
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await asked;
  await page.clock.fastForward('24:00:10');
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('return')).toBe(`/projects/${project}/jobs`);
});

test('a session whose time is over ends by itself, also without a request', async ({ page, server }) => {
  await page.clock.install();
  await enter(page, server, ADMIN, 'users?q=adm');
  await expect(page.getByRole('heading', { name: 'Users', exact: true })).toBeVisible();
  await page.clock.fastForward('24:00:10');
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('return')).toBe('/users?q=adm');
});

test('a deep link without a session leads through sign-in to its page, filters included', async ({ page, server }) => {
  await page.goto(`${server.url}users?q=adm`);
  await signIn(page, server, ADMIN);
  await expect(page).toHaveURL(/\/users\?q=adm$/);
  await expect(page.getByPlaceholder('Search name or e-mail')).toHaveValue('adm');
});

test('a return address that leaves the console is not followed', async ({ page, server }) => {
  await page.goto(`${server.url}login?return=${encodeURIComponent('//example.org/')}`);
  await signIn(page, server, ADMIN);
  await expect(page).toHaveURL(`${server.url}projects`);
});

test('a new tab shares the session; signing out ends it in both', async ({ page, context, server }) => {
  await enter(page, server, ADMIN, 'projects');
  await expect(page.getByRole('heading', PROJECTS)).toBeVisible();
  const second = await context.newPage();
  await second.goto(`${server.url}users`);
  await expect(second.getByRole('heading', { name: 'Users', exact: true })).toBeVisible();
  await second.getByRole('button', { name: `Account of ${ADMIN.user}` }).click();
  await second.getByRole('menuitem', { name: 'Sign out' }).click();
  for (const tab of [second, page]) await expect(tab.getByText('You are signed out.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
});

test('signing out ends the token on the server too', async ({ page, server }) => {
  const mine = await enter(page, server, ADMIN, 'projects');
  await page.getByRole('button', { name: `Account of ${ADMIN.user}` }).click();
  const told = page.waitForResponse((response) => response.url().includes('sign-out'));
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  expect((await told).ok()).toBe(true);
  expect((await mine.request('eihealth.listProject')).status).toBe(401);
});

test('without a connection a banner says so and leaves when it is back', async ({ page, context, server, watch }) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch|NetworkError/);
  await enter(page, server, ADMIN, 'projects');
  await expect(page.getByRole('heading', PROJECTS)).toBeVisible();
  const banner = page.getByRole('status').filter({ hasText: 'No connection.' });
  await context.setOffline(true);
  await expect(banner).toBeVisible();
  await context.setOffline(false);
  await expect(banner).toHaveCount(0);
});
