import { useTranslation } from 'react-i18next';
import { MAX_TEXT_LENGTH } from '#core/workflow/toolkit-text.ts';
import { Icon } from '#src/ui/icon.tsx';
import type { FileProblem } from './read-file.ts';
import type { ImportState } from './use-import.ts';

/** Characters shown of the line a fault stands in. */
const SHOWN = 120;

const OTHER_KINDS = new Set(['app', 'job', 'gcs']);

function useFaultWords() {
  const { t } = useTranslation('imports');
  return ({ kind, detail }: FileProblem): string => {
    if (kind === 'syntax') return t('fault.syntax', { detail: detail ?? '' });
    if (kind === 'too-long') return t('fault.too-long', { limit: MAX_TEXT_LENGTH });
    if (kind !== 'wrong-kind') return t(`fault.${kind}`);
    return t(`fault.kind.${OTHER_KINDS.has(detail ?? '') ? (detail as 'app' | 'job' | 'gcs') : 'unknown'}`);
  };
}

/** Why a text was not read: every fault with its place, its field and the line it stands in. */
export function RefusedText({ name, text, problems }: NonNullable<ImportState['refused']>) {
  const { t } = useTranslation('imports');
  const words = useFaultWords();
  const lines = text.split(/\r?\n/);
  return (
    <div className="inline-error im-refused" role="alert">
      <Icon name="warning" />
      <div className="grow">
        <strong>{name ? t('refused.file', { name }) : t('refused.text')}</strong>
        <ul>
          {problems.map((problem) => {
            const { line, column, field } = problem;
            const shown = line === undefined ? '' : (lines[line - 1] ?? '').slice(0, SHOWN);
            return (
              <li key={`${problem.kind} ${line} ${column} ${field}`}>
                {line !== undefined && <span>{t('refused.place', { line, column })} </span>}
                {field && <code>{field}</code>} {words(problem)}
                {shown.trim() !== '' && <pre className="im-line">{shown}</pre>}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
