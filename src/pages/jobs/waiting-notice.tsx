import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isMoving, type Job, jobEventsQuery } from '#src/api/jobs.ts';
import { pollWhile } from '#src/api/query.ts';
import { usePlatformAdmin } from '#src/api/use-permission.ts';
import { paths } from '#src/lib/paths.ts';
import { Icon } from '#src/ui/icon.tsx';
import { Link } from '#src/ui/link.tsx';
import { eventLanguage } from './failure-card.tsx';
import { waitingMessage } from './waiting.ts';

const hasPending = ({ task_runtime_info = [] }: Job) =>
  task_runtime_info.some(({ sub_tasks = [] }) => sub_tasks.some(({ status }) => status === 'PENDING'));

/** That tasks wait for a node, which, and who can help. Nothing when none does. */
export function WaitingNotice({ projectId, job }: { projectId: string; job: Job }) {
  const { t, i18n } = useTranslation('jobs');
  const admin = usePlatformAdmin();
  const possible = isMoving(job) && job.status !== 'CANCELLING' && hasPending(job);
  const events = useQuery({
    ...jobEventsQuery(projectId, job.id ?? '', eventLanguage(i18n.language)),
    enabled: possible,
    refetchInterval: pollWhile(possible),
  });
  const message = possible && waitingMessage(events.data?.events ?? []);
  if (!message) return null;
  return (
    <section className="waiting-notice" aria-label={t('waiting.title')} role="status">
      <strong className="icon-line">
        <Icon name="warning" />
        {t('waiting.title')}
      </strong>
      <span>{message}</span>
      {admin.allowed ? <Link to={paths.nodes()}>{t('waiting.toNodes')}</Link> : <span>{t('waiting.askAdmin')}</span>}
    </section>
  );
}
