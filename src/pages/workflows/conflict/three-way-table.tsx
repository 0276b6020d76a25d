import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThreeWayRow } from '#core/workflow/diff-three.ts';
import type { AppLookup } from '#core/workflow/types.ts';
import { FieldValue } from '../diff/diff-table.tsx';
import { useDiffWords } from '../diff/use-diff-words.ts';
import '../diff/diff.css';

interface Props {
  rows: readonly ThreeWayRow[];
  apps: AppLookup;
  selected: string | undefined;
  onShow: (task: string) => void;
}

const COLUMNS = 5;

/** Rows in order, with the name of the task before its first. */
function RowHead({ task, selected, onShow }: { task: string | undefined } & Pick<Props, 'selected' | 'onShow'>) {
  const { t } = useTranslation('versions');
  return (
    <tr className="diff-group" data-selected={task !== undefined && task === selected}>
      <th colSpan={COLUMNS} scope="rowgroup">
        {task === undefined ? (
          t('diff.details')
        ) : (
          <button type="button" aria-label={t('diff.show', { name: task })} onClick={() => onShow(task)}>
            {task}
          </button>
        )}
      </th>
    </tr>
  );
}

/** Every field that either of two people changed: before, mine, theirs, and who changed it. */
export function ThreeWayTable({ rows, apps, selected, onShow }: Props) {
  const { t } = useTranslation('versions');
  const words = useDiffWords();
  return (
    <table className="diff-table" aria-label={t('conflict.table')}>
      <thead>
        <tr>
          <th scope="col">{t('diff.field')}</th>
          <th scope="col">{t('conflict.base')}</th>
          <th scope="col">{t('conflict.mineColumn')}</th>
          <th scope="col">{t('conflict.theirsColumn')}</th>
          <th scope="col">{t('conflict.who')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <Fragment key={`${row.task ?? ''} ${row.field}`}>
            {at > 0 && rows[at - 1]?.task === row.task ? null : (
              <RowHead task={row.task} selected={selected} onShow={onShow} />
            )}
            <tr className={row.by === 'both' ? 'diff-torn' : undefined}>
              <th scope="row">{words.field(row.field)}</th>
              {(['base', 'mine', 'theirs'] as const).map((side) => (
                <td key={side}>
                  <FieldValue text={words.value(row.field, row[side], apps)} />
                </td>
              ))}
              <td>{t(`conflict.by.${row.by}`)}</td>
            </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
