import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.updateJobConfig.ts';
import { jobConfigQuery, updateJobConfig } from '#src/api/job-config.ts';
import { queryClient } from '#src/api/query-client.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { useOffered, usePlatformAdmin } from '#src/api/use-permission.ts';
import { Ask } from '#src/ui/ask.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { NumberField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Page } from '#src/ui/page.tsx';
import { useToast } from '#src/ui/toast.ts';
import { useForm } from '#src/ui/use-form.ts';
import { SystemPlaces } from '../system-places.tsx';

/** Starts reading the setting. */
export function prefetchJobConfig(): void {
  void queryClient.prefetchQuery(jobConfigQuery());
}

/** How many finished jobs are kept. Everybody may see it, administrators change it. */
export function JobConfigPage() {
  const { t } = useTranslation('system');
  const { data, error, refetch } = useQuery(jobConfigQuery());
  const content = () => {
    if (data) return <ConfigForm key={data.job_retain_number} kept={data.job_retain_number} />;
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={3} />;
  };
  return (
    <Page title={t('jobs.title')}>
      <SystemPlaces />
      {/* Its buttons belong below the one field, not at the end of the page. */}
      <div>{content()}</div>
    </Page>
  );
}

interface Values {
  job_retain_number: number | undefined;
}

function ConfigForm({ kept }: { kept: number | undefined }) {
  const { t, i18n } = useTranslation(['system', 'common']);
  const toast = useToast();
  const admin = usePlatformAdmin();
  const offered = useOffered('eihealth', 'updateJobConfig');
  const update = useApiMutation(updateJobConfig);
  const [fewer, setFewer] = useState<number>();
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const save = async (job_retain_number: number) => {
    await update.mutateAsync({ job_retain_number });
    toast.done(t('jobs.saved', { number: number(job_retain_number) }));
  };
  const form = useForm<Values>({
    initial: { job_retain_number: kept },
    limits,
    submit: async ({ job_retain_number: wanted }) => {
      if (wanted === undefined) return;
      // Fewer than now may drop records for good: that is asked before.
      if (kept !== undefined && wanted < kept) setFewer(wanted);
      else await save(wanted);
    },
  });
  const reason = admin.reason || offered.reason;
  return (
    <>
      <Form form={form} submitLabel={t('common:action.save')} disabledReason={reason}>
        <p className="muted">{t('jobs.text')}</p>
        <NumberField
          form={form}
          name="job_retain_number"
          label={t('jobs.number')}
          step={10_000}
          {...(reason ? { disabledReason: reason } : {})}
        />
      </Form>
      <Ask
        open={fewer !== undefined}
        title={t('jobs.fewerTitle', { number: number(fewer ?? 0) })}
        confirmLabel={t('jobs.fewer')}
        danger
        busy={update.isPending}
        error={update.error ?? undefined}
        onConfirm={() => {
          // A refusal stands in the dialog.
          if (fewer !== undefined) save(fewer).catch(() => undefined);
        }}
        onClose={() => setFewer(undefined)}
      >
        <p className="muted">{t('jobs.fewerText')}</p>
      </Ask>
    </>
  );
}
