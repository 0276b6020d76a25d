import { useTranslation } from 'react-i18next';
import { batchDeleteMember, deleteMember } from '#src/api/members.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { ConfirmDelete } from '#src/ui/confirm-delete.tsx';
import { useToast } from '#src/ui/toast.ts';
import type { Member } from './member-rows.ts';

interface RemoveMembersProps {
  projectId: string;
  /** Empty: nothing is asked. */
  members: readonly Member[];
  onDone(): void;
  onClose(): void;
}

/** Asks, then removes one member or several; a partial success names who stayed. */
export function RemoveMembers({ projectId, members, onDone, onClose }: RemoveMembersProps) {
  const { t } = useTranslation('members');
  const toast = useToast();
  const removeOne = useApiMutation(deleteMember);
  const removeMany = useApiMutation(batchDeleteMember);
  const [first, ...others] = members;
  const single = first && others.length === 0;
  const close = () => {
    removeOne.reset();
    removeMany.reset();
    onClose();
  };
  const done = (stayed: string[]) => {
    close();
    onDone();
    if (stayed.length > 0) toast.info(t('someFailed', { names: stayed.join(', ') }));
    else toast.done(t('removedDone', { count: members.length }));
  };
  const confirm = () => {
    if (single) return removeOne.mutate({ projectId, userId: first.id }, { onSuccess: () => done([]) });
    removeMany.mutate(
      { projectId, userIds: members.map(({ id }) => id) },
      {
        onSuccess: (results) =>
          done(results.filter(({ status }) => status !== 'SUCCESS').map(({ id = '', name = id }) => name)),
      },
    );
  };
  return (
    <ConfirmDelete
      open={members.length > 0}
      name={first?.name ?? ''}
      title={single ? t('removeTitle', { name: first.name }) : t('removeMany', { count: members.length })}
      lost={[t('removeLost')]}
      note={t('removeKept')}
      confirmLabel={t('remove')}
      busy={removeOne.isPending || removeMany.isPending}
      error={removeOne.error ?? removeMany.error}
      onConfirm={confirm}
      onClose={close}
    />
  );
}
