import { useTranslation } from 'react-i18next';
import { graphOf } from '#core/workflow/graph.ts';
import type { Problem, WorkflowDocument } from '#core/workflow/types.ts';
import { useProblemWords } from '#src/canvas/problems/problem-words.ts';
import { Skeleton } from '#src/ui/late.tsx';
import { AppMapping } from './app-mapping.tsx';
import { leftOut } from './import-model.ts';
import type { Import } from './use-import.ts';

/** Lines shown of tasks and of problems; the editor shows all. */
const MOST = 12;

interface Props {
  found: Import;
  onChoose: (appId: string, id: string) => void;
}

function Contents({ document }: { document: WorkflowDocument }) {
  const { t } = useTranslation('imports');
  const { tasks, edges } = graphOf(document);
  const named = [...tasks.values()];
  const left = leftOut(document);
  return (
    <section className="im-part" aria-label={t('contents.title')}>
      <h2>{t('contents.title')}</h2>
      <p>
        {t('contents.tasks', { count: document.tasks?.length ?? 0 })} ·{' '}
        {t('contents.references', { count: edges.length })}
      </p>
      {document.summary && <p className="muted">{document.summary}</p>}
      <ul className="im-names">
        {named.slice(0, MOST).map((task) => (
          <li key={task.task_name}>
            <code>{task.task_name}</code> <span className="muted">{task.display_name}</span>
          </li>
        ))}
        {named.length > MOST && <li className="muted">{t('contents.more', { count: named.length - MOST })}</li>}
      </ul>
      {left.length > 0 && <p className="muted">{t('contents.leftOut', { fields: left.join(', ') })}</p>}
    </section>
  );
}

/** Two tasks of one name have the same problems twice. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function Findings({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation('imports');
  const words = useProblemWords();
  const errors = problems.filter((problem) => problem.severity === 'error');
  const sorted = distinct([...errors, ...problems.filter((problem) => problem.severity === 'warning')]);
  return (
    <section className="im-part" aria-label={t('problems.title')}>
      <h2>{t('problems.title')}</h2>
      <p>{problems.length === 0 ? t('problems.none') : t('problems.count', { count: problems.length })}</p>
      {errors.length > 0 && <p className="muted">{t('problems.later')}</p>}
      <ul className="im-problems">
        {sorted.slice(0, MOST).map((problem) => (
          <li key={JSON.stringify(problem)} data-severity={problem.severity}>
            {problem.severity === 'error' ? '✕' : '⚠'} {words(problem)} <code>{problem.code}</code>
          </li>
        ))}
        {sorted.length > MOST && <li className="muted">{t('problems.more', { count: sorted.length - MOST })}</li>}
      </ul>
    </section>
  );
}

/** What a text contains, the apps it needs, and what is wrong with it, before anything is opened. */
export function ImportPreview({ found, onChoose }: Props) {
  return (
    <div className="im-preview">
      <Contents document={found.document} />
      {found.uses.length > 0 && (
        <AppMapping uses={found.uses} choices={found.choices} apps={found.apps} onChoose={onChoose} />
      )}
      {found.problems ? <Findings problems={found.problems} /> : <Skeleton lines={2} />}
    </div>
  );
}
