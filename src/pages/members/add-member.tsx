import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.updateMember.ts';
import { type ProjectRole, updateMember } from '#src/api/members.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { usersQuery } from '#src/api/users.ts';
import { compareNatural } from '#src/lib/format.ts';
import { InlineError } from '#src/ui/error-state.tsx';
import { SelectField, TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { useToast } from '#src/ui/toast.ts';
import { useForm } from '#src/ui/use-form.ts';
import type { Member } from './member-rows.ts';

interface AddMemberProps {
  open: boolean;
  projectId: string;
  members: readonly Member[];
  onClose(): void;
}

export function AddMember({ open, onClose, ...rest }: AddMemberProps) {
  const { t } = useTranslation('members');
  return (
    <Drawer open={open} title={t('add')} onClose={onClose}>
      <AddForm {...rest} onClose={onClose} />
    </Drawer>
  );
}

function AddForm({ projectId, members, onClose }: Omit<AddMemberProps, 'open'>) {
  const { t } = useTranslation(['members', 'common']);
  const toast = useToast();
  const users = useQuery(usersQuery());
  const add = useApiMutation(updateMember);
  const present = new Set(members.map(({ id }) => id));
  const candidates = (users.data?.users ?? [])
    .filter(({ id = '' }) => !present.has(id))
    .sort((a, b) => compareNatural(a.name ?? '', b.name ?? ''));
  const form = useForm({
    initial: { userId: '', role: 'Developer' as ProjectRole },
    limits,
    check: ({ userId }) => (userId ? ({} as Record<string, string>) : { '/userId': t('common:form.missing') }),
    submit: async ({ userId, role }) => {
      await add.mutateAsync({ projectId, userId: userId.trim(), role });
      const name = candidates.find(({ id }) => id === userId)?.name ?? userId;
      toast.done(t('addedDone', { name }));
      onClose();
    },
  });
  return (
    <Form form={form} submitLabel={t('add')} onCancel={onClose}>
      {users.error ? (
        <>
          <InlineError error={users.error} />
          <TextField form={form} name="userId" label={t('field.userId')} help={t('field.userIdHelp')} required mono />
        </>
      ) : (
        <SelectField
          form={form}
          name="userId"
          label={t('field.user')}
          help={t('field.userHelp')}
          required
          busy={users.isPending}
          empty={t('everyone')}
          options={candidates.map(({ id = '', name = '', email }) => ({ value: id, label: name, hint: email }))}
        />
      )}
      <SelectField
        form={form}
        name="role"
        label={t('field.role')}
        options={limits.role.enum.map((role) => ({
          value: role,
          label: t(`common:role.${role}`),
          hint: t(`common:role.hint.${role}`),
        }))}
      />
    </Form>
  );
}
