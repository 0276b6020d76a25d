import { useTranslation } from 'react-i18next';
import type { Problem } from '#core/workflow/types.ts';
import { useProblemWords } from '#src/canvas/problems/problem-words.ts';
import { Icon } from '#src/ui/icon.tsx';

/** What is still missing or wrong in a form of tasks; nothing when all is well. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation('jobs');
  const words = useProblemWords();
  if (problems.length === 0) return null;
  return (
    <div className="launch-problems">
      <p>
        <Icon name="warning" />
        {t('new.problems', { count: problems.length })}
      </p>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.key} ${problem.task} ${problem.input} ${JSON.stringify(problem.params)}`}>
            {words(problem)}
          </li>
        ))}
      </ul>
    </div>
  );
}
