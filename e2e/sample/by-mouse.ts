/** Apps from the palette, values in the panel, connections from port to port. Keys only write. */
import { edgeOf, portOf } from '../canvas-scene.ts';
import { expect } from '../fixtures.ts';
import { type Build, type Drawing, escaped, firstName } from './drawing.ts';
import type { SampleInput, SampleTask } from './sample-workflow.ts';

async function give({ page, hand, t }: Drawing, task: SampleTask, { name, values, from }: SampleInput) {
  if (from) {
    await hand.drag(portOf(page, from.task, `out:${from.output}`), portOf(page, task.name, `in:${name}`));
    await expect(edgeOf(page, `${from.task}.${from.output}→${task.name}.${name}`)).toBeAttached();
    return;
  }
  const panel = page.getByRole('region', { name: t('canvas:panel.title', { name: task.name }), exact: true });
  const list = panel.getByRole('textbox', {
    name: t('panel:values.value', { input: name, place: 1, count: 1 }),
    exact: true,
  });
  const field = panel.getByRole('combobox', { name: new RegExp(`\\b${escaped(name)}\\b`) });
  if (values.length > 1) {
    await hand.click(list);
    await hand.paste(values.join('\n'));
    await expect(
      panel.getByRole('list', { name: t('panel:values.list', { input: name }) }).getByRole('listitem'),
    ).toHaveCount(values.length);
  } else {
    await hand.click(field);
    await hand.write(values[0] ?? '');
  }
}

export const byMouse: Build = async (drawing) => {
  const { page, hand, t, sample, stage } = drawing;
  const palette = page.getByRole('region', { name: t('canvas:palette.title'), exact: true });
  for (const [at, task] of sample.tasks.entries()) {
    // An app stands below each of its labels.
    await hand.click(palette.getByRole('button', { name: new RegExp(`^${escaped(task.app)} `) }).first());
    const title = t('canvas:panel.title', { name: firstName(task.app) });
    const added = page.getByRole('region', { name: title, exact: true });
    await hand.click(added.getByRole('textbox', { name: t('canvas:panel.name'), exact: true }), 3);
    await hand.write(task.name);
    await hand.click(added.getByRole('textbox', { name: t('canvas:panel.displayName'), exact: true }));
    await hand.write(task.display);
    for (const input of task.inputs) await give(drawing, task, input);
    if (at === 0) await stage();
  }
};
