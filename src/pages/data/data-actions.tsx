import { useTranslation } from 'react-i18next';
import type { DataItem } from '#src/api/data.ts';
import { isFolder, pathOf, wirePathOf } from '#src/api/data-paths.ts';
import type { Access } from '#src/api/use-permission.ts';
import type { MenuEntry } from '#src/ui/menu-button.tsx';
import { useToast } from '#src/ui/toast.ts';
import { downloadFiles } from './download.ts';

export interface DataAccess {
  upload: Access;
  download: Access;
  remove: Access;
}

interface Acts {
  projectId: string;
  project: string;
  access: DataAccess;
  onLook(item: DataItem): void;
  onDelete(items: DataItem[]): void;
}

/** What can be done with one file or folder, for its row and for its details. */
export function useDataActions({ projectId, project, access, onLook, onDelete }: Acts) {
  const { t } = useTranslation(['data', 'common']);
  const toast = useToast();
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(() => toast.done(t('copied', { text })), toast.failed);
  const download = (items: readonly DataItem[]) =>
    void downloadFiles(
      projectId,
      items.map((item) => wirePathOf(item, project)),
    ).catch(toast.failed);

  const entries = (item: DataItem): (MenuEntry | 'line')[] => [
    { key: 'look', label: t('action.look'), icon: 'eye', onSelect: () => onLook(item) },
    {
      key: 'download',
      label: t('action.download'),
      icon: 'download',
      disabledReason: access.download.reason || (isFolder(item) && t('action.noFolderDownload')),
      onSelect: () => download([item]),
    },
    { key: 'path', label: t('action.copyPath'), icon: 'copy', onSelect: () => copy(pathOf(item)) },
    {
      key: 'reference',
      label: t('action.copyReference'),
      icon: 'link',
      onSelect: () => copy(wirePathOf(item, project)),
    },
    'line',
    {
      key: 'delete',
      label: t('common:action.delete'),
      icon: 'trash',
      danger: true,
      disabledReason: access.remove.reason || (item.deletable === false && t('action.notDeletable')),
      onSelect: () => onDelete([item]),
    },
  ];
  return { entries, download, copy };
}
