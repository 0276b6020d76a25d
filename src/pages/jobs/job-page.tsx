import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { configQuery } from '#src/api/console.ts';
import { isMoving, type Job, jobQuery } from '#src/api/jobs.ts';
import { projectQuery } from '#src/api/projects.ts';
import { pollWhile } from '#src/api/query.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { paths } from '#src/lib/paths.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Page } from '#src/ui/page.tsx';
import { Status, stateOf } from '#src/ui/status.tsx';
import { Tabs } from '#src/ui/tabs.tsx';
import { ActOnJobs, type ActRequest } from './act-on-jobs.tsx';
import { ConfigurationTab } from './configuration-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { FailureCard } from './failure-card.tsx';
import { GraphTab } from './graph-tab.tsx';
import { InputsOutputsTab } from './inputs-outputs-tab.tsx';
import { InstanceDrawer } from './instance/instance-drawer.tsx';
import { IsolationTag } from './isolation.tsx';
import { useActAccess } from './job-acts.ts';
import { JobFacts } from './job-facts.tsx';
import { JobHeaderActions } from './job-header-actions.tsx';
import { JOB_URL, type JobTab, tabOf } from './job-url.ts';
import { LogsTab } from './log/logs-tab.tsx';
import { TasksTab } from './tasks-tab.tsx';
import { WaitingNotice } from './waiting-notice.tsx';
import './jobs.css';

/** Starts reading what the page shows first. */
export function prefetchJob({ projectId = '', jobId = '' }: Record<string, string>): void {
  void queryClient.prefetchQuery(jobQuery(projectId, jobId));
  void queryClient.prefetchQuery(projectQuery(projectId));
  void queryClient.prefetchQuery(configQuery());
}

/** One job: what it does now, what failed, and all it left behind. */
export function JobPage() {
  const { t } = useTranslation('jobs');
  const { projectId = '', jobId = '' } = useParams();
  const project = useQuery(projectQuery(projectId));
  const job = useQuery({
    ...jobQuery(projectId, jobId),
    refetchInterval: ({ state }) => pollWhile(state.data ? isMoving(state.data) : false),
  });
  const crumbs = [
    { label: project.data?.name ?? '', to: paths.project(projectId) },
    { label: t('title'), to: paths.jobs(projectId) },
  ];
  if (job.data)
    return (
      <OpenJob
        key={jobId}
        projectId={projectId}
        projectName={project.data?.name ?? ''}
        job={job.data}
        crumbs={crumbs}
      />
    );
  return (
    <Page title={t('one')} crumbs={crumbs}>
      {job.error ? <ErrorState error={job.error} onRetry={() => void job.refetch()} /> : <Skeleton lines={6} />}
    </Page>
  );
}

interface OpenProps {
  projectId: string;
  projectName: string;
  job: Job;
  crumbs: { label: string; to: string }[];
}

function OpenJob({ projectId, projectName, job, crumbs }: OpenProps) {
  const { t } = useTranslation('jobs');
  const environment = useEnvironment();
  const narrow = useNarrow();
  const [url, setUrl] = useUrlState(JOB_URL);
  const [request, setRequest] = useState<ActRequest>();
  const access = useActAccess(projectId);
  const start = usePermission(projectId, 'run');
  const tab = tabOf(url.tab, narrow);
  const common = { projectId, job, url, setUrl };
  const contents: Record<JobTab, () => React.ReactNode> = {
    graph: () => <GraphTab {...common} />,
    tasks: () => <TasksTab {...common} />,
    logs: () => <LogsTab {...common} />,
    events: () => <EventsTab projectId={projectId} job={job} />,
    io: () => <InputsOutputsTab projectId={projectId} projectName={projectName} job={job} />,
    config: () => <ConfigurationTab projectId={projectId} job={job} />,
  };
  return (
    <Page
      title={job.name ?? ''}
      crumbs={crumbs}
      facts={
        <>
          <Status state={stateOf(job.status)} />
          <IsolationTag />
        </>
      }
      actions={
        <JobHeaderActions
          projectId={projectId}
          job={job}
          access={access}
          startReason={start.reason}
          onAct={(act) => setRequest({ act, jobs: [job] })}
        />
      }
      fill
    >
      <JobFacts projectId={projectId} job={job} />
      <FailureCard projectId={projectId} job={job} />
      <WaitingNotice projectId={projectId} job={job} />
      <div className="job-tabs tabs-fill">
        <Tabs
          active={tab}
          onChange={(key) => setUrl({ tab: key })}
          tabs={(Object.keys(contents) as JobTab[]).map((key) => ({
            key,
            label: t(`tab.${key}`),
            content: key === tab ? contents[key]() : null,
          }))}
        />
      </div>
      <InstanceDrawer {...common} />
      <ActOnJobs
        projectId={projectId}
        request={request}
        onClose={() => setRequest(undefined)}
        onDone={(act) => {
          if (act === 'delete') environment.navigate(paths.jobs(projectId));
        }}
      />
    </Page>
  );
}
