import { useTranslation } from 'react-i18next';
import { savedPlace } from '../drawing/placement.ts';
import { useEditorServices } from '../editor-context.ts';
import { FARTHEST, readPlace, writePlace } from './place-text.ts';
import type { RowOf } from './rows.ts';
import { TextEdit } from './text-edit.tsx';
import { useEndEdit } from './use-end-edit.ts';
import { useRowWords } from './use-row-words.ts';

/** Where a task stands on the canvas, as two numbers. A task that was never placed shows where it is drawn. */
export function PlaceEdit({ row }: { row: RowOf<'place'> }) {
  const { t } = useTranslation('outline');
  const words = useRowWords();
  const { editor } = useEditorServices();
  const { keep, end } = useEndEdit(row);
  const task = row.item.task_name;
  const saved = savedPlace(row.item);
  const drawn = editor.boxes().find(({ name }) => name === task);
  return (
    <TextEdit
      label={t('field.place', { name: words.full(row) })}
      value={saved ? writePlace(saved) : ''}
      placeholder={drawn && writePlace(drawn)}
      check={(text) => (readPlace(text) ? undefined : t('field.placeForm', { max: FARTHEST }))}
      onKeep={(text, after) => {
        const place = readPlace(text);
        if (!place) return end(after);
        keep({ type: 'moveTasks', positions: { [task]: place } }, writePlace(place), after);
      }}
      onCancel={() => end()}
    />
  );
}
