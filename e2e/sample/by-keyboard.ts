/** On the canvas without a pointer: A finds an app, F2 names, Enter goes to the panel and Escape back, C connects. */
import type { Locator } from '@playwright/test';
import { edgeOf, taskOf } from '../canvas-scene.ts';
import { expect } from '../fixtures.ts';
import { type Build, type Drawing, escaped, firstName } from './drawing.ts';
import type { SampleInput } from './sample-workflow.ts';

/** Goes on to a field of the open panel and fills it. */
async function give({ hand, t }: Drawing, panel: Locator, { name, values }: SampleInput): Promise<void> {
  if (values.length > 1) {
    const list = t('panel:values.value', { input: name, place: 1, count: 1 });
    await hand.pressUntil('Tab', panel.getByRole('textbox', { name: list, exact: true }));
    await hand.paste(values.join('\n'));
    await expect(
      panel.getByRole('list', { name: t('panel:values.list', { input: name }) }).getByRole('listitem'),
    ).toHaveCount(values.length);
  } else {
    await hand.pressUntil('Tab', panel.getByRole('combobox', { name: new RegExp(`\\b${escaped(name)}\\b`) }));
    await hand.write(values[0] ?? '');
  }
}

/** From the task that gives: what it gives, and the input that takes it. */
async function connect({ page, hand, t }: Drawing, task: string, { name, from }: SampleInput): Promise<void> {
  if (!from) return;
  await hand.pressUntil('Shift+Tab', taskOf(page, from.task));
  await hand.press('c');
  const list = page.getByRole('dialog', { name: t('gestures:connectFrom.title', { task: from.task }), exact: true });
  const search = list.getByRole('combobox');
  await expect(search).toBeFocused();
  const output = list.getByRole('radio', { name: from.output, exact: true });
  if ((await output.count()) > 0 && !(await output.isChecked())) {
    await hand.pressUntil('Shift+Tab', list.getByRole('radio', { checked: true }));
    await hand.pressUntil('ArrowDown', output);
    await hand.pressUntil('Tab', search);
  }
  await hand.write(`${task}.${name}`);
  await hand.press('Enter');
  await expect(edgeOf(page, `${from.task}.${from.output}→${task}.${name}`)).toBeAttached();
  await expect(taskOf(page, from.task)).toBeFocused();
}

export const byKeyboard: Build = async (drawing) => {
  const { page, hand, t, sample, stage } = drawing;
  const search = page.getByRole('textbox', { name: t('canvas:palette.search'), exact: true });
  await hand.pressUntil('Tab', search);
  for (const [at, task] of sample.tasks.entries()) {
    if (at > 0) await hand.press('a');
    await expect(search).toBeFocused();
    await hand.write(task.app);
    await hand.press('Enter');
    const first = firstName(task.app);
    await expect(taskOf(page, first)).toBeFocused();

    await hand.press('F2');
    const name = t('gestures:rename.task', { task: first });
    await expect(page.getByRole('textbox', { name, exact: true })).toBeFocused();
    await hand.write(task.name);
    await hand.press('Enter');
    await expect(taskOf(page, task.name)).toBeFocused();

    await hand.press('Enter');
    const panel = page.getByRole('region', { name: t('canvas:panel.title', { name: task.name }), exact: true });
    await expect(panel.getByRole('tabpanel').locator(':focus')).toBeAttached();
    await hand.pressUntil(
      'Shift+Tab',
      panel.getByRole('textbox', { name: t('canvas:panel.displayName'), exact: true }),
    );
    await hand.write(task.display);
    for (const input of task.inputs.filter(({ from }) => !from)) await give(drawing, panel, input);
    if (at === 0) await stage();
    await hand.press('Escape');
    await expect(taskOf(page, task.name)).toBeFocused();
    for (const input of task.inputs) await connect(drawing, task.name, input);
  }
};
