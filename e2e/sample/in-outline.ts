/** In the tree grid alone, by its keys: a field leads to the next one, and `=` asks for a task. */
import { expect } from '../fixtures.ts';
import { type Build, type Drawing, firstName } from './drawing.ts';
import type { SampleInput, SampleTask } from './sample-workflow.ts';

async function give({ page, hand, t }: Drawing, task: SampleTask, { name, values, from }: SampleInput) {
  const full = `${task.name}.${name}`;
  const row = page.getByRole('treegrid').getByRole('row').filter({ hasText: name });
  if (from) {
    await expect(row.getByRole('textbox').first()).toBeFocused();
    await hand.write(`=${from.task}.${from.output}`);
    const choice = page.getByRole('combobox', { name: t('outline:field.reference', { name: full }), exact: true });
    await expect(choice).toBeFocused();
    await expect(page.getByRole('option', { name: `${from.task}.${from.output}` })).toBeAttached();
  } else if (values.length > 1) {
    const list = t('panel:values.value', { input: name, place: 1, count: 1 });
    await expect(page.getByRole('textbox', { name: list, exact: true })).toBeFocused();
    await hand.paste(values.join('\n'));
    await expect(
      page.getByRole('list', { name: t('panel:values.list', { input: name }) }).getByRole('listitem'),
    ).toHaveCount(values.length);
  } else {
    await expect(page.getByRole('textbox', { name: full, exact: true })).toBeFocused();
    await hand.write(values[0] ?? '');
  }
}

export const inOutline: Build = async (drawing) => {
  const { page, hand, t, sample, stage } = drawing;
  await hand.press('Alt+o');
  const grid = page.getByRole('treegrid', { name: t('outline:label'), exact: true });
  await expect(grid.getByRole('row', { name: t('outline:row.add') })).toBeFocused();
  await stage();
  for (const [at, task] of sample.tasks.entries()) {
    await hand.press('Insert');
    const app = page.getByRole('combobox', { name: t('outline:field.app'), exact: true });
    await expect(app).toBeFocused();
    if (at === 0) await stage();
    await hand.write(task.app);
    await hand.press('ControlOrMeta+Enter');
    const name = t('outline:field.name', { name: firstName(task.app) });
    await expect(page.getByRole('textbox', { name, exact: true })).toBeFocused();
    await hand.write(task.name);
    await hand.press('ControlOrMeta+Enter');
    const display = `${task.name}.${t('outline:row.displayName')}`;
    await expect(page.getByRole('textbox', { name: display, exact: true })).toBeFocused();
    await hand.write(task.display);
    for (const input of task.inputs) {
      await hand.press('ControlOrMeta+Enter');
      await give(drawing, task, input);
      if (at === 1) await stage();
    }
    await hand.press('Enter');
    await expect(grid.getByRole('row').and(page.locator(':focus'))).toBeVisible();
  }
};
