import { useQueries, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { appQuery } from '#src/api/apps.ts';
import { configQuery } from '#src/api/console.ts';
import { type Job, jobQuery, jobsQuery } from '#src/api/jobs.ts';
import { clusterLabelsQuery, flavorsQuery } from '#src/api/nodes.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { useNodeKinds } from '#src/api/use-nodes.ts';
import { type Workflow, workflowQuery, workflowsQuery } from '#src/api/workflows.ts';
import { fromResponse, signatureOfApp } from '#src/canvas/drawing/document.ts';
import { compareNatural } from '#src/lib/format.ts';
import { paths } from '#src/lib/paths.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { Ask } from '#src/ui/ask.tsx';
import { Button } from '#src/ui/button.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Icon } from '#src/ui/icon.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Page } from '#src/ui/page.tsx';
import { IsolationNote } from '../isolation.tsx';
import type { Launchable } from './judge.ts';
import { LaunchForm } from './launch-form.tsx';
import { freshValues, jobName, valuesOfJob } from './launch-values.ts';
import './launch.css';

const LAUNCH_URL = { workflow: '', from: '' };

/** Starts reading what a start form needs. */
export function prefetchLaunch({ projectId = '' }: Record<string, string>, request: Request): void {
  const search = new URL(request.url).searchParams;
  const workflow = search.get('workflow');
  const from = search.get('from');
  void queryClient.prefetchQuery(workflowsQuery(projectId));
  void queryClient.prefetchQuery(projectQuery(projectId));
  void queryClient.prefetchQuery(flavorsQuery());
  void queryClient.prefetchQuery(clusterLabelsQuery());
  if (workflow) void queryClient.prefetchQuery(workflowQuery(projectId, workflow));
  if (from) void queryClient.prefetchQuery(jobQuery(projectId, from));
  void queryClient.prefetchQuery(configQuery());
}

/** Choosing a workflow, then the form that starts it. `from` fills the form from a job. */
export function LaunchPage() {
  const { t } = useTranslation('jobs');
  const { projectId = '' } = useParams();
  const [url, setUrl] = useUrlState(LAUNCH_URL);
  const project = useQuery(projectQuery(projectId));
  const workflows = useQuery(workflowsQuery(projectId));
  const source = useQuery({ ...jobQuery(projectId, url.from), enabled: url.from !== '' });
  const [dirty, setDirty] = useState(false);
  const [other, setOther] = useState('');
  const choose = (workflow: string) => {
    setOther('');
    setUrl({ workflow });
  };
  const list = workflows.data?.workflows;
  const wanted = url.workflow || source.data?.tool_info?.tool_id || '';
  const known = list?.some(({ id }) => id === wanted) ?? true;
  const gone = wanted !== '' && !known && !url.workflow ? source.data?.tool_info : undefined;
  const error = workflows.error ?? source.error ?? project.error;
  const crumbs = [
    { label: project.data?.name ?? '', to: paths.project(projectId) },
    { label: t('title'), to: paths.jobs(projectId) },
  ];
  return (
    <Page title={t('new.title')} crumbs={crumbs}>
      {error ? <ErrorState error={error} onRetry={() => void workflows.refetch()} /> : null}
      {list?.length === 0 ? <NoWorkflows projectId={projectId} /> : null}
      {list && list.length > 0 ? (
        <WorkflowChoice
          workflows={list}
          value={known ? wanted : ''}
          onChange={(workflow) => (dirty ? setOther(workflow) : choose(workflow))}
        />
      ) : null}
      {gone ? (
        <p className="launch-note" role="alert">
          <Icon name="warning" />
          {t('new.gone', { name: `${gone.tool_name} ${gone.tool_version}` })}
        </p>
      ) : null}
      {known && wanted && project.data && (url.from === '' || source.data) ? (
        <ChosenWorkflow
          key={`${wanted} ${url.from}`}
          projectId={projectId}
          projectName={project.data.name ?? ''}
          workflowId={wanted}
          source={source.data}
          onDirty={setDirty}
        />
      ) : null}
      <Ask
        open={other !== ''}
        title={t('new.switchTitle')}
        confirmLabel={t('new.switch')}
        onConfirm={() => choose(other)}
        onClose={() => setOther('')}
      >
        <p className="muted">{t('new.switchText')}</p>
      </Ask>
    </Page>
  );
}

function NoWorkflows({ projectId }: { projectId: string }) {
  const { t } = useTranslation('jobs');
  const environment = useEnvironment();
  return (
    <EmptyState
      icon="workflow"
      title={t('new.noWorkflows')}
      action={<Button onClick={() => environment.navigate(paths.workflows(projectId))}>{t('new.toWorkflows')}</Button>}
    />
  );
}

interface ChoiceProps {
  workflows: readonly { id?: string; name?: string; version?: string; summary?: string }[];
  value: string;
  onChange(id: string): void;
}

function WorkflowChoice({ workflows, value, onChange }: ChoiceProps) {
  const { t } = useTranslation('jobs');
  const id = useId();
  const options = useMemo(
    () =>
      workflows
        .map((workflow) => ({ value: workflow.id ?? '', label: `${workflow.name} ${workflow.version}` }))
        .sort((a, b) => compareNatural(a.label, b.label)),
    [workflows],
  );
  return (
    <div className="launch-choice">
      <label htmlFor={id}>{t('new.workflow')}</label>
      <Select
        id={id}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('new.choose')}
        value={value || undefined}
        options={options}
        onChange={onChange}
      />
    </div>
  );
}

interface ChosenProps {
  projectId: string;
  projectName: string;
  workflowId: string;
  source: Job | undefined;
  onDirty(dirty: boolean): void;
}

function ChosenWorkflow(props: ChosenProps) {
  const { projectId, workflowId } = props;
  const workflow = useQuery(workflowQuery(projectId, workflowId));
  if (workflow.data) return <Described {...props} workflow={workflow.data} />;
  if (workflow.error) return <ErrorState error={workflow.error} onRetry={() => void workflow.refetch()} />;
  return <Skeleton lines={6} />;
}

/** Reads the apps, for their resources, and how many jobs the workflow had, for the name of the next. */
function Described({
  projectId,
  projectName,
  workflowId,
  source,
  onDirty,
  workflow,
}: ChosenProps & { workflow: Workflow }) {
  const { t } = useTranslation('jobs');
  const loaded = useMemo(() => fromResponse(workflow), [workflow]);
  const ids = useMemo(() => [...loaded.apps.keys()], [loaded]);
  const apps = useQueries({
    queries: ids.map((id) => appQuery(projectId, id)),
    combine: (results) => ({
      data: results.map(({ data }) => data),
      pending: results.some(({ isPending }) => isPending),
    }),
  });
  const nodes = useNodeKinds();
  const before = useQuery(jobsQuery(projectId, { tool_name: workflow.name, limit: 1 }));
  const launchable = useMemo<Launchable>(() => {
    const signatures = new Map(loaded.apps);
    // An app that cannot be read stays as the workflow describes it.
    for (const app of apps.data) {
      const signature = app && signatureOfApp(app);
      if (signature) signatures.set(signature.id, signature);
    }
    const lookup = (id: string) => signatures.get(id);
    return { toolId: workflowId, document: loaded.document, lookup, projectName, ...(nodes ? { nodes } : {}) };
  }, [loaded, apps.data, workflowId, projectName, nodes]);
  if (apps.pending || before.isPending) return <Skeleton lines={6} />;
  const name = jobName(workflow.name ?? '', (before.data?.count ?? 0) + 1);
  const initial = source
    ? valuesOfJob(source, name, launchable.document, launchable.lookup, projectName)
    : freshValues(name);
  return (
    <>
      {source ? <p className="muted">{t('new.cloned', { name: source.name ?? '' })}</p> : null}
      <IsolationNote />
      <LaunchForm
        projectId={projectId}
        launchable={launchable}
        tasks={workflow.tasks ?? []}
        initial={initial}
        onDirty={onDirty}
      />
    </>
  );
}
