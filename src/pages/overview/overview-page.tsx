import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { appsQuery } from '#src/api/apps.ts';
import { bucketStorageQuery } from '#src/api/data.ts';
import { isMoving, type JobSummary, jobsQuery } from '#src/api/jobs.ts';
import { type Project, projectQuery } from '#src/api/projects.ts';
import { pollWhile } from '#src/api/query.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { workflowsQuery } from '#src/api/workflows.ts';
import { paths } from '#src/lib/paths.ts';
import { Button } from '#src/ui/button.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Link } from '#src/ui/link.tsx';
import { Page, Section } from '#src/ui/page.tsx';
import { CopyText, Size, Tag, Time } from '#src/ui/values.tsx';
import { ProjectState, roleWords } from '../projects/project-columns.tsx';
import { Drafts } from './drafts.tsx';
import { FirstSteps } from './first-steps.tsx';
import { JobLine } from './job-line.tsx';
import { StorageCard } from './storage-card.tsx';
import '../projects/projects.css';
import './overview.css';

const DAY = 86_400_000;
const RECENT = { limit: 8 };
const RUNNING = { status: 'Running' as const, limit: 8 };

/** Failures since yesterday, by the day, so that the query keeps its key while the page is open. */
const failedSinceYesterday = () => ({
  status: 'Failed' as const,
  limit: 5,
  finish_start_time: Math.floor(Date.now() / DAY) * DAY - DAY,
});

export function prefetchOverview({ projectId = '' }: Record<string, string>): void {
  void queryClient.prefetchQuery(projectQuery(projectId));
  void queryClient.prefetchQuery(jobsQuery(projectId, RECENT));
  void queryClient.prefetchQuery(jobsQuery(projectId, RUNNING));
  void queryClient.prefetchQuery(jobsQuery(projectId, failedSinceYesterday()));
  void queryClient.prefetchQuery(bucketStorageQuery(projectId));
}

export function OverviewPage() {
  const { projectId = '' } = useParams();
  const { t } = useTranslation(['projects', 'common']);
  const environment = useEnvironment();
  const { data: project, error, refetch } = useQuery(projectQuery(projectId));
  const run = usePermission(projectId, 'run');
  if (error && !project)
    return (
      <Page title={t('common:nav.overview')} crumbs={[{ label: t('title'), to: paths.projects() }]}>
        <ErrorState error={error} onRetry={refetch} />
      </Page>
    );
  return (
    <Page
      title={project?.name ?? t('common:nav.overview')}
      crumbs={[{ label: t('title'), to: paths.projects() }]}
      facts={project ? <Facts project={project} /> : null}
      actions={
        <Button
          kind="primary"
          icon="play"
          disabledReason={run.reason}
          onClick={() => environment.navigate(paths.jobNew(projectId))}
        >
          {t('overview.start')}
        </Button>
      }
    >
      {project ? <Overview project={project} /> : <Skeleton lines={6} />}
    </Page>
  );
}

function Facts({ project }: { project: Project }) {
  const { t } = useTranslation(['projects', 'common']);
  return (
    <span className="row">
      <ProjectState status={project.status} t={t} />
      <span className="muted">{t('overview.you', { role: roleWords(project.role, t) })}</span>
    </span>
  );
}

function Overview({ project }: { project: Project }) {
  const { t } = useTranslation(['projects', 'common']);
  const projectId = project.id ?? '';
  const recent = useQuery({ ...jobsQuery(projectId, RECENT), refetchInterval: (query) => pollJobs(query.state.data) });
  const running = useQuery({
    ...jobsQuery(projectId, RUNNING),
    refetchInterval: (query) => pollJobs(query.state.data),
  });
  const failed = useQuery(jobsQuery(projectId, failedSinceYesterday()));
  const apps = useQuery(appsQuery(projectId));
  const workflows = useQuery(workflowsQuery(projectId));
  const nothingYet = recent.data?.jobs?.length === 0;
  const hasTools = Boolean(apps.data?.apps?.length || workflows.data?.workflows?.length);
  const all = <Link to={paths.jobs(projectId)}>{t('overview.all')}</Link>;
  return (
    <>
      {project.description ? <p className="overview-description">{project.description}</p> : null}
      {project.status === 'ACTIVE' ? null : <p className="overview-frozen">{t('overview.frozen')}</p>}
      <div className="overview">
        <div className="stack overview-main">
          <Drafts projectId={projectId} />
          {nothingYet ? (
            <FirstSteps projectId={projectId} hasTools={hasTools} />
          ) : (
            <>
              <Section title={t('overview.running')} extra={all}>
                <Jobs list={running} projectId={projectId} nothing={t('overview.nothingRuns')} />
              </Section>
              <Section title={t('overview.failed')}>
                <Jobs list={failed} projectId={projectId} nothing={t('overview.nothingFailed')} reason />
              </Section>
              <Section title={t('overview.recent')} extra={all}>
                <Jobs list={recent} projectId={projectId} nothing={t('overview.nothingRuns')} />
              </Section>
            </>
          )}
        </div>
        <div className="stack">
          <StorageCard project={project} />
          <About project={project} />
        </div>
      </div>
    </>
  );
}

const pollJobs = (data: { jobs?: JobSummary[] } | undefined) => pollWhile((data?.jobs ?? []).some(isMoving));

interface JobsProps {
  list: { data?: { jobs?: JobSummary[] }; error: unknown; refetch(): void };
  projectId: string;
  nothing: ReactNode;
  reason?: boolean;
}

function Jobs({ list, projectId, nothing, reason }: JobsProps) {
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (!list.data)
    return (
      <div className="overview-pad">
        <Skeleton lines={2} />
      </div>
    );
  const jobs = list.data.jobs ?? [];
  if (jobs.length === 0) return <p className="muted overview-pad">{nothing}</p>;
  return (
    <ul>
      {jobs.map((job) => (
        <JobLine key={job.id} job={job} projectId={projectId} reason={reason} />
      ))}
    </ul>
  );
}

function About({ project }: { project: Project }) {
  const { t } = useTranslation(['projects', 'common']);
  const members = (project.roles ?? []).reduce((sum, { users = [] }) => sum + users.length, 0);
  return (
    <Section title={t('overview.about')}>
      <dl className="overview-facts">
        <dt>{t('column.creator')}</dt>
        <dd>{project.creator}</dd>
        <dt>{t('common:nav.members')}</dt>
        <dd>
          <Link to={paths.members(project.id ?? '')}>{t('overview.members', { count: members })}</Link>
        </dd>
        <dt>{t('column.created')}</dt>
        <dd>
          <Time at={project.create_time} />
        </dd>
        <dt>{t('overview.bucket')}</dt>
        <dd>{project.obs_bucket_name ? <CopyText text={project.obs_bucket_name} length={24} /> : '–'}</dd>
        <dt>{t('overview.id')}</dt>
        <dd>
          <CopyText text={project.id ?? ''} />
        </dd>
        <dt>{t('column.size')}</dt>
        <dd>
          <Size bytes={project.size} />
        </dd>
        {project.tags?.length ? (
          <>
            <dt>{t('column.tags')}</dt>
            <dd className="project-tags">
              {project.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </dd>
          </>
        ) : null}
      </dl>
    </Section>
  );
}
