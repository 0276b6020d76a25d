import { useTranslation } from 'react-i18next';
import type { ConflictAnswer } from '#src/api/upload-conflicts.ts';
import { Button } from '#src/ui/button.tsx';
import { Dialog } from '#src/ui/panel.tsx';
import type { ConflictQuestion } from './use-upload.ts';

interface ConflictDialogProps {
  question: ConflictQuestion | undefined;
  onAnswer(answer: ConflictAnswer | undefined): void;
}

const SHOWN = 6;

/** Asks once what to do with all files that are there already. */
export function ConflictDialog({ question, onAnswer }: ConflictDialogProps) {
  const { t } = useTranslation(['data', 'common']);
  const conflicts = question?.conflicts ?? [];
  const others = (question?.planned.length ?? 0) - conflicts.length;
  return (
    <Dialog
      open={question !== undefined}
      title={t('conflict.title', { count: conflicts.length })}
      onClose={() => onAnswer(undefined)}
      width={560}
    >
      <ul className="dialog-list mono">
        {conflicts.slice(0, SHOWN).map((path) => (
          <li key={path} className="ellipsis">
            {path}
          </li>
        ))}
      </ul>
      {conflicts.length > SHOWN ? <p className="muted">{t('more', { count: conflicts.length - SHOWN })}</p> : null}
      <p className="muted">{others > 0 ? t('conflict.others', { count: others }) : t('conflict.text')}</p>
      <div className="dialog-foot">
        <Button onClick={() => onAnswer(undefined)}>{t('common:action.cancel')}</Button>
        <Button onClick={() => onAnswer('skip')}>{t('conflict.skip')}</Button>
        <Button onClick={() => onAnswer('rename')} hint={t('conflict.renameHint')}>
          {t('conflict.rename')}
        </Button>
        <Button kind="danger" onClick={() => onAnswer('overwrite')}>
          {t('conflict.overwrite')}
        </Button>
      </div>
    </Dialog>
  );
}
