/** The editor of the built console with a workflow of any size in it. */
import type { Page } from '@playwright/test';
import { signIn } from '../list-pages.ts';
import { type BenchServer, createProject } from '../server.ts';
import { openingTime, watchOpening } from './probes.ts';
import { type SampleSize, sampleTasks } from './sample-graph.ts';

export interface ShippedEditor {
  page: Page;
  /**
   * Opens the workflow from the list, as a click does.
   * @returns milliseconds from the click until at least so many tasks are painted
   */
  open(size: SampleSize, least: number): Promise<number>;
}

/**
 * Signs in and makes a workflow. What the server tells of its tasks is replaced on the way: a platform takes 64 tasks,
 * and more are a stress test.
 */
export async function shippedEditor(page: Page, server: BenchServer): Promise<ShippedEditor> {
  const project = await createProject(server, 'bench');
  const reply = await server.fetch(`/eihealth-projects/${project}/workflows`, {
    method: 'POST',
    body: JSON.stringify({ name: 'bench-flow', version: '1.0.0', tasks: [] }),
  });
  const { id } = (await reply.json()) as { id: string };
  let tasks = sampleTasks({ tasks: 1, edges: 0 });
  await watchOpening(page);
  await signIn(page, server.url);
  await page.route(`**/workflows/${id}`, async (route) => {
    const response = await route.fetch();
    const workflow: object = await response.json();
    await route.fulfill({ response, json: { ...workflow, tasks } });
  });
  await page.route('**/apps/app-*', (route) => route.fulfill({ status: 404, json: {} }));
  const list = `${server.url}/projects/${project}/workflows`;
  return {
    page,
    open: async (size, least) => {
      tasks = sampleTasks(size);
      // The editor's scripts and the workflow are in the page before the click that is measured.
      await page.goto(list);
      const link = page.getByRole('link', { name: 'bench-flow' }).first();
      await link.click();
      await page.locator('.react-flow__node').first().waitFor();
      await page.goBack();
      await link.waitFor();
      return openingTime(page, least, () => link.click());
    },
  };
}
