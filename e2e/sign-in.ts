/** Into the console: by hand, or at once. */
import { expect, type Page } from '@playwright/test';
import { Api, type Credentials } from './api-client.ts';
import type { LiveServer } from './server.ts';

/** Where the console keeps its session (src/session/session.ts). */
const SESSION_KEY = 'eihealth-console.session';

/** As a person does: fills in the form of the sign-in page and waits until it is left. */
export async function signIn(page: Page, server: LiveServer, { user, password }: Credentials): Promise<void> {
  if (!page.url().startsWith(server.url)) await page.goto(server.url);
  await page.getByLabel('User name', { exact: true }).fill(user);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0);
}

/** Puts a fresh token where the console keeps it, then opens `path` (relative to the base path). */
export async function enter(page: Page, server: LiveServer, who: Credentials, path = ''): Promise<Api> {
  const api = await Api.signIn(server.url, who);
  await page.goto(`${server.url}healthz`);
  await page.evaluate(([key, session]) => sessionStorage.setItem(key, session), [
    SESSION_KEY,
    JSON.stringify(api.session),
  ] as const);
  await page.goto(new URL(path, server.url).href);
  return api;
}
