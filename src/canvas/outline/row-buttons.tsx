import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '#src/ui/icon.tsx';
import { useEditorServices } from '../editor-context.ts';
import type { OutlineRow } from './rows.ts';
import { hasField, type RowActs, useRowActs } from './use-row-acts.ts';
import { useRowWords } from './use-row-words.ts';

interface Act {
  icon: IconName;
  label: string;
  run: () => void;
}

/** Whether a row has something of its own that can be taken out. */
function holdsSomething(row: OutlineRow): boolean {
  switch (row.kind) {
    case 'task':
    case 'use':
      return true;
    case 'input':
      return row.values.length > 0 || row.definition === undefined;
    case 'folder':
      return Boolean(row.item.output_dir);
    case 'displayName':
      return Boolean(row.item.display_name);
    case 'resource':
      return Boolean(row.item.resources?.[row.field]);
    default:
      return false;
  }
}

function useButtons(row: OutlineRow, acts: RowActs): Act[] {
  const { t } = useTranslation('outline');
  const words = useRowWords();
  const name = words.full(row);
  const buttons: Act[] = [];
  if (row.kind === 'task') {
    buttons.push({ icon: 'edit', label: t('act.rename', { name }), run: () => acts.rename(row) });
  } else if (row.kind === 'use') {
    buttons.push({
      icon: 'external',
      label: t('act.goTo', { name: `${row.edge.to}.${row.edge.input}` }),
      run: () => acts.open(row),
    });
    buttons.push({
      icon: 'link',
      label: t('act.move', { name: `${row.edge.from}.${row.edge.output}` }),
      run: () => acts.edit(row),
    });
  } else if (row.kind === 'output') {
    buttons.push({ icon: 'link', label: t('act.connect', { name }), run: () => acts.edit(row) });
  } else if (row.kind !== 'add' && hasField(row)) {
    const label = row.kind === 'input' ? t('act.value', { name }) : t('act.edit', { name });
    buttons.push({ icon: 'edit', label, run: () => acts.edit(row) });
  }
  if (row.kind === 'input' && row.definition) {
    buttons.push({ icon: 'link', label: t('act.reference', { name }), run: () => acts.edit(row, 'reference') });
  }
  if (holdsSomething(row)) {
    const label = row.kind === 'task' || row.kind === 'use' ? t('act.remove', { name }) : t('act.clear', { name });
    buttons.push({ icon: 'trash', label, run: () => acts.remove(row) });
  }
  return buttons;
}

/** What the keys do to a row, for the pointer and for touch. The Tab key passes them by: the row has the keys. */
export function RowButtons({ row }: { row: OutlineRow }) {
  const { editable } = useEditorServices();
  const acts = useRowActs();
  const buttons = useButtons(row, acts);
  if (!editable || buttons.length === 0) return null;
  return (
    <span className="ol-buttons">
      {buttons.map(({ icon, label, run }) => (
        <button
          key={label}
          type="button"
          className="ol-button"
          tabIndex={-1}
          aria-label={label}
          title={label}
          onMouseDown={(event) => event.preventDefault()}
          onClick={(event) => {
            event.stopPropagation();
            run();
          }}
        >
          <Icon name={icon} size={14} />
        </button>
      ))}
    </span>
  );
}
