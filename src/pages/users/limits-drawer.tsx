import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.updateUserSetting.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { type Access, useOffered } from '#src/api/use-permission.ts';
import { type UserSettings, updateUserSetting, userSettingQuery, usersQuery } from '#src/api/users.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { NumberField, SwitchField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { useToast } from '#src/ui/toast.ts';
import { useForm } from '#src/ui/use-form.ts';

const LIMITS = {
  job_quota: limits['settings.job_quota'],
  job_timeout: limits['settings.job_timeout'],
  cpu_quota: limits['settings.cpu_quota'],
  mem_quota: limits['settings.mem_quota'],
  projects_per_user: limits['settings.projects_per_user'],
};

/** What stands for a limit a platform does not tell. */
const WIDEST = {
  job_quota: LIMITS.job_quota.maximum,
  job_timeout: LIMITS.job_timeout.maximum,
  cpu_quota: LIMITS.cpu_quota.maximum,
  mem_quota: LIMITS.mem_quota.maximum,
  projects_per_user: LIMITS.projects_per_user.default,
};

interface LimitsDrawerProps {
  open: boolean;
  userId: string;
  admin: Access;
  onClose(): void;
}

/** What a user may run and own at most, and whether that holds. */
export function LimitsDrawer({ open, userId, admin, onClose }: LimitsDrawerProps) {
  const { t } = useTranslation(['users', 'common']);
  const users = useQuery(usersQuery());
  const name = users.data?.users?.find(({ id }) => id === userId)?.name;
  const { data, error, refetch } = useQuery({ ...userSettingQuery(userId), enabled: open && name !== undefined });
  const content = () => {
    if (users.error) return <ErrorState error={users.error} onRetry={users.refetch} />;
    if (users.data && name === undefined) return <EmptyState icon="user" title={t('common:page.notFound.title')} />;
    if (error) return <ErrorState error={error} onRetry={refetch} />;
    if (!data) return <Skeleton />;
    return <LimitsForm key={userId} userId={userId} stored={data} admin={admin} onClose={onClose} />;
  };
  return (
    <Drawer open={open} title={t('limits.title', { name: name ?? '…' })} onClose={onClose}>
      {content()}
    </Drawer>
  );
}

interface FormProps extends Omit<LimitsDrawerProps, 'open'> {
  stored: UserSettings;
}

function LimitsForm({ userId, stored: { operation, settings }, admin, onClose }: FormProps) {
  const { t } = useTranslation(['users', 'common']);
  const toast = useToast();
  const update = useApiMutation(updateUserSetting);
  const offered = useOffered('eihealth', 'updateUserSetting');
  const form = useForm({
    initial: { limited: operation === 'OPEN', ...WIDEST, ...settings },
    limits: LIMITS,
    submit: async ({ limited, ...asked }) => {
      await update.mutateAsync({ userId, body: { operation: limited ? 'OPEN' : 'CLOSE', settings: asked } });
      toast.done(t('savedDone'));
      onClose();
    },
  });
  const off = !form.values.limited && t('limits.off');
  return (
    <Form
      form={form}
      submitLabel={t('common:action.save')}
      disabledReason={admin.reason || offered.reason}
      onCancel={onClose}
    >
      <SwitchField form={form} name="limited" label={t('limits.limited')} help={t('limits.limitedHelp')} />
      <NumberField form={form} name="job_quota" label={t('limits.jobs')} disabledReason={off} />
      <NumberField
        form={form}
        name="job_timeout"
        label={t('limits.timeout')}
        help={t('limits.timeoutHelp')}
        unit={t('limits.days')}
        disabledReason={off}
      />
      <NumberField form={form} name="cpu_quota" label={t('limits.cpu')} unit={t('limits.cores')} disabledReason={off} />
      <NumberField form={form} name="mem_quota" label={t('limits.memory')} unit="GB" disabledReason={off} />
      <NumberField form={form} name="projects_per_user" label={t('limits.projects')} disabledReason={off} />
    </Form>
  );
}
