import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.updateUserRole.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { type Access, useOffered } from '#src/api/use-permission.ts';
import { deleteUser, type PlatformUser, updateUserRole } from '#src/api/users.ts';
import { useSession } from '#src/session/use-session.ts';
import { ConfirmDelete } from '#src/ui/confirm-delete.tsx';
import { MenuButton, type MenuEntry } from '#src/ui/menu-button.tsx';
import { useToast } from '#src/ui/toast.ts';

interface UserActionsProps {
  user: PlatformUser;
  admin: Access;
  onEdit(): void;
  onLimits(): void;
}

/** What can be done with one user. */
export function UserActions({ user, admin, onEdit, onLimits }: UserActionsProps) {
  const { t } = useTranslation(['users', 'common']);
  const toast = useToast();
  const session = useSession();
  const [asking, setAsking] = useState(false);
  const remove = useApiMutation(deleteUser);
  const changeRole = useApiMutation(updateUserRole);
  const roles = useOffered('eihealth', 'updateUserRole');
  const { id = '', name = '' } = user;
  const self = id === session.user.id;
  const roleReason = admin.reason || roles.reason || (self && t('selfRole'));
  const close = () => {
    remove.reset();
    setAsking(false);
  };
  const roleEntries = limits.role.enum.map(
    (role): MenuEntry => ({
      key: role,
      label: t(`common:role.${role}`),
      checked: role === user.role,
      disabledReason: role === user.role ? false : roleReason,
      onSelect: () => {
        if (role === user.role) return;
        changeRole.mutate({ userId: id, role }, { onSuccess: () => toast.done(t('savedDone')), onError: toast.failed });
      },
    }),
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
            disabledReason: !self && admin.reason,
            onSelect: onEdit,
          },
          {
            key: 'limits',
            label: t('limits.open'),
            icon: 'settings',
            disabledReason: admin.reason,
            onSelect: onLimits,
          },
          'line',
          ...roleEntries,
          'line',
          {
            key: 'delete',
            label: t('common:action.delete'),
            icon: 'trash',
            danger: true,
            disabledReason: admin.reason || (self && t('self')) || (user.is_domain_owner && t('domainOwner')),
            onSelect: () => setAsking(true),
          },
        ]}
      />
      <ConfirmDelete
        open={asking}
        name={name}
        lost={[t('delete.account'), t('delete.roles')]}
        note={t('deleteNote')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(id, {
            onSuccess: () => {
              close();
              toast.done(t('deletedDone', { name }));
            },
          })
        }
        onClose={close}
      />
    </>
  );
}
