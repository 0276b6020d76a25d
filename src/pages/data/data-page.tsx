import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { baseName, parentPath, parseDataPath } from '#core/data-path.ts';
import { type DataItem, dataListQuery, dataQuery } from '#src/api/data.ts';
import { fileOnWire, folderOnWire, isFolder, pathOf, wirePathOf } from '#src/api/data-paths.ts';
import { projectQuery } from '#src/api/projects.ts';
import { queryClient } from '#src/api/query-client.ts';
import { usePermission } from '#src/api/use-permission.ts';
import { useUrlState } from '#src/lib/use-url-state.ts';
import { Button } from '#src/ui/button.tsx';
import { DataTable } from '#src/ui/data-table.tsx';
import type { Sort } from '#src/ui/data-table-types.ts';
import { EmptyState } from '#src/ui/empty-state.tsx';
import { FilterBar } from '#src/ui/filter-bar.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { Page } from '#src/ui/page.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { useDataActions } from './data-actions.tsx';
import { dataColumns } from './data-columns.tsx';
import { DataJobsDrawer, RunningDataJobs } from './data-jobs.tsx';
import { DeleteData } from './delete-data.tsx';
import { DropZone } from './drop-zone.tsx';
import type { Picked } from './dropped-files.ts';
import { pageRequest } from './folder-rows.ts';
import { NewFolderDialog } from './new-folder-dialog.tsx';
import { PathBar } from './path-bar.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { UploadButton } from './upload-button.tsx';
import { useFolder } from './use-folder.ts';
import { useUpload } from './use-upload.ts';
import './data.css';

const URL_STATE = { path: '/', q: '', sort: 'name', dir: 'asc', open: '', jobs: false };
const NO_KEYS: ReadonlySet<string> = new Set();

const sortOf = ({ sort, dir }: { sort: string; dir: string }): Sort => ({
  key: sort,
  dir: dir === 'desc' ? 'desc' : 'asc',
});

/** The folder of the address; whatever stands there that is no path is the root. */
function folderOf(path: string): string {
  const parsed = parseDataPath(path);
  return parsed.ok ? parsed.value.path : '/';
}

export function prefetchData({ projectId = '' }: Record<string, string>, request: Request): void {
  const search = new URL(request.url).searchParams;
  const view = (project: string) => ({
    path: folderOnWire(project, folderOf(search.get('path') ?? '/')),
    search: search.get('q') ?? '',
    sort: sortOf({ sort: search.get('sort') ?? URL_STATE.sort, dir: search.get('dir') ?? URL_STATE.dir }),
  });
  // The folder is named with the project in front, so its name comes first.
  void queryClient
    .ensureQueryData(projectQuery(projectId))
    .then(({ name = '' }) => queryClient.prefetchQuery(dataListQuery(projectId, pageRequest(view(name), 0))))
    .catch(() => undefined);
}

function useDataAccess(projectId: string) {
  const upload = usePermission(projectId, 'upload');
  const download = usePermission(projectId, 'download');
  const remove = usePermission(projectId, 'deleteData');
  return { upload, download, remove };
}

/** The item whose details are open: a row, or read by its path when the list does not show it. */
function useOpenItem(projectId: string, project: string, path: string, rows: readonly (DataItem | undefined)[] = []) {
  const shown = useMemo(() => (path ? rows.find((row) => row && pathOf(row) === path) : undefined), [rows, path]);
  const { data } = useQuery({
    ...dataQuery(projectId, fileOnWire(project, path)),
    enabled: path !== '' && !shown && project !== '',
    retry: false,
  });
  if (!path) return undefined;
  return shown ?? (data && { ...data, name: data.name || baseName(path) });
}

export function DataPage() {
  const { projectId = '' } = useParams();
  const { t } = useTranslation(['data', 'common']);
  const [url, setUrl] = useUrlState(URL_STATE);
  const { data: projectData, error: projectError } = useQuery(projectQuery(projectId));
  const project = projectData?.name ?? '';
  const folder = folderOf(url.path);
  const access = useDataAccess(projectId);
  const sort = sortOf(url);
  const view = project ? { path: folderOnWire(project, folder), search: url.q, sort } : undefined;
  const { rows, count, whole, error, refetch, onRange } = useFolder(projectId, view);
  const [selected, setSelected] = useState(NO_KEYS);
  const [making, setMaking] = useState(false);
  const [deleting, setDeleting] = useState<readonly DataItem[]>([]);
  const upload = useUpload(projectId, project);
  const open = useOpenItem(projectId, project, url.open, rows);
  const columns = useMemo(() => dataColumns(t, { whole, searching: url.q !== '' }), [t, whole, url.q]);

  const go = (path: string) => {
    setSelected(NO_KEYS);
    setUrl({ path, q: '', open: '' }, { push: true });
  };
  const look = (item: DataItem) => setUrl({ open: pathOf(item) });
  const actions = useDataActions({ projectId, project, access, onLook: look, onDelete: setDeleting });
  const add = (picked: Picked) => void upload.add(picked, folder);

  const goTyped = async (path: string) => {
    if (path === '/') return go('/');
    const item = await queryClient.fetchQuery({
      ...dataQuery(projectId, fileOnWire(project, path)),
      staleTime: 0,
      retry: false,
    });
    if (isFolder(item)) return go(path);
    setUrl({ path: parentPath(path), q: '', open: path }, { push: true });
  };

  const chosen = (): DataItem[] => {
    const known = new Map((rows ?? []).flatMap((row) => (row ? [[wirePathOf(row, project), row] as const] : [])));
    return [...selected].map(
      (path) => known.get(path) ?? { path, name: baseName(path), type: path.endsWith('/') ? 'FOLDER' : 'FILE' },
    );
  };
  const chosenFiles = [...selected].filter((path) => !path.endsWith('/')).length;

  const uploadButton = <UploadButton disabledReason={access.upload.reason} busy={upload.checking} onPick={add} />;

  return (
    <Page
      title={t('title')}
      fill
      actions={
        <>
          <Button icon="retry" label={t('jobs.title')} onClick={() => setUrl({ jobs: true }, { push: true })}>
            {t('jobs.title')}
          </Button>
          <Button icon="plus" disabledReason={access.upload.reason} onClick={() => setMaking(true)}>
            {t('newFolder.button')}
          </Button>
          {uploadButton}
        </>
      }
    >
      <div className="data-bar">
        <PathBar project={project} folder={folder} onGo={go} onType={goTyped} />
        <FilterBar search={{ value: url.q, placeholder: t('search'), onChange: (q) => setUrl({ q }) }} count={count} />
      </div>
      <RunningDataJobs projectId={projectId} />
      <div className="data-split">
        <DataTable
          key={folder}
          label={t('title')}
          storageKey="data"
          columns={columns}
          rows={rows}
          rowKey={(item) => wirePathOf(item, project)}
          rowName={({ name = '' }) => name}
          error={error ?? projectError}
          onRetry={refetch}
          sort={sort}
          // A long folder has its names in one order only.
          onSort={({ key, dir }) => setUrl({ sort: key, dir: key === 'name' && !whole ? 'asc' : dir })}
          filtered={url.q !== ''}
          onClearFilters={() => setUrl({ q: '' })}
          selection={{
            keys: selected,
            onChange: setSelected,
            bulk: (
              <>
                <Button
                  size="small"
                  icon="download"
                  disabledReason={access.download.reason || (chosenFiles === 0 && t('action.noFolderDownload'))}
                  onClick={() => actions.download(chosen().filter((item) => !isFolder(item)))}
                >
                  {t('action.download')}
                </Button>
                <Button
                  size="small"
                  kind="danger-quiet"
                  icon="trash"
                  disabledReason={access.remove.reason}
                  onClick={() => setDeleting(chosen())}
                >
                  {t('common:action.delete')}
                </Button>
              </>
            ),
          }}
          onOpen={(item) => (isFolder(item) ? go(pathOf(item)) : look(item))}
          onPeek={look}
          onMove={(item) => {
            if (url.open) look(item);
          }}
          openKey={open && wirePathOf(open, project)}
          onRange={onRange}
          rowActions={(item) => (
            <MenuButton entries={actions.entries(item)} label={`${t('common:action.more')}: ${item.name ?? ''}`} />
          )}
          empty={<EmptyState title={t('empty.title')} text={t('empty.text')} action={uploadButton} />}
        />
        {open ? (
          <PreviewPane
            projectId={projectId}
            project={project}
            item={open}
            entries={actions.entries(open)}
            onClose={() => setUrl({ open: '' })}
          />
        ) : null}
      </div>
      <DropZone target={`${project}:${folder}`} disabledReason={access.upload.reason} onDrop={add} />
      <ConflictDialog question={upload.question} onAnswer={(answer) => void upload.answer(answer)} />
      <NewFolderDialog
        open={making}
        projectId={projectId}
        project={project}
        folder={folder}
        onMade={(path) => {
          setMaking(false);
          go(path);
        }}
        onClose={() => setMaking(false)}
      />
      <DeleteData
        projectId={projectId}
        project={project}
        items={deleting}
        onDone={() => {
          setDeleting([]);
          setSelected(NO_KEYS);
          if (deleting.some((item) => pathOf(item) === url.open)) setUrl({ open: '' });
        }}
        onClose={() => setDeleting([])}
      />
      <DataJobsDrawer projectId={projectId} open={url.jobs} onClose={() => setUrl({ jobs: false })} />
    </Page>
  );
}
