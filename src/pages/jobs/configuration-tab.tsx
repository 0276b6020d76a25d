import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { operations } from '#contracts/generated/operations.ts';
import type { Job } from '#src/api/jobs.ts';
import { cloudProjectId } from '#src/session/use-session.ts';
import { Section } from '#src/ui/page.tsx';
import { CopyText } from '#src/ui/values.tsx';
import { CopyButton } from './copy-button.tsx';
import { jobToRequest } from './job-to-request.ts';

/** The job as the API tells it, and the call that would start it again. */
export function ConfigurationTab({ projectId, job }: { projectId: string; job: Job }) {
  const { t } = useTranslation('jobs');
  const detail = useMemo(() => {
    const { task_runtime_info: _states, ...rest } = job;
    return JSON.stringify(rest, null, 2);
  }, [job]);
  const call = useMemo(() => {
    const { method, path } = operations['eihealth.executeJob'];
    const filled = path
      .replace('{project_id}', cloudProjectId())
      .replace('{eihealth_project_id}', encodeURIComponent(projectId));
    return `${method.toUpperCase()} ${filled}\n\n${JSON.stringify(jobToRequest(job), null, 2)}`;
  }, [job, projectId]);
  return (
    <div className="job-scroll stack">
      <p className="muted">
        {t('config.id')} <CopyText text={job.id ?? ''} short={false} />
      </p>
      <Section title={t('config.api')} extra={<CopyButton text={call} />}>
        <pre className="job-code">{call}</pre>
      </Section>
      <Section title={t('config.detail')} extra={<CopyButton text={detail} />}>
        <pre className="job-code">{detail}</pre>
      </Section>
    </div>
  );
}
