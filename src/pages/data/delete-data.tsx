import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.batchDeleteData.ts';
import { batchDeleteData, type DataItem, dataListQuery } from '#src/api/data.ts';
import { isFolder, wirePathOf } from '#src/api/data-paths.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { formatSize } from '#src/lib/format.ts';
import { ConfirmDelete } from '#src/ui/confirm-delete.tsx';
import { useToast } from '#src/ui/toast.ts';

interface DeleteDataProps {
  projectId: string;
  project: string;
  /** Empty: nothing is asked. */
  items: readonly DataItem[];
  onDone(): void;
  onClose(): void;
}

const SHOWN = 6;

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

/** Asks before data are lost, and names them. Deletion runs on the server as a data job. */
export function DeleteData({ projectId, project, items, onDone, onClose }: DeleteDataProps) {
  const { t, i18n } = useTranslation('data');
  const toast = useToast();
  const remove = useApiMutation(batchDeleteData);
  const [only] = items;
  const single = items.length === 1 ? only : undefined;
  const folder = single && isFolder(single) ? wirePathOf(single, project) : undefined;
  const { data: inside } = useQuery({
    ...dataListQuery(projectId, { path: folder ?? '', limit: 1 }),
    enabled: folder !== undefined,
  });
  const words = (item: DataItem) => {
    if (!isFolder(item)) return t('delete.file', { name: item.name, size: formatSize(item.size ?? 0, i18n.language) });
    if (inside?.count) return t('delete.folderWith', { name: item.name, count: inside.count });
    return t('delete.folder', { name: item.name });
  };
  const lost = items.slice(0, SHOWN).map(words);
  if (items.length > SHOWN) lost.push(t('more', { count: items.length - SHOWN }));

  const run = async () => {
    // A request takes so many paths; more of them make several data jobs.
    for (const paths of chunks(
      items.map((item) => wirePathOf(item, project)),
      limits.paths.maxItems,
    ))
      await remove.mutateAsync({ projectId, paths });
  };
  return (
    <ConfirmDelete
      open={items.length > 0}
      name={single?.name ?? ''}
      title={single ? undefined : t('delete.title', { count: items.length })}
      lost={lost}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        run().then(
          () => {
            toast.info(t('delete.started', { count: items.length }));
            onDone();
          },
          // The dialog shows the error of the mutation.
          () => undefined,
        )
      }
      onClose={() => {
        remove.reset();
        onClose();
      }}
    />
  );
}
