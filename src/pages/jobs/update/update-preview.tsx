import { useTranslation } from 'react-i18next';
import type { Job } from '#src/api/jobs.ts';
import { Section } from '#src/ui/page.tsx';
import { ProblemList } from '../launch/problem-list.tsx';
import { resourcesText } from '../task-lines.ts';
import type { Updatable, UpdateVerdict } from './update-values.ts';

interface Props {
  job: Job;
  updatable: Updatable;
  verdict: UpdateVerdict;
  /** The task whose field has the focus. */
  focused: string;
}

/** What will run when the form is sent: how many instances of each task, and what stays as it is. */
export function UpdatePreview({ job, updatable, verdict, focused }: Props) {
  const { t } = useTranslation('jobs');
  const { plan, problems, changed } = verdict;
  const planned = new Map((plan ?? updatable.plan)?.tasks.map((task) => [task.name, task]));
  const toRun = (name: string) => {
    const { succeeded = 0, total = 0 } = updatable.progress.get(name) ?? {};
    return { succeeded, run: (planned.get(name)?.instances ?? total) - succeeded };
  };
  const tasks = updatable.document.tasks ?? [];
  const all = tasks.reduce((sum, { task_name }) => sum + toRun(task_name).run, 0);
  return (
    <aside className="launch-preview" aria-label={t('new.preview')}>
      <Section title={t('new.preview')}>
        <div className="launch-fields">
          <p aria-live="polite">
            <strong>{t('update.toRun', { count: all })}</strong>{' '}
            <span className="muted">
              {changed.length > 0 ? t('update.changes', { count: changed.length }) : t('update.unchanged')}
            </span>
          </p>
          <ul className="launch-plan">
            {tasks.map(({ task_name, display_name }) => {
              const task = planned.get(task_name);
              const { succeeded, run } = toRun(task_name);
              return (
                <li key={task_name} className={task_name === focused ? 'launch-focused' : undefined}>
                  <span className="launch-named">
                    <span className="ellipsis">{display_name || task_name}</span>
                    {changed.includes(task_name) ? <span className="launch-changed">{t('new.changed')}</span> : null}
                  </span>
                  <span className="muted mono">{task ? resourcesText(task.resources) : ''}</span>
                  <span>{run > 0 ? `× ${run}` : t('update.stays', { count: succeeded })}</span>
                </li>
              );
            })}
          </ul>
          <p>
            {t('new.writes')} <span className="mono launch-dir">{job.output_dir}</span>
          </p>
          <ProblemList problems={problems} />
        </div>
      </Section>
    </aside>
  );
}
