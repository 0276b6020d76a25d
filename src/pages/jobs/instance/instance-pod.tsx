import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { instancePodQuery } from '#src/api/instances.ts';
import { pollWhile } from '#src/api/query.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Section } from '#src/ui/page.tsx';
import { CopyButton } from '../copy-button.tsx';
import type { Attempt, Looked } from './use-attempts.ts';

/** What scrolls takes the focus, so that it can be scrolled with the keyboard. */
const FOCUSABLE = { tabIndex: 0 } as const;

/** All the platform knows of an attempt, as it writes it. */
export function InstancePod({ looked, attempt }: { looked: Looked; attempt: Attempt | undefined }) {
  const { t } = useTranslation('instance');
  const pod = useQuery({
    ...instancePodQuery(attempt?.of ?? { ...looked.of, name: '' }),
    enabled: attempt !== undefined,
    refetchInterval: pollWhile(looked.moving),
  });
  if (!attempt) return <EmptyState icon="file" title={t('noAttempt')} text={t('pod.none')} />;
  if (pod.error && !pod.data) return <ErrorState error={pod.error} onRetry={() => void pod.refetch()} />;
  if (!pod.data) return <Skeleton lines={7} />;
  const text = pod.data.metadata ?? '';
  return (
    <Section title={attempt.of.name} extra={<CopyButton text={text} />}>
      <section className="instance-pod" aria-label={t('pod.label', { name: attempt.of.name })} {...FOCUSABLE}>
        <pre className="job-code">{text}</pre>
      </section>
    </Section>
  );
}
