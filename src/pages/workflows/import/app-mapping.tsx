import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type AppUse, parseAddress } from '#core/workflow/app-addresses.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { needsLook } from './import-model.ts';
import type { Import } from './use-import.ts';

interface Props extends Pick<Import, 'uses' | 'choices' | 'apps'> {
  onChoose: (appId: string, id: string) => void;
}

/** The app as a person reads it: name and version of an address, else the id. */
export function appLabel(appId: string): string {
  const address = parseAddress(appId);
  return address ? `${address.name} ${address.version}` : appId;
}

function optionsFor(use: AppUse, apps: readonly AppSummary[], leave: string) {
  const first = new Set(use.proposals.map(({ app }) => app.id));
  const ordered = [
    ...use.proposals.flatMap(({ app }) => apps.filter((one) => one.id === app.id)),
    ...apps.filter((app) => !first.has(app.id ?? '')),
  ];
  const options = ordered.map((app) => ({ value: app.id ?? '', label: `${app.name} ${app.version}` }));
  return [{ value: '', label: leave }, ...options];
}

/** Apps the project does not have under that address, each with the app of the project that takes its place. */
export function AppMapping({ uses, choices, apps, onChoose }: Props) {
  const { t } = useTranslation('imports');
  const open = uses.filter(needsLook);
  const known = uses.length - open.length;
  return (
    <section className="im-part" aria-label={t('apps.title')}>
      <h2>{t('apps.title')}</h2>
      {known > 0 && <p className="muted">{t('apps.known', { count: known })}</p>}
      {open.map((use) => {
        const label = appLabel(use.appId);
        const choice = choices.get(use.appId) ?? '';
        const match = use.proposals.find(({ app }) => app.id === choice)?.match;
        return (
          <div key={use.appId} className="im-app">
            <div>
              <strong>{label}</strong>
              <div className="muted im-tasks">
                {parseAddress(use.appId) && (
                  <span>{t('apps.from', { project: parseAddress(use.appId)?.source ?? '' })} · </span>
                )}
                {t('apps.tasks', { count: use.tasks.length, tasks: use.tasks.slice(0, 5).join(', ') })}
              </div>
            </div>
            <Select
              aria-label={t('apps.choose', { app: label })}
              showSearch={{ optionFilterProp: 'label' }}
              status={choice === '' ? 'warning' : ''}
              value={choice}
              options={optionsFor(use, apps, t('apps.leave'))}
              onChange={(id: string) => onChoose(use.appId, id)}
            />
            <span className="muted im-match">
              {choice === '' ? t('apps.missing') : match === 'version' ? t('apps.sameVersion') : t('apps.other')}
            </span>
          </div>
        );
      })}
    </section>
  );
}
