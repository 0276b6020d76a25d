import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { App } from '#src/api/apps.ts';
import { type Workflow, workflowQuery, workflowsQuery } from '#src/api/workflows.ts';
import { paths } from '#src/lib/paths.ts';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Link } from '#src/ui/link.tsx';

/** The list of workflows does not say what they use, so each is read; of more than these only the newest. */
const MOST = 200;

/** Whether a workflow uses an app; an app of another project may have the same name (4.5.4.6). */
export function uses(workflow: Pick<Workflow, 'tasks'>, app: Pick<App, 'id'>): boolean {
  return (workflow.tasks ?? []).some(({ app_info }) => app_info?.app_id === app.id);
}

/** The workflows that use an app: while there are any, its parameters are fixed and it cannot be deleted. */
export function AppUses({ projectId, app }: { projectId: string; app: App }) {
  const { t } = useTranslation('apps');
  const list = useQuery(workflowsQuery(projectId));
  const workflows = (list.data?.workflows ?? []).slice(0, MOST);
  const details = useQueries({
    queries: workflows.map(({ id = '' }) => ({ ...workflowQuery(projectId, id), staleTime: 60_000 })),
    combine: (results) => ({
      pending: results.some((result) => result.isPending),
      found: results.flatMap(({ data }) => (data && uses(data, app) ? [data] : [])),
    }),
  });
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (!list.data || details.pending) return <Skeleton lines={2} />;
  if (details.found.length === 0) return <p className="muted">{t('uses.none')}</p>;
  return (
    <ul className="app-uses">
      {details.found.map(({ id = '', name, version }) => (
        <li key={id}>
          <Link to={paths.workflowEdit(projectId, id)}>{name}</Link> <span className="mono muted">{version}</span>
        </li>
      ))}
    </ul>
  );
}
