import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.updateMember.ts';
import { updateMember } from '#src/api/members.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { Icon } from '#src/ui/icon.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { useToast } from '#src/ui/toast.ts';
import type { Member } from './member-rows.ts';
import './members.css';

interface MemberRoleProps {
  projectId: string;
  member: Member;
  /** Why the caller may not change roles. */
  reason: string | false;
}

/** The role of a member; a menu changes it at once. */
export function MemberRole({ projectId, member, reason }: MemberRoleProps) {
  const { t } = useTranslation(['members', 'common']);
  const toast = useToast();
  const change = useApiMutation(updateMember);
  const word = t(`common:role.${member.role}`);
  if (reason || member.role === 'owner') return <span title={reason || t('owner')}>{word}</span>;
  return (
    <MenuButton
      trigger={
        <button
          type="button"
          className="bare-button member-role"
          aria-busy={change.isPending}
          aria-label={`${t('changeRole', { name: member.name })}: ${word}`}
        >
          {word}
          <Icon name="chevronDown" size={12} />
        </button>
      }
      entries={limits.role.enum.map((role) => ({
        key: role,
        label: t(`common:role.${role}`),
        checked: role === member.role,
        onSelect: () => {
          if (role === member.role) return;
          change.mutate(
            { projectId, userId: member.id, role },
            {
              onSuccess: () => toast.done(t('changedDone', { name: member.name, role: t(`common:role.${role}`) })),
              onError: toast.failed,
            },
          );
        },
      }))}
    />
  );
}
