/** The sample workflow from nothing, by mouse, by keyboard and in the outline alone: the same document each time. */
import type { Page } from '@playwright/test';
import { LANGUAGES, type Language } from '#src/i18n/languages.ts';
import type { Api } from './api-client.ts';
import { ADMIN, enter, expect, expectAccessible, test } from './fixtures.ts';
import { unique } from './names.ts';
import { byKeyboard } from './sample/by-keyboard.ts';
import { byMouse } from './sample/by-mouse.ts';
import type { Build } from './sample/drawing.ts';
import { Hand } from './sample/hand.ts';
import { inOutline } from './sample/in-outline.ts';
import { expectSample, readSample, type Sample } from './sample/sample-workflow.ts';
import { type Words, wordsIn } from './words.ts';

test.use({ settings: { SAMPLES: 'on' }, permissions: ['clipboard-read', 'clipboard-write'] });

/** An empty workflow with all that stands outside its tasks; its making is counted for nobody. */
async function makeEmpty(api: Api, { project, workflow }: Sample): Promise<string> {
  const { summary, description, labels, timeout, output_dir, version } = workflow;
  const body = { name: unique('variants'), version, summary, description, labels, timeout, output_dir };
  return (await api.call('eihealth.createWorkflow', { path: { eihealth_project_id: project }, body })).id;
}

interface Builder {
  page: Page;
  api: Api;
  t: Words;
  open: (path: string) => Promise<unknown>;
}

/** Builds the sample in a workflow of its own, saves it, and holds what the server has against it. Gives the steps. */
async function built({ page, api, t, open }: Builder, build: Build, save: (hand: Hand) => Promise<void>) {
  const sample = await readSample(api);
  const id = await makeEmpty(api, sample);
  await open(`projects/${sample.project}/workflows/${id}/edit`);
  await expect(page.getByText(t('canvas:emptyEdit'))).toBeVisible();
  const stage = () => expectAccessible(page);
  await stage();
  const hand = new Hand(page);
  await build({ page, hand, t, sample, stage });
  await stage();
  await save(hand);
  await expect(page.getByText(t('workflows:editor.savedToast'))).toBeVisible();
  await stage();
  await expectSample(api, sample, id);
  return hand.steps;
}

/** Says it beside the results, and keeps it in the report. */
function tell(description: string): void {
  test.info().annotations.push({ type: 'steps', description });
  process.stdout.write(`${description}\n`);
}

function inLanguage(language: Language): void {
  test.describe(language, () => {
    const t = wordsIn(language);
    const saveByKey = (hand: Hand) => hand.press('ControlOrMeta+s');
    const saveByMouse = (hand: Hand) =>
      hand.click(hand.page.getByRole('button', { name: t('workflows:editor.save'), exact: true }));
    test.use({ locale: language });

    test('by mouse, and in the outline alone in at most twice the steps', async ({ page, server, api }) => {
      test.setTimeout(240_000);
      const builder = { page, api, t, open: (path: string) => enter(page, server, ADMIN, path) };
      const mouse = await built(builder, byMouse, saveByMouse);
      const outline = await built(builder, inOutline, saveByKey);
      tell(`${language}: ${mouse} steps by mouse, ${outline} in the outline`);
      expect(outline).toBeLessThanOrEqual(2 * mouse);
    });

    test('by keyboard only', async ({ page, server, api }) => {
      test.setTimeout(240_000);
      const builder = { page, api, t, open: (path: string) => enter(page, server, ADMIN, path) };
      const keys = await built(builder, byKeyboard, saveByKey);
      tell(`${language}: ${keys} steps by keyboard`);
    });
  });
}

for (const language of LANGUAGES) inLanguage(language);
