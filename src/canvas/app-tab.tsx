import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AppSignature } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { compareNatural } from '#src/lib/format.ts';
import { Field } from './field.tsx';

interface Props {
  app: AppSignature | undefined;
  apps: readonly AppSummary[];
  editable: boolean;
  onChange: (appId: string) => void;
}

/** The app behind a task, and the way to another version of it. */
export function AppTab({ app, apps, editable, onChange }: Props) {
  const { t } = useTranslation('canvas');
  if (!app) return <p className="we-quiet">{t('appMissing')}</p>;
  const versions = apps
    .filter((other) => other.name === app.name)
    .sort((a, b) => compareNatural(b.version ?? '', a.version ?? ''));
  return (
    <>
      <Field label={t('app.version')} help={t('app.versionHelp')}>
        {(id) => (
          <Select
            id={id}
            disabled={!editable || versions.length < 2}
            value={app.id}
            onChange={onChange}
            options={versions.map((one) => ({ value: one.id ?? '', label: one.version }))}
          />
        )}
      </Field>
      <dl className="we-facts">
        <dt>{t('app.name')}</dt>
        <dd>{app.name}</dd>
        <dt>{t('app.image')}</dt>
        <dd>
          <code>{app.image ?? '—'}</code>
        </dd>
        <dt>{t('app.commands')}</dt>
        <dd>
          <pre>{app.commands?.join('\n') || '—'}</pre>
        </dd>
      </dl>
    </>
  );
}
