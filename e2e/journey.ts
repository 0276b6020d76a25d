/** What both journeys through the console make, so that hand and keyboard are held to the same result. */
import { expect, type Page } from '@playwright/test';

const SEQUENCES = ['ACGTACGTNN', 'TTTTGGGGCC', 'GATTACAGAT'];

export const FASTQ = {
  name: 'sample.fq',
  mimeType: 'text/plain',
  buffer: Buffer.from(Array.from({ length: 60 }, (_, n) => `@read${n}\n${SEQUENCES[n % 3]}\n+\nIIIIIIIIII\n`).join('')),
};

export interface AppToRegister {
  name: string;
  command: string;
  input: string;
  output: string;
  /** File the command writes. */
  file: string;
}

/** Takes the sequence lines out of the reads. */
export const EXTRACT: AppToRegister = {
  name: 'extract',
  command: "awk 'NR % 4 == 2' ${reads} > ${sequences}",
  input: 'reads',
  output: 'sequences',
  file: 'sequences.txt',
};

/** Counts each of them. */
export const COUNT: AppToRegister = {
  name: 'count',
  command: 'sort ${lines} | uniq -c | tr -s " " > ${counts}',
  input: 'lines',
  output: 'counts',
  file: 'counts.txt',
};

/** Bytes the run of both leaves. */
export const RESULT = ' 20 ACGTACGTNN\n 20 GATTACAGAT\n 20 TTTTGGGGCC\n';

export const EDGE = /^From task-1-extract\.sequences to task-2-count\.lines/;

/** Where tasks stand and what connects them, as drawn. */
export async function drawnWorkflow(page: Page): Promise<{ places: Record<string, string>; edges: string[] }> {
  const canvas = page.getByRole('application', { name: 'Workflow canvas' });
  await expect(canvas.getByRole('group', { name: /^Task / })).toHaveCount(2);
  return canvas.evaluate((root) => ({
    places: Object.fromEntries(
      [...root.querySelectorAll<HTMLElement>('.react-flow__node')].map((node) => [
        node.dataset.id ?? '',
        node.style.transform,
      ]),
    ),
    edges: [...root.querySelectorAll('.react-flow__edge')].map((edge) => edge.getAttribute('aria-label') ?? ''),
  }));
}

/** Waits until the job page says that the job is over, and well. */
export async function expectSucceeded(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/jobs\/[^/?]+/);
  const head = page.getByRole('main').locator('header').first();
  await expect(head.getByText(/^(Succeeded|Failed|Cancelled)$/)).toBeVisible({ timeout: 60_000 });
  await expect(head.getByText('Succeeded', { exact: true })).toBeVisible();
}
