import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { baseName, joinPath, parentPath, parseDataPath } from '#core/data-path.ts';
import { createFolder } from '#src/api/data.ts';
import { folderReader } from '#src/api/folder-reader.ts';
import { startUploads } from '#src/api/transfers.ts';
import { type ConflictAnswer, findConflicts, type Planned, settleConflicts } from '#src/api/upload-conflicts.ts';
import { MAX_UPLOAD_BYTES } from '#src/api/upload-parts.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { formatSize } from '#src/lib/format.ts';
import { useToast } from '#src/ui/toast.ts';
import type { Picked } from './dropped-files.ts';

export interface ConflictQuestion {
  planned: Planned[];
  conflicts: string[];
}

/** Whether a file can be uploaded at all, by what the platform takes (4.3.2.9). */
const isPossible = ({ file, path }: Planned) => file.size <= MAX_UPLOAD_BYTES && parseDataPath(path).ok;

/** Takes files into the uploads of this tab; asks once, for all of them, when something would be replaced. */
export function useUpload(projectId: string, project: string) {
  const { t, i18n } = useTranslation('data');
  const toast = useToast();
  const folderMutation = useApiMutation(createFolder);
  const [question, setQuestion] = useState<ConflictQuestion>();
  const [checking, setChecking] = useState(false);

  const start = (planned: readonly Planned[]) =>
    startUploads(
      planned.map(({ file, path }) => ({ projectId, folder: parentPath(path), name: baseName(path), file })),
    );

  const makeFolders = async (folders: readonly string[]) => {
    for (const name of folders) await folderMutation.mutateAsync({ projectId, body: { name } });
  };

  const add = async ({ files, emptyFolders }: Picked, folder: string) => {
    const all = files.map(({ file, path }) => ({ file, path: joinPath(folder, path) }));
    const planned = all.filter(isPossible);
    const [refused] = all.filter((file) => !isPossible(file));
    if (refused) {
      const max = formatSize(MAX_UPLOAD_BYTES, i18n.language);
      toast.info(t('upload.impossible', { count: all.length - planned.length, name: refused.file.name, max }));
    }
    setChecking(true);
    try {
      await makeFolders(emptyFolders.map((path) => joinPath(folder, path)));
      const conflicts = await findConflicts(planned, folderReader(projectId, project));
      if (conflicts.length > 0) setQuestion({ planned, conflicts });
      else start(planned);
    } catch (error) {
      toast.failed(error);
    } finally {
      setChecking(false);
    }
  };

  const answer = async (choice: ConflictAnswer | undefined) => {
    const asked = question;
    setQuestion(undefined);
    if (!asked || !choice) return;
    try {
      start(await settleConflicts(asked.planned, asked.conflicts, choice, folderReader(projectId, project)));
    } catch (error) {
      toast.failed(error);
    }
  };

  return { add, question, answer, checking };
}
