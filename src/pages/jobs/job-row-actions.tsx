import { useTranslation } from 'react-i18next';
import type { JobSummary } from '#src/api/jobs.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import type { IconName } from '#src/ui/icon.tsx';
import { MenuButton, type MenuEntry } from '#src/ui/menu-button.tsx';
import { type ActAccess, JOB_ACTS, type JobAct, useActReason, useUpdateReason } from './job-acts.ts';

const ICONS: Record<JobAct, IconName> = { cancel: 'stop', forceCancel: 'stop', retry: 'retry', delete: 'trash' };

interface Props {
  projectId: string;
  job: JobSummary;
  access: ActAccess;
  /** Why no job can be started; false when one can. */
  startReason: string | false;
  onAct(act: JobAct): void;
}

/** What can be done with one job of the list: the same as on its page. */
export function JobRowActions({ projectId, job, access, startReason, onAct }: Props) {
  const { t } = useTranslation(['jobs', 'common']);
  const reason = useActReason(access);
  const updateReason = useUpdateReason(projectId)(job);
  const { id = '', name = '' } = job;
  const entries: (MenuEntry | 'line')[] = [
    { key: 'open', label: t('openPage'), icon: 'job', to: paths.job(projectId, id) },
    {
      key: 'clone',
      label: t('clone'),
      icon: 'copy',
      disabledReason: startReason,
      to: withQuery(paths.jobNew(projectId), { from: id }),
    },
    {
      key: 'update',
      label: t('update.submit'),
      icon: 'edit',
      disabledReason: updateReason,
      to: paths.jobUpdate(projectId, id),
    },
    'line',
    ...JOB_ACTS.map((act) => ({
      key: act,
      label: t(`act.${act}.verb`),
      icon: ICONS[act],
      danger: act === 'delete',
      disabledReason: reason(act, job),
      onSelect: () => onAct(act),
    })),
  ];
  return <MenuButton label={`${t('common:action.more')}: ${name}`} entries={entries} />;
}
