import { useTranslation } from 'react-i18next';
import type { Workflow } from '#src/api/workflows.ts';
import { Button } from '#src/ui/button.tsx';
import { Dialog } from '#src/ui/panel.tsx';
import { Time } from '#src/ui/values.tsx';

interface Props {
  /** What the server has; undefined while there is no conflict. */
  theirs: Workflow | undefined;
  mine: { tasks: number };
  busy: boolean;
  onOverwrite: () => void;
  onTakeTheirs: () => void;
  onSaveAsNew: () => void;
  onClose: () => void;
}

/** Somebody else saved first: says so, and leaves the choice. Nothing is lost by closing. */
export function ConflictDialog({ theirs, mine, busy, onOverwrite, onTakeTheirs, onSaveAsNew, onClose }: Props) {
  const { t } = useTranslation('workflows');
  return (
    <Dialog open={theirs !== undefined} title={t('conflict.title')} onClose={onClose} width={640}>
      <p>
        {t('conflict.text')} <Time at={theirs?.update_time} />
      </p>
      <ul className="dialog-list">
        <li>{t('conflict.theirs', { count: theirs?.tasks?.length ?? 0 })}</li>
        <li>{t('conflict.mine', { count: mine.tasks })}</li>
      </ul>
      <div className="dialog-foot">
        <Button onClick={onTakeTheirs}>{t('conflict.takeTheirs')}</Button>
        <Button onClick={onSaveAsNew}>{t('conflict.saveAsNew')}</Button>
        <Button kind="danger" busy={busy} onClick={onOverwrite}>
          {t('conflict.overwrite')}
        </Button>
      </div>
    </Dialog>
  );
}
