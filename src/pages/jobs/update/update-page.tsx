import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { jobQuery } from '#src/api/jobs.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { paths } from '#src/lib/paths.ts';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Page } from '#src/ui/page.tsx';
import { Status, stateOf } from '#src/ui/status.tsx';
import { useUpdateReason } from '../job-acts.ts';
import { UpdateForm } from './update-form.tsx';
import '../launch/launch.css';

/** Starts reading what the form shows. */
export function prefetchUpdate({ projectId = '', jobId = '' }: Record<string, string>): void {
  void queryClient.prefetchQuery(jobQuery(projectId, jobId));
  void queryClient.prefetchQuery(projectQuery(projectId));
}

/** Other values and resources for a job that failed or was cancelled, and then its retry. */
export function UpdatePage() {
  const { t } = useTranslation('jobs');
  const { projectId = '', jobId = '' } = useParams();
  const project = useQuery(projectQuery(projectId));
  const job = useQuery(jobQuery(projectId, jobId));
  const reason = useUpdateReason(projectId)(job.data ?? {});
  const error = job.error ?? project.error;
  const crumbs = [
    { label: project.data?.name ?? '', to: paths.project(projectId) },
    { label: t('title'), to: paths.jobs(projectId) },
    { label: job.data?.name ?? '', to: paths.job(projectId, jobId) },
  ];
  const ready = job.data && project.data;
  return (
    <Page
      title={t('update.title')}
      crumbs={crumbs}
      facts={job.data ? <Status state={stateOf(job.data.status)} /> : undefined}
    >
      {error && !ready ? <ErrorState error={error} onRetry={() => void job.refetch()} /> : null}
      {!error && !ready ? <Skeleton lines={6} /> : null}
      {job.data && project.data ? (
        <UpdateForm
          key={jobId}
          projectId={projectId}
          projectName={project.data.name ?? ''}
          job={job.data}
          reason={reason}
        />
      ) : null}
    </Page>
  );
}
