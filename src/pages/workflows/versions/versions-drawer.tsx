import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type WorkflowSummary, workflowsQuery } from '#src/api/workflows.ts';
import { paths, withQuery } from '#src/lib/paths.ts';
import { ErrorState } from '#src/ui/error-state.tsx';
import { Skeleton } from '#src/ui/late.tsx';
import { Link } from '#src/ui/link.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { Drawer } from '#src/ui/panel.tsx';
import { Tag, Time } from '#src/ui/values.tsx';
import { versionsOf } from './versions-of.ts';
import './versions.css';

interface Props {
  projectId: string;
  workflowId: string;
  name: string;
  open: boolean;
  /** Why nothing can be restored here; false when it can. */
  readOnlyReason: string | false;
  /** Where a version opens: as the one beside the list does, to edit or to look at. */
  addressOf: (projectId: string, workflowId: string) => string;
  onClose: () => void;
  onRestore: (version: WorkflowSummary, save: boolean) => void;
}

function VersionLine({ version, ...props }: { version: WorkflowSummary } & Omit<Props, 'name' | 'open' | 'onClose'>) {
  const { t } = useTranslation(['versions', 'workflows']);
  const { projectId, workflowId, readOnlyReason, addressOf } = props;
  const id = version.id ?? '';
  const here = id === workflowId;
  const diff = withQuery(paths.workflowDiff(projectId, workflowId), { with: id });
  return (
    <li className="version-line" aria-current={here || undefined}>
      <div className="grow">
        <div className="row">
          {here ? <strong>{version.version}</strong> : <Link to={addressOf(projectId, id)}>{version.version}</Link>}
          {here ? <Tag tone="brand">{t('versions.this')}</Tag> : null}
        </div>
        {version.summary ? <p>{version.summary}</p> : null}
        <p className="muted">
          <Time at={version.update_time} /> · {version.user_name}
        </p>
      </div>
      {here ? null : (
        <>
          <Link to={diff}>{t('versions.compare')}</Link>
          <MenuButton
            label={t('workflows:actionsOf', { name: version.version })}
            entries={[
              { key: 'open', label: t('versions.openOne'), icon: 'workflow', to: addressOf(projectId, id) },
              'line',
              {
                key: 'restore',
                label: t('versions.restore'),
                icon: 'undo',
                disabledReason: readOnlyReason,
                onSelect: () => props.onRestore(version, false),
              },
              {
                key: 'restore-save',
                label: t('versions.restoreSave'),
                icon: 'save',
                disabledReason: readOnlyReason,
                onSelect: () => props.onRestore(version, true),
              },
            ]}
          />
        </>
      )}
    </li>
  );
}

function VersionList(props: Omit<Props, 'open' | 'onClose'>) {
  const { t } = useTranslation('versions');
  const list = useQuery(workflowsQuery(props.projectId));
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton lines={4} />;
  const versions = versionsOf(list.data.workflows ?? [], props.name);
  return (
    <>
      <ul className="version-list">
        {versions.map((version) => (
          <VersionLine key={version.id} version={version} {...props} />
        ))}
      </ul>
      {versions.length < 2 ? <p className="muted">{t('versions.only')}</p> : null}
      <p className="muted">{t('versions.dirtyNote')}</p>
    </>
  );
}

/** The versions of a workflow: those that share its name (4.5.4.5). Open, compare, restore. */
export function VersionsDrawer({ open, onClose, ...rest }: Props) {
  const { t } = useTranslation('versions');
  return (
    <Drawer open={open} title={t('versions.open', { name: rest.name })} onClose={onClose}>
      <VersionList {...rest} />
    </Drawer>
  );
}
