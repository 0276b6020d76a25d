/** What is done in the panel of a task by many tests. */
import type { Locator, Page } from '@playwright/test';
import type { Api } from './api-client.ts';
import { expect } from './fixtures.ts';
import { unique } from './names.ts';
import { type PanelScene, panelOf, panelScene } from './panel-scene.ts';
import { ADMIN, type LiveServer } from './server.ts';
import { enter } from './sign-in.ts';

/** Opens the scene in a project of its own, with the panel of `every-1`. */
export async function openPanelScene(page: Page, server: LiveServer, api: Api): Promise<PanelScene> {
  const scene = await panelScene(api, unique('panel'));
  await enter(page, server, ADMIN, `${scene.editor}?task=every-1`);
  return scene;
}

export const tab = (page: Page, name: string) => panelOf(page).getByRole('tab', { name });

/** Opens the list of a choice. */
export async function drop(field: Locator): Promise<void> {
  await field.click();
  await expect(field).toHaveAttribute('aria-expanded', 'true');
}
const LIST = '.ant-select-dropdown:not(.ant-select-dropdown-hidden)';
export const option = (page: Page, text: string | RegExp) =>
  page.locator(`${LIST} .ant-select-item-option`).filter({ hasText: text });

/** Whoever opens the next list waits for this: a list that closes can still be seen for a moment. */
export const expectNoList = (page: Page): Promise<void> => expect(page.locator(LIST)).toHaveCount(0);

/** Chooses from the list that is open, and waits until it has gone. */
export async function pick(page: Page, text: string | RegExp): Promise<void> {
  await option(page, text).click();
  await expectNoList(page);
}

export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await page.keyboard.press('ControlOrMeta+v');
}

export async function save(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('The workflow was saved.')).toBeVisible();
}
