import { useTranslation } from 'react-i18next';
import type { AppLookup } from '#core/workflow/types.ts';
import { DiffMarks } from '#src/canvas/diff/diff-marks.tsx';
import type { DiffGroup } from './diff-rows.ts';
import { useDiffWords } from './use-diff-words.ts';
import './diff.css';

interface Props {
  groups: readonly DiffGroup[];
  apps: AppLookup;
  /** Name of the selected task as drawn. */
  selected: string | undefined;
  onShow: (task: string) => void;
}

/** A value of a field, or that there is none. */
export function FieldValue({ text }: { text: string }) {
  const { t } = useTranslation('versions');
  return text === '' ? <span className="muted">{t('field.absent')}</span> : <span className="diff-value">{text}</span>;
}

function GroupHead({ group, selected, onShow }: { group: DiffGroup } & Pick<Props, 'selected' | 'onShow'>) {
  const { t } = useTranslation('versions');
  const { task, title, was } = group;
  const marks = group.marks.map((kind) => ({ kind, label: t(`mark.${kind}`) }));
  return (
    <tr className="diff-group" data-selected={task !== undefined && task === selected}>
      <th colSpan={3} scope="rowgroup">
        {task === undefined ? (
          t('diff.details')
        ) : (
          <button type="button" aria-label={t('diff.show', { name: title })} onClick={() => onShow(task)}>
            {title}
          </button>
        )}{' '}
        <DiffMarks marks={marks} />
        {was === undefined ? null : <span className="muted"> {t('diff.renamedFrom', { name: was })}</span>}
      </th>
    </tr>
  );
}

/** Every field that differs, by task; the name of a task brings it into view on the canvas. */
export function DiffTable({ groups, apps, selected, onShow }: Props) {
  const { t } = useTranslation('versions');
  const words = useDiffWords();
  return (
    <table className="diff-table" aria-label={t('diff.table')}>
      <thead>
        <tr>
          <th scope="col">{t('diff.field')}</th>
          <th scope="col">{t('diff.before')}</th>
          <th scope="col">{t('diff.after')}</th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.key}>
          <GroupHead group={group} selected={selected} onShow={onShow} />
          {group.fields.map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row">{words.field(field)}</th>
              <td data-side="before">
                <FieldValue text={words.value(field, before, apps)} />
              </td>
              <td data-side="after">
                <FieldValue text={words.value(field, after, apps)} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
