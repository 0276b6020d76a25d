import { lazy, Suspense, useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '#contracts/index.ts';
import type { WorkflowDocument } from '#core/workflow/types.ts';
import { Section } from '#src/ui/page.tsx';
import { resourcesText } from '../task-lines.ts';
import type { Verdict } from './judge.ts';
import { ProblemList } from './problem-list.tsx';

const JobGraph = lazy(async () => ({ default: (await import('#src/canvas/run/job-graph.tsx')).JobGraph }));

interface Props {
  verdict: Verdict;
  document: WorkflowDocument;
  /** The job gets a folder that the platform names. */
  ownFolder: boolean;
  tasks: readonly Schema<'TaskDefinitionDto'>[];
  /** The task whose field has the focus. */
  focused: string;
  graph: boolean;
}

/** What the form would start, as far as it is filled: instances, folders, and what is still wrong. */
export function LaunchPreview({ verdict, document, ownFolder, tasks, focused, graph }: Props) {
  const { t } = useTranslation('jobs');
  const { plan, problems, instances } = verdict;
  const merged = useDeferredValue(verdict.merged);
  const drawn = useMemo(() => {
    const inputs = new Map(merged.tasks?.map((task) => [task.task_name, task.inputs ?? []]));
    return tasks.map((task) => ({ ...task, inputs: inputs.get(task.task_name ?? '') ?? [] }));
  }, [tasks, merged]);
  const planned = new Map(plan?.tasks.map((task) => [task.name, task]));
  const total = [...instances.values()].reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );
  return (
    <aside className="launch-preview" aria-label={t('new.preview')}>
      {graph && tasks.length > 0 ? (
        <div className="launch-graph card">
          <Suspense fallback={null}>
            <JobGraph tasks={drawn} {...(focused ? { selected: focused } : {})} />
          </Suspense>
        </div>
      ) : null}
      <Section title={t('new.preview')}>
        <div className="launch-fields">
          <p aria-live="polite">
            <strong>{total === undefined ? t('new.open') : t('new.total', { count: total })}</strong>
          </p>
          <ul className="launch-plan">
            {(document.tasks ?? []).map(({ task_name, display_name }) => {
              const count = instances.get(task_name);
              const task = planned.get(task_name);
              return (
                <li key={task_name} className={task_name === focused ? 'launch-focused' : undefined}>
                  <span className="ellipsis">{display_name || task_name}</span>
                  <span className="muted mono">{task ? resourcesText(task.resources) : ''}</span>
                  <span>{count === undefined ? '?' : `× ${count}`}</span>
                </li>
              );
            })}
          </ul>
          {plan ? (
            <p>
              {t('new.writes')} <span className="mono launch-dir">{plan.outputDir}</span>{' '}
              {ownFolder ? <span className="muted">{t('new.ownFolder')}</span> : null}
            </p>
          ) : null}
          <ProblemList problems={problems} />
        </div>
      </Section>
    </aside>
  );
}
