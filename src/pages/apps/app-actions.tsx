import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AppSummary, deleteApp } from '#src/api/apps.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import type { Access } from '#src/api/use-permission.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { ConfirmDelete } from '#src/ui/confirm-delete.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { useToast } from '#src/ui/toast.ts';

interface AppActionsProps {
  projectId: string;
  app: AppSummary;
  develop: Access;
  onDeleted?: () => void;
}

/** What can be done with one app. */
export function AppActions({ projectId, app, develop, onDeleted }: AppActionsProps) {
  const { t } = useTranslation(['apps', 'common']);
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const remove = useApiMutation(deleteApp);
  const { id: appId = '', name = '', version = '' } = app;
  const title = `${name} ${version}`;
  const close = () => {
    setAsking(false);
    remove.reset();
  };
  const disabledReason = develop.reason;
  return (
    <>
      <MenuButton
        label={`${t('common:action.more')}: ${title}`}
        entries={[
          {
            key: 'edit',
            label: t('common:action.edit'),
            icon: 'edit',
            disabledReason,
            to: paths.appEdit(projectId, appId),
          },
          {
            key: 'version',
            label: t('action.version'),
            icon: 'plus',
            disabledReason,
            to: withQuery(paths.appNew(projectId), { from: appId, as: 'version' }),
          },
          {
            key: 'copy',
            label: t('action.duplicate'),
            icon: 'copy',
            disabledReason,
            to: withQuery(paths.appNew(projectId), { from: appId }),
          },
          {
            key: 'workflow',
            label: t('action.workflow'),
            icon: 'workflow',
            disabledReason,
            to: withQuery(paths.workflowNew(projectId), { app: appId }),
          },
          'line',
          {
            key: 'delete',
            label: t('common:action.delete'),
            icon: 'trash',
            danger: true,
            disabledReason,
            onSelect: () => setAsking(true),
          },
        ]}
      />
      <ConfirmDelete
        open={asking}
        name={title}
        lost={[t('delete.definition', { name: title })]}
        note={t('delete.note')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(
            { projectId, appId },
            {
              onSuccess: () => {
                close();
                toast.done(t('delete.done', { name: title }));
                onDeleted?.();
              },
            },
          )
        }
        onClose={close}
      />
    </>
  );
}
