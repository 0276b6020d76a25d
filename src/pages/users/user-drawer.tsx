import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import createLimits from '#contracts/generated/limits/eihealth.createUser.ts';
import updateLimits from '#contracts/generated/limits/eihealth.updateUser.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import type { Access } from '#src/api/use-permission.ts';
import { createUser, type PlatformRole, type PlatformUser, updateUser, usersQuery } from '#src/api/users.ts';
import { useSession } from '#src/session/use-session.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { SelectField, TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { useToast } from '#src/ui/toast.ts';
import { useForm } from '#src/ui/use-form.ts';

interface UserDrawerProps {
  open: boolean;
  /** Undefined: a new user. */
  userId: string | undefined;
  admin: Access;
  onClose(): void;
}

/** Creates a user, or changes the contact data of one. */
export function UserDrawer({ open, userId, admin, onClose }: UserDrawerProps) {
  const { t } = useTranslation(['users', 'common']);
  const { data, error, refetch } = useQuery(usersQuery());
  const user = data?.users?.find(({ id }) => id === userId);
  const title = userId ? t('edit', { name: user?.name ?? '…' }) : t('create');
  const edit = () => {
    if (user) return <EditForm key={user.id} user={user} admin={admin} onClose={onClose} />;
    if (error) return <ErrorState error={error} onRetry={refetch} />;
    return data ? <EmptyState icon="user" title={t('common:page.notFound.title')} /> : <Skeleton />;
  };
  return (
    <Drawer open={open} title={title} onClose={onClose}>
      {userId ? edit() : <CreateForm admin={admin} onClose={onClose} />}
    </Drawer>
  );
}

/** Country code and phone are useless without each other (error 01010027). */
const pairBreak = (areacode: string, phone: string) => Boolean(areacode) !== Boolean(phone);

function CreateForm({ admin, onClose }: { admin: Access; onClose(): void }) {
  const { t } = useTranslation(['users', 'common']);
  const toast = useToast();
  const create = useApiMutation(createUser);
  const form = useForm({
    initial: { name: '', password: '', role: 'OPERATOR' as PlatformRole, email: '', areacode: '', phone: '' },
    limits: createLimits,
    check: ({ areacode, phone }): Record<string, string> =>
      pairBreak(areacode, phone) ? { [phone ? '/areacode' : '/phone']: t('field.phonePair') } : {},
    submit: async ({ name, password, role, ...contact }) => {
      const given = Object.fromEntries(Object.entries(contact).filter(([, value]) => value !== ''));
      await create.mutateAsync({ name, password, role, ...given });
      toast.done(t('createdDone', { name }));
      onClose();
    },
  });
  return (
    <Form form={form} submitLabel={t('create')} disabledReason={admin.reason} onCancel={onClose}>
      <TextField form={form} name="name" label={t('field.name')} help={t('field.nameHelp')} autoFocus />
      <TextField
        form={form}
        name="password"
        label={t('field.password')}
        help={t('field.passwordHelp')}
        password
        autoComplete="new-password"
      />
      <SelectField
        form={form}
        name="role"
        label={t('field.role')}
        options={createLimits.role.enum.map((role) => ({
          value: role,
          label: t(`common:role.${role}`),
          hint: t(`roleHint.${role}`),
        }))}
      />
      <TextField form={form} name="email" label={t('field.email')} />
      <TextField form={form} name="areacode" label={t('field.areacode')} placeholder="0086" />
      <TextField form={form} name="phone" label={t('field.phone')} />
    </Form>
  );
}

interface EditProps {
  user: PlatformUser;
  admin: Access;
  onClose(): void;
}

function EditForm({ user, admin, onClose }: EditProps) {
  const { t } = useTranslation(['users', 'common']);
  const toast = useToast();
  const session = useSession();
  const update = useApiMutation(updateUser);
  const form = useForm({
    initial: { email: user.email ?? '', areacode: user.areacode ?? '', mobile: user.phone ?? '' },
    limits: updateLimits,
    check: ({ areacode, mobile }): Record<string, string> =>
      pairBreak(areacode, mobile) ? { [mobile ? '/areacode' : '/mobile']: t('field.phonePair') } : {},
    submit: async (body) => {
      await update.mutateAsync({ userId: user.id ?? '', body });
      toast.done(t('savedDone'));
      onClose();
    },
  });
  const reason = user.id !== session.user.id && admin.reason;
  return (
    <Form form={form} submitLabel={t('common:action.save')} disabledReason={reason} onCancel={onClose}>
      <TextField form={form} name="email" label={t('field.email')} autoFocus />
      <TextField form={form} name="areacode" label={t('field.areacode')} placeholder="0086" />
      <TextField form={form} name="mobile" label={t('field.phone')} />
    </Form>
  );
}
