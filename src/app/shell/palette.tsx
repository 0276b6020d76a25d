import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { appsQuery } from '#src/api/apps.ts';
import { jobsQuery } from '#src/api/jobs.ts';
import { projectsQuery } from '#src/api/projects.ts';
import { workflowsQuery } from '#src/api/workflows.ts';
import { paths } from '#src/lib/paths.ts';
import { useEnvironment } from '#src/ui/environment.tsx';
import { Icon, type IconName } from '#src/ui/icon.tsx';
import { Dialog } from '#src/ui/panel.tsx';
import { rankTargets, type Target } from './palette-rank.ts';
import './palette.css';

const ICONS: Record<Target['kind'], IconName> = {
  page: 'overview',
  project: 'project',
  app: 'app',
  workflow: 'workflow',
  job: 'job',
};

/** Everything that can be jumped to from here. Lists already read are used as they are. */
function useTargets(): Target[] {
  const { t } = useTranslation();
  const { projectId = '' } = useParams();
  const enabled = projectId !== '';
  const projects = useQuery(projectsQuery());
  const apps = useQuery({ ...appsQuery(projectId), enabled });
  const workflows = useQuery({ ...workflowsQuery(projectId), enabled });
  const jobs = useQuery({ ...jobsQuery(projectId, { limit: 50 }), enabled });
  const pages: Target[] = enabled
    ? (['data', 'apps', 'workflows', 'jobs', 'members'] as const).map((key) => ({
        kind: 'page',
        name: t(`nav.${key}`),
        to: paths[key](projectId),
      }))
    : [];
  return [
    ...pages,
    ...(enabled ? [{ kind: 'page' as const, name: t('nav.overview'), to: paths.project(projectId) }] : []),
    { kind: 'page', name: t('nav.projects'), to: paths.projects() },
    { kind: 'page', name: t('nav.users'), to: paths.users() },
    { kind: 'page', name: t('nav.system'), to: paths.nodes() },
    ...(projects.data?.projects ?? []).map(
      ({ id = '', name = '' }): Target => ({ kind: 'project', name, to: paths.project(id) }),
    ),
    ...(workflows.data?.workflows ?? []).map(
      ({ id = '', name = '', version = '' }): Target => ({
        kind: 'workflow',
        name: `${name} ${version}`,
        to: paths.workflowEdit(projectId, id),
      }),
    ),
    ...(apps.data?.apps ?? []).map(
      ({ id = '', name = '', version = '' }): Target => ({
        kind: 'app',
        name: `${name} ${version}`,
        to: paths.app(projectId, id),
      }),
    ),
    ...(jobs.data?.jobs ?? []).map(
      ({ id = '', name = '' }): Target => ({ kind: 'job', name, to: paths.job(projectId, id) }),
    ),
  ];
}

/** Search for a place and go there, by keyboard alone. */
export function Palette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const environment = useEnvironment();
  const list = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = rankTargets(useTargets(), text);
  const current = found[Math.min(chosen, found.length - 1)];

  const go = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    environment.navigate(target.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen((at) => Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setChosen((at) => Math.max(at - 1, 0));
    else if (event.key === 'Enter') go(current);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open title={t('palette.label')} onClose={onClose} width={560}>
      <input
        // The palette is opened to type into it.
        ref={(element) => element?.focus()}
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={current ? `${list}-${found.indexOf(current)}` : undefined}
        aria-label={t('palette.placeholder')}
        placeholder={t('palette.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} role="listbox" aria-label={t('palette.label')} className="palette-list">
        {found.map((target, index) => (
          <div
            key={target.kind + target.to}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={target === current}
            className="palette-option"
            onPointerMove={() => setChosen(index)}
            onClick={() => go(target)}
            onKeyDown={onKeyDown}
          >
            <Icon name={ICONS[target.kind]} />
            <span className="grow ellipsis">{target.name}</span>
            <span className="muted">{t(`palette.${target.kind}`)}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="muted palette-none">{t('palette.none', { text })}</p> : null}
      <p className="muted palette-hint">{t('palette.hint')}</p>
    </Dialog>
  );
}
