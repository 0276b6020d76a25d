import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { can, type ProjectRole } from '#core/access.ts';
import { deleteProject, type ProjectSummary, updateProject } from '#src/api/projects.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { projectRole } from '#src/api/use-permission.ts';
import { formatSize } from '#src/lib/format.ts';
import { Ask } from '#src/ui/ask.tsx';
import { ConfirmDelete } from '#src/ui/confirm-delete.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { useToast } from '#src/ui/toast.ts';

type Question = 'freeze' | 'delete' | undefined;

/** What can be done with one project. Rows know the caller's role, so nothing has to be read for it. */
export function ProjectActions({ project, onEdit }: { project: ProjectSummary; onEdit(): void }) {
  const { t, i18n } = useTranslation(['projects', 'common']);
  const toast = useToast();
  const [question, setQuestion] = useState<Question>();
  const update = useApiMutation(updateProject);
  const remove = useApiMutation(deleteProject);
  const { id: projectId = '', name = '', status, size = 0 } = project;
  const role = projectRole(project.role);
  const frozen = status !== 'ACTIVE';
  // Marked for deletion: it can still be restored, or be deleted at once.
  const leaving = status === 'TO_BE_DELETED';

  const needs = (allowed: boolean, needed: ProjectRole) => {
    if (allowed) return false;
    const mine = role ? t(`common:role.${role}`) : t('common:access.none');
    return t('common:access.needs', { role: mine, needed: t(`common:role.${needed}`) });
  };
  const owner = needs(role !== undefined && can(role, 'own'), 'owner');
  const close = () => {
    setQuestion(undefined);
    update.reset();
    remove.reset();
  };
  const setStatus = (next: 'ACTIVE' | 'INACTIVE') =>
    update.mutate(
      { projectId, body: { status: next } },
      {
        onSuccess: () => {
          close();
          toast.done(t(next === 'INACTIVE' ? 'frozenDone' : leaving ? 'restoredDone' : 'unfrozenDone', { name }));
        },
        onError: (error) => {
          if (next === 'ACTIVE') toast.failed(error);
        },
      },
    );

  return (
    <>
      <MenuButton
        label={`${t('common:action.more')}: ${name}`}
        entries={[
          {
            key: 'edit',
            label: t('common:action.edit'),
            icon: 'edit',
            disabledReason:
              needs(role !== undefined && can(role, 'describe'), 'Administrator') || (frozen && t('frozenEdit')),
            onSelect: onEdit,
          },
          frozen
            ? {
                key: 'thaw',
                label: leaving ? t('restore') : t('unfreeze'),
                icon: 'sun',
                disabledReason: owner,
                onSelect: () => setStatus('ACTIVE'),
              }
            : {
                key: 'freeze',
                label: t('freeze'),
                icon: 'snow',
                disabledReason: owner,
                onSelect: () => setQuestion('freeze'),
              },
          'line',
          {
            key: 'delete',
            label: leaving ? t('deleteNow') : t('common:action.delete'),
            icon: 'trash',
            danger: true,
            disabledReason: owner || (!frozen && t('freezeFirst')) || (leaving && project.is_core && t('coreWaits')),
            onSelect: () => setQuestion('delete'),
          },
        ]}
      />
      <Ask
        open={question === 'freeze'}
        title={t('freezeTitle', { name })}
        confirmLabel={t('freeze')}
        busy={update.isPending}
        error={update.error}
        onConfirm={() => setStatus('INACTIVE')}
        onClose={close}
      >
        <p className="muted">{t('freezeText')}</p>
      </Ask>
      <ConfirmDelete
        open={question === 'delete'}
        name={name}
        typed
        lost={[
          t('delete.data', { size: formatSize(size, i18n.language) }),
          t('delete.tools'),
          t('delete.jobs'),
          t('delete.members'),
        ]}
        note={leaving ? undefined : t('deleteNote')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(
            { projectId, now: leaving },
            {
              onSuccess: () => {
                close();
                toast.done(t(leaving ? 'deletedDone' : 'markedDone', { name }));
              },
            },
          )
        }
        onClose={close}
      />
    </>
  );
}
