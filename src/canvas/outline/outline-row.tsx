import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '#src/ui/icon.tsx';
import { TypeMark } from '../drawing/type-mark.tsx';
import { useProblemWords } from '../problems/problem-words.ts';
import { EditCell } from './edit-cell.tsx';
import type { EditMode } from './outline-store.ts';
import { RowButtons } from './row-buttons.tsx';
import { type OutlineRow, taskOfRow } from './rows.ts';
import { useRowWords } from './use-row-words.ts';

/** Pixels by which a level is set in. */
const INDENT = 18;

interface Props {
  row: OutlineRow;
  /** From 0, among all rows. */
  index: number;
  top: number;
  tabbable: boolean;
  selected: boolean | undefined;
  editing: EditMode | undefined;
  measure: (element: HTMLElement | null) => void;
}

function Problems({ row }: { row: OutlineRow }) {
  const { t } = useTranslation(['outline', 'canvas']);
  const words = useProblemWords();
  const [first] = row.problems;
  if (!first) return null;
  const worst = row.problems.find((problem) => problem.severity === 'error') ?? first;
  const more = row.problems.length - 1;
  return (
    <span className="ol-problem" data-severity={worst.severity}>
      <span role="img" aria-label={t(`canvas:problems.${worst.severity}`)}>
        {worst.severity === 'error' ? '✕' : '⚠'}
      </span>{' '}
      {words(worst)}
      {more > 0 && ` ${t('canvas:problems.more', { count: more })}`}
    </span>
  );
}

function Mark({ row }: { row: OutlineRow }) {
  const { t } = useTranslation('canvas');
  const definition = row.kind === 'input' ? row.definition : row.kind === 'output' ? row.output : undefined;
  if (definition) return <TypeMark type={definition.type} label={t(`type.${definition.type}`)} />;
  return row.kind === 'add' ? <Icon name="plus" size={14} /> : null;
}

/** `data-press` marks what a click means more of than choosing the row. */
function NameCell({ row, editing }: Pick<Props, 'row' | 'editing'>) {
  const words = useRowWords();
  const named = editing !== undefined && (row.kind === 'task' || row.kind === 'add');
  return (
    <th scope="row" className="ol-name" style={{ paddingInlineStart: (row.level - 1) * INDENT }}>
      {row.expanded === undefined ? (
        <span className="ol-twist" />
      ) : (
        // The row itself says whether it is open, and the arrow keys open it.
        <span className="ol-twist" aria-hidden="true" data-press="toggle">
          <Icon name={row.expanded ? 'chevronDown' : 'chevronRight'} size={14} />
        </span>
      )}
      {named ? (
        <EditCell row={row} mode={editing} />
      ) : (
        <>
          <Mark row={row} />
          <span className="ol-text" data-press={row.kind === 'add' ? 'open' : undefined}>
            {words.name(row)}
          </span>
          {row.kind === 'task' && row.item.display_name && <span className="we-quiet">{row.item.task_name}</span>}
          {row.kind === 'input' && row.definition?.required && (
            <span className="we-required" aria-hidden="true">
              *
            </span>
          )}
        </>
      )}
    </th>
  );
}

function ValueCell({ row, editing }: Pick<Props, 'row' | 'editing'>) {
  const words = useRowWords();
  if (editing !== undefined && row.kind !== 'task' && row.kind !== 'add') {
    return (
      <td className="ol-value">
        <EditCell row={row} mode={editing} />
      </td>
    );
  }
  return (
    <td className="ol-value" data-kind={row.kind}>
      <span className="ol-text" data-press={row.kind === 'task' ? undefined : 'open'}>
        {words.value(row)}
      </span>
      <RowButtons row={row} />
    </td>
  );
}

/** One row. It takes the focus itself; its fields appear in place of what it says. */
export const OutlineRowView = memo(function OutlineRowView(props: Props) {
  const { row, index, top, tabbable, selected, editing, measure } = props;
  const words = useRowWords();
  return (
    <tr
      ref={measure}
      className="ol-row"
      style={{ top }}
      tabIndex={tabbable ? 0 : -1}
      data-index={index}
      data-row={row.id}
      data-task={taskOfRow(row)}
      data-kind={row.kind}
      data-level={row.level}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      // The first row is the one with the names of the columns.
      aria-rowindex={index + 2}
      aria-expanded={row.expanded}
      aria-selected={selected}
    >
      <NameCell row={row} editing={editing} />
      <td className="ol-about">{words.about(row)}</td>
      <ValueCell row={row} editing={editing} />
      <td className="ol-problems">
        <Problems row={row} />
      </td>
    </tr>
  );
});
