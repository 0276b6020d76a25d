import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Job, retryJob, updateJob } from '#src/api/jobs.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { useProblemWords } from '#src/canvas/problems/problem-words.ts';
import { paths } from '#src/lib/paths.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { Form } from '#src/ui/form.tsx';
import { useToast } from '#src/ui/toast.ts';
import { useForm } from '#src/ui/use-form.ts';
import { pathLoader } from '../../path-loader.ts';
import { problemsByField } from '../launch/judge.ts';
import { type LaunchValues, taskRequests } from '../launch/launch-values.ts';
import { TaskSection } from '../launch/task-section.tsx';
import { useRefusals } from '../launch/use-refusals.ts';
import { UpdatePreview } from './update-preview.tsx';
import { judgeUpdate, updatableOf } from './update-values.ts';

interface Props {
  projectId: string;
  projectName: string;
  job: Job;
  /** Why nothing can be sent. */
  reason: string | false;
}

interface UpdateValues {
  tasks: LaunchValues['tasks'];
}

const UNCHANGED: UpdateValues = { tasks: {} };

/** Stores the changes, then runs the job again. When the second call is refused, the first need not be made again. */
export function UpdateForm({ projectId, projectName, job, reason }: Props) {
  const { t } = useTranslation('jobs');
  const words = useProblemWords();
  const toast = useToast();
  const environment = useEnvironment();
  const update = useApiMutation(updateJob);
  const retry = useApiMutation(retryJob);
  const [focused, setFocused] = useState('');
  const load = useMemo(() => pathLoader(projectId), [projectId]);
  const updatable = useMemo(() => updatableOf(job, projectName), [job, projectName]);
  const jobId = job.id ?? '';
  const form = useForm<UpdateValues>({
    initial: UNCHANGED,
    check: ({ tasks }) => problemsByField(judgeUpdate(updatable, tasks).problems, words),
    submit: async ({ tasks }) => {
      const requests = taskRequests(tasks);
      if (requests.length > 0) await update.mutateAsync({ projectId, jobId, tasks: requests });
      await retry.mutateAsync({ projectId, jobId });
      toast.done(t(requests.length > 0 ? 'update.done' : 'act.retry.doneOne', { name: job.name ?? '' }));
      environment.navigate(paths.job(projectId, jobId));
    },
  });
  const { tasks: given } = form.values;
  const verdict = useMemo(() => judgeUpdate(updatable, given), [updatable, given]);
  const refusals = useRefusals(form.error, given, updatable);
  const errors = { ...form.errors, ...refusals };
  const general = form.errors['/'];
  return (
    <div className="launch">
      <Form
        form={form}
        submitLabel={t('update.submit')}
        disabledReason={reason}
        onCancel={() => environment.navigate(paths.job(projectId, jobId))}
      >
        <p className="muted">{t('update.intro')}</p>
        {(updatable.document.tasks ?? []).map((task) => {
          const { succeeded = 0, total = 0 } = updatable.progress.get(task.task_name) ?? {};
          return (
            <TaskSection
              key={task.task_name}
              task={task}
              app={updatable.lookup(task.app_id)}
              given={given[task.task_name]}
              errors={errors}
              load={load}
              origin="job"
              locked={total > 0 && succeeded === total ? t('update.locked') : undefined}
              note={succeeded > 0 ? t('update.kept', { count: succeeded, total }) : undefined}
              onFocus={() => setFocused(task.task_name)}
              onChange={(change) => form.set('tasks', change(form.values.tasks))}
            />
          );
        })}
        {general ? <p className="field-error">{general}</p> : null}
      </Form>
      <UpdatePreview job={job} updatable={updatable} verdict={verdict} focused={focused} />
    </div>
  );
}
