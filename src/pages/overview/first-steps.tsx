import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { configQuery } from '#src/api/console.ts';
import { projectsQuery } from '#src/api/projects.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { paths } from '#src/lib/paths.ts';
import { Button } from '#src/ui/button.tsx';
import { useEnvironment } from '#src/ui/environment.tsx';
import { Icon, type IconName } from '#src/ui/icon.tsx';
import { Link } from '#src/ui/link.tsx';
import { Section } from '#src/ui/page.tsx';

/** What to do in a project in which nothing has run yet. */
export function FirstSteps({ projectId, hasTools }: { projectId: string; hasTools: boolean }) {
  const { t } = useTranslation(['projects', 'common']);
  const upload = usePermission(projectId, 'upload');
  const develop = usePermission(projectId, 'develop');
  const run = usePermission(projectId, 'run');
  return (
    <Section title={t('steps.title')} extra={<SampleLink projectId={projectId} />}>
      <ol className="steps">
        <Step
          icon="data"
          title={t('steps.dataTitle')}
          text={t('steps.dataText')}
          action={t('steps.dataAction')}
          to={paths.data(projectId)}
          reason={upload.reason}
        />
        <Step
          icon="app"
          title={t('steps.toolTitle')}
          text={t('steps.toolText')}
          action={t('steps.toolAction')}
          to={paths.appNew(projectId)}
          reason={develop.reason}
        />
        <Step
          icon="play"
          title={t('steps.jobTitle')}
          text={t('steps.jobText')}
          action={t('steps.jobAction')}
          to={paths.jobNew(projectId)}
          reason={run.reason || (!hasTools && t('steps.toolFirst'))}
        />
      </ol>
    </Section>
  );
}

interface StepProps {
  icon: IconName;
  title: string;
  text: string;
  action: string;
  to: string;
  reason: string | false;
}

function Step({ icon, title, text, action, to, reason }: StepProps) {
  const environment = useEnvironment();
  return (
    <li className="step">
      <span className="step-icon">
        <Icon name={icon} size={18} />
      </span>
      <h3>{title}</h3>
      <p className="muted">{text}</p>
      <Button disabledReason={reason} onClick={() => environment.navigate(to)}>
        {action}
      </Button>
    </li>
  );
}

/** The project that holds the samples of this server, if it is there and is another one. */
function SampleLink({ projectId }: { projectId: string }) {
  const { t } = useTranslation('projects');
  const { data: config } = useQuery(configQuery());
  const { data } = useQuery(projectsQuery());
  const sample = data?.projects?.find(({ name }) => name !== undefined && name === config?.samples_project);
  if (!sample?.id || sample.id === projectId) return null;
  return <Link to={paths.project(sample.id)}>{t('steps.sample', { name: sample.name })}</Link>;
}
