/** The fields of a task in the order in which they are filled in, one after the other without going back to the rows. */
import { inputReference } from '#core/workflow/references.ts';
import type { AppSignature, TaskDocument } from '#core/workflow/types.ts';
import { effectiveInputs } from '#core/workflow/values.ts';
import type { EditMode } from './outline-store.ts';
import { displayNameRow, folderRow, inputRow, taskRow } from './row-ids.ts';

export interface FieldPlace {
  row: string;
  mode: EditMode;
}

/** Resources and the app are seldom touched: they are left to their own rows. */
function fieldsOf(item: TaskDocument, app: AppSignature | undefined): FieldPlace[] {
  const name = item.task_name;
  const inputs = (app ? effectiveInputs(item, app) : []).map(({ definition }): FieldPlace => {
    const given = item.inputs?.find((input) => input.name === definition.name);
    const mode = given && inputReference(given) ? 'reference' : 'own';
    return { row: inputRow(name, definition.name), mode };
  });
  const own = (row: string): FieldPlace => ({ row, mode: 'own' });
  return [own(taskRow(name)), own(displayNameRow(name)), ...inputs, own(folderRow(name))];
}

/** The field after a row's; undefined for the last one and for rows that stand apart. */
export function fieldAfter(item: TaskDocument, app: AppSignature | undefined, row: string): FieldPlace | undefined {
  const fields = fieldsOf(item, app);
  const at = fields.findIndex((field) => field.row === row);
  return at < 0 ? undefined : fields[at + 1];
}
