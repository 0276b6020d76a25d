import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '#core/workflow/types.ts';
import { Icon } from '#src/ui/icon.tsx';
import { useProblemWords } from './problem-words.ts';

interface Props {
  problems: readonly Problem[];
  onShow: (problem: Problem) => void;
}

/** More lines than anybody works through at a time. */
const MOST = 100;

const rank = (problem: Problem) => (problem.severity === 'error' ? 0 : 1);

/** All findings, worst first; each leads to its task. */
export function ProblemsList({ problems, onShow }: Props) {
  const { t } = useTranslation('canvas');
  const words = useProblemWords();
  const [open, setOpen] = useState(true);
  const sorted = [...problems].sort((a, b) => rank(a) - rank(b));
  const shown = sorted.slice(0, MOST);
  if (sorted.length === 0) return <div className="we-problems we-problems-none">{t('problems.none')}</div>;
  return (
    <section className="we-problems" aria-label={t('problems.title')}>
      <button type="button" className="we-problems-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} /> {t('problems.count', { count: sorted.length })}
      </button>
      {open && (
        <ul>
          {shown.map((problem) => (
            <li key={`${problem.key} ${problem.task} ${problem.input} ${JSON.stringify(problem.params)}`}>
              <button type="button" disabled={!problem.task} onClick={() => onShow(problem)}>
                <span data-severity={problem.severity} role="img" aria-label={t(`problems.${problem.severity}`)}>
                  {problem.severity === 'error' ? '✕' : '⚠'}
                </span>
                {words(problem)}
              </button>
            </li>
          ))}
          {sorted.length > MOST && <li className="we-quiet">{t('problems.more', { count: sorted.length - MOST })}</li>}
        </ul>
      )}
    </section>
  );
}
