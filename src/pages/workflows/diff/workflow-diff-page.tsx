import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { AppLookup } from '#core/workflow/types.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { type Workflow, workflowQuery, workflowsQuery } from '#src/api/workflows.ts';
import type { Draft } from '#src/canvas/drafts/draft.ts';
import { fromResponse } from '#src/canvas/drawing/document.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { useNarrow } from '#src/lib/use-media-query.ts';
import { Button } from '#src/ui/button.tsx';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Page } from '#src/ui/page.tsx';
import { Time } from '#src/ui/values.tsx';
import { useDrafts } from '../drafts/use-drafts.ts';
import { comparedWith, versionsOf } from '../versions/versions-of.ts';
import { DiffView } from './diff-view.tsx';

/** Starts reading both versions and the list to choose from. */
export function prefetchWorkflowDiff({ projectId = '', workflowId = '' }: Record<string, string>, request: Request) {
  const other = new URL(request.url).searchParams.get('with');
  void queryClient.prefetchQuery(projectQuery(projectId));
  void queryClient.prefetchQuery(workflowsQuery(projectId));
  void queryClient.prefetchQuery(workflowQuery(projectId, workflowId));
  if (other) void queryClient.prefetchQuery(workflowQuery(projectId, other));
}

const lookupOf =
  (...known: ReturnType<typeof fromResponse>['apps'][]): AppLookup =>
  (appId) =>
    known.find((apps) => apps.has(appId))?.get(appId);

/** Two saved versions. */
function VersionsDiff({ before, after }: { before: Workflow; after: Workflow }) {
  const [old, now] = useMemo(() => [fromResponse(before), fromResponse(after)], [before, after]);
  const apps = useMemo(() => lookupOf(now.apps, old.apps), [old, now]);
  return <DiffView before={old.document} after={now.document} apps={apps} />;
}

/** Edits that were not saved, against what they started from. */
function DraftDiff({ draft, workflow }: { draft: Draft; workflow: Workflow | undefined }) {
  const apps = useMemo(() => {
    const own = new Map(draft.apps.map((app) => [app.id, app]));
    return lookupOf(own, workflow ? fromResponse(workflow).apps : new Map());
  }, [draft, workflow]);
  return <DiffView before={draft.base.document} after={draft.document} apps={apps} />;
}

interface Ids {
  projectId: string;
  workflowId: string;
}

/** Which two are compared; a change leads to another address. */
function VersionChoice({ projectId, workflowId, other }: Ids & { other: string }) {
  const { t } = useTranslation('versions');
  const environment = useEnvironment();
  const list = useQuery(workflowsQuery(projectId));
  const all = list.data?.workflows ?? [];
  const versions = versionsOf(all, all.find(({ id }) => id === workflowId)?.name);
  const options = versions.map(({ id = '', version = '' }) => ({ value: id, label: version }));
  const go = (from: string, to: string) =>
    environment.navigate(withQuery(paths.workflowDiff(projectId, to), { with: from }));
  const id = useId();
  return (
    <>
      <span>
        <label htmlFor={`${id}from`}>{t('diff.from')}</label>
        <Select
          id={`${id}from`}
          value={other}
          options={options}
          onChange={(chosen: string) => go(chosen, workflowId)}
        />
      </span>
      <span>
        <label htmlFor={`${id}to`}>{t('diff.to')}</label>
        <Select id={`${id}to`} value={workflowId} options={options} onChange={(chosen: string) => go(other, chosen)} />
      </span>
      <Button kind="quiet" icon="retry" onClick={() => go(workflowId, other)}>
        {t('diff.swap')}
      </Button>
    </>
  );
}

/** Two versions, once it is known which. */
function Versions({ projectId, workflowId, other }: Ids & { other: string }) {
  const { t } = useTranslation('versions');
  const environment = useEnvironment();
  const { reason } = usePermission(projectId, 'develop');
  const after = useQuery(workflowQuery(projectId, workflowId));
  const before = useQuery(workflowQuery(projectId, other));
  const failed = [after, before].find(({ error, data }) => error && !data);
  const restore = withQuery(paths.workflowEdit(projectId, workflowId), { restore: other });
  return (
    <div className="diff-page">
      <div className="diff-bar">
        <VersionChoice projectId={projectId} workflowId={workflowId} other={other} />
        {before.data ? (
          <Button icon="undo" disabledReason={reason} onClick={() => environment.navigate(restore)}>
            {t('diff.restore', { version: before.data.version })}
          </Button>
        ) : null}
      </div>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : before.data && after.data ? (
        <VersionsDiff before={before.data} after={after.data} />
      ) : (
        <Skeleton lines={6} />
      )}
    </div>
  );
}

/** The version to compare with: the one of the address, else the one before. */
function VersionsOrNone(ids: Ids & { other: string }) {
  const { t } = useTranslation('versions');
  const list = useQuery({ ...workflowsQuery(ids.projectId), enabled: ids.other === '' });
  if (ids.other) return <Versions {...ids} />;
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton lines={6} />;
  const all = list.data.workflows ?? [];
  const other = comparedWith(versionsOf(all, all.find(({ id }) => id === ids.workflowId)?.name), ids.workflowId);
  if (other?.id) return <Versions {...ids} other={other.id} />;
  return <EmptyState icon="workflow" title={t('diff.noOther')} />;
}

function DraftOrGone({ projectId, workflowId, id }: Ids & { id: string }) {
  const { t } = useTranslation('versions');
  const environment = useEnvironment();
  const { reason } = usePermission(projectId, 'develop');
  const drafts = useDrafts(projectId, workflowId);
  const workflow = useQuery(workflowQuery(projectId, workflowId));
  if (!drafts) return <Skeleton lines={6} />;
  const draft = drafts.find((one) => one.id === id);
  if (!draft) return <EmptyState icon="workflow" title={t('diff.gone')} />;
  return (
    <div className="diff-page">
      <div className="diff-bar">
        <span>
          {t('diff.draft')} · <Time at={draft.keptAt} />
        </span>
        <Button
          kind="primary"
          disabledReason={reason}
          onClick={() => environment.navigate(withQuery(paths.workflowEdit(projectId, workflowId), { draft: id }))}
        >
          {t('drafts.continue')}
        </Button>
      </div>
      <DraftDiff draft={draft} workflow={workflow.data} />
    </div>
  );
}

/** What differs between two versions (`with`), or between unsaved edits (`draft`) and what they started from. */
export function WorkflowDiffPage() {
  const { t } = useTranslation(['versions', 'workflows']);
  const { projectId = '', workflowId = '' } = useParams();
  const [search] = useSearchParams();
  const draft = search.get('draft');
  const project = useQuery(projectQuery(projectId));
  const workflow = useQuery(workflowQuery(projectId, workflowId));
  const name = [workflow.data?.name, draft ? workflow.data?.version : ''].filter(Boolean).join(' ');
  const narrow = useNarrow();
  const { allowed } = usePermission(projectId, 'develop');
  const back = (allowed ? paths.workflowEdit : paths.workflow)(projectId, workflowId);
  const ids = { projectId, workflowId };
  let content: ReactNode;
  if (draft) content = <DraftOrGone {...ids} id={draft} />;
  else content = <VersionsOrNone {...ids} other={search.get('with') ?? ''} />;
  return (
    <Page
      title={t('diff.title')}
      crumbs={[
        { label: project.data?.name ?? '', to: paths.project(projectId) },
        { label: t('workflows:title'), to: paths.workflows(projectId) },
        { label: name, to: back },
      ]}
      fill={!narrow}
    >
      {content}
    </Page>
  );
}
