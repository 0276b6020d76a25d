import { useTranslation } from 'react-i18next';
import type { Job } from '#src/api/jobs.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { Button } from '#src/ui/button.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { type ActAccess, type JobAct, useActReason, useUpdateReason } from './job-acts.ts';

interface Props {
  projectId: string;
  job: Job;
  access: ActAccess;
  startReason: string | false;
  onAct(act: JobAct): void;
}

/** What can be done with the job. What its state or the role forbids says why. */
export function JobHeaderActions({ projectId, job, access, startReason, onAct }: Props) {
  const { t } = useTranslation('jobs');
  const environment = useEnvironment();
  const reason = useActReason(access);
  const updateReason = useUpdateReason(projectId)(job);
  const soft = reason('cancel', job);
  const force = reason('forceCancel', job);
  // When neither way is open, one reason at the button is enough.
  const cancel =
    soft && force ? (
      <Button icon="stop" disabledReason={soft}>
        {t('act.cancel.verb')}
      </Button>
    ) : (
      <MenuButton
        trigger={
          <span className="menu-anchor">
            <Button icon="stop">{t('act.cancel.verb')} ▾</Button>
          </span>
        }
        entries={[
          {
            key: 'cancel',
            label: `${t('act.cancel.menu')}`,
            disabledReason: soft,
            onSelect: () => onAct('cancel'),
          },
          {
            key: 'force',
            label: `${t('act.forceCancel.menu')}`,
            danger: true,
            disabledReason: force,
            onSelect: () => onAct('forceCancel'),
          },
        ]}
      />
    );
  return (
    <>
      {cancel}
      <Button icon="retry" disabledReason={reason('retry', job)} onClick={() => onAct('retry')}>
        {t('act.retry.verb')}
      </Button>
      <Button
        icon="edit"
        disabledReason={updateReason}
        onClick={() => environment.navigate(paths.jobUpdate(projectId, job.id ?? ''))}
      >
        {t('update.submit')}
      </Button>
      <Button
        icon="copy"
        disabledReason={startReason}
        onClick={() => environment.navigate(withQuery(paths.jobNew(projectId), { from: job.id }))}
      >
        {t('clone')}
      </Button>
      <Button icon="trash" kind="danger-quiet" disabledReason={reason('delete', job)} onClick={() => onAct('delete')}>
        {t('act.delete.verb')}
      </Button>
    </>
  );
}
