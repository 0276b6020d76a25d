import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppInput, AppOutput, AppSignature, TaskDocument } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { compareNatural } from '#src/lib/format.ts';
import { paths } from '#src/lib/paths.ts';
import { Button } from '#src/ui/button.tsx';
import { Link } from '#src/ui/link.tsx';
import { TypeMark } from '../drawing/type-mark.tsx';
import { useEditorServices } from '../editor-context.ts';
import { Field } from './field.tsx';
import { ReplaceApp } from './replace-app.tsx';
import { sharedOf } from './shared-values.ts';

interface Props {
  /** The task that is open, or all that are selected. */
  tasks: readonly TaskDocument[];
  apps: readonly AppSummary[];
  /** Reads an app with its parameters. */
  loadApp: (appId: string) => Promise<AppSignature>;
}

/** The app behind tasks: its version, the way to another one, and what it says of itself. */
export function AppTab({ tasks, apps, loadApp }: Props) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { editor, editable } = useEditorServices();
  // The app to go over to; an empty text is still to be chosen.
  const [target, setTarget] = useState<string>();
  const known = tasks.map((task) => editor.lookup(task.app_id));
  const name = sharedOf(known.map((app) => app?.name));
  const id = sharedOf(known.map((app) => app?.id));
  const appName = name.mixed ? undefined : name.value;
  const app = id.mixed ? undefined : known[0];
  const versions = apps
    .filter((other) => other.name === appName)
    .sort((a, b) => compareNatural(b.version ?? '', a.version ?? ''));
  return (
    <>
      {name.mixed && <p className="we-quiet">{t('panel:several.apps')}</p>}
      {!name.mixed && !appName && <p className="we-quiet">{t('appMissing')}</p>}
      {appName && (
        <Field name="app" label={t('app.version')} help={t('panel:app.versionHelp')}>
          {(fieldId, note) => (
            <Select
              id={fieldId}
              aria-describedby={note}
              disabled={!editable || (versions.length < 2 && !id.mixed)}
              value={app?.id}
              placeholder={id.mixed ? t('panel:several.mixed') : undefined}
              onChange={setTarget}
              options={versions.map((one) => ({ value: one.id ?? '', label: one.version }))}
            />
          )}
        </Field>
      )}
      <div data-field={appName ? undefined : 'app'}>
        <div className="we-control">
          <Button icon="retry" disabledReason={!editable && t('outline.viewOnly')} onClick={() => setTarget('')}>
            {t('panel:app.replace')}
          </Button>
        </div>
      </div>
      {app && <AppFacts app={app} summary={apps.find((one) => one.id === app.id)} />}
      {target !== undefined && (
        <ReplaceApp
          tasks={tasks}
          apps={apps}
          target={target}
          loadApp={loadApp}
          onTarget={setTarget}
          onClose={() => setTarget(undefined)}
        />
      )}
    </>
  );
}

function Parameters({ title, none, items }: { title: string; none: string; items: readonly (AppInput | AppOutput)[] }) {
  const { t } = useTranslation('canvas');
  return (
    <>
      <h3>{title}</h3>
      <ul className="we-outputs">
        {items.map((item) => (
          <li key={item.name}>
            <TypeMark type={item.type} label={t(`type.${item.type}`)} /> <strong>{item.name}</strong>
            {item.required && <span className="we-required"> *</span>}{' '}
            <code className="we-quiet">{item.enum?.join(' | ') || item.pattern || ''}</code>
            {item.description && <p className="we-quiet">{item.description}</p>}
          </li>
        ))}
      </ul>
      {items.length === 0 && <p className="we-quiet">{none}</p>}
    </>
  );
}

/** What an app says of itself, to read only. */
function AppFacts({ app, summary }: { app: AppSignature; summary: AppSummary | undefined }) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { projectId } = useEditorServices();
  return (
    <>
      <dl className="we-facts">
        <dt>{t('app.name')}</dt>
        <dd>
          {summary ? <Link to={paths.app(projectId, app.id)}>{app.name}</Link> : app.name} {app.version}
        </dd>
        {summary?.summary && <dd>{summary.summary}</dd>}
        {summary?.description && (
          <>
            <dt>{t('panel:app.description')}</dt>
            <dd className="we-description">{summary.description}</dd>
          </>
        )}
        {(summary?.labels?.length ?? 0) > 0 && (
          <>
            <dt>{t('palette.labels')}</dt>
            <dd>{summary?.labels?.join(', ')}</dd>
          </>
        )}
        <dt>{t('app.image')}</dt>
        <dd>
          <code>{app.image ?? '—'}</code>
        </dd>
        <dt>{t('app.commands')}</dt>
        <dd>
          <pre>{app.commands?.join('\n') || '—'}</pre>
        </dd>
      </dl>
      <Parameters title={t('panel.inputs')} none={t('panel.noInputs')} items={app.inputs} />
      <Parameters title={t('output.declared')} none={t('output.none')} items={app.outputs} />
    </>
  );
}
