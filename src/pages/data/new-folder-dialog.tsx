import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createData.ts';
import { joinPath, MAX_PATH_BYTES, MAX_PATH_LEVELS, parseDataPath } from '#core/data-path.ts';
import { createFolder } from '#src/api/data.ts';
import { folderOnWire } from '#src/api/data-paths.ts';
import { useApiMutation } from '#src/api/use-api-mutation.ts';
import { TextField } from '#src/ui/fields.tsx';
import { Form } from '#src/ui/form.tsx';
import { Dialog } from '#src/ui/panel.tsx';
import { useForm } from '#src/ui/use-form.ts';

interface NewFolderProps {
  projectId: string;
  project: string;
  /** Folder it is made in. */
  folder: string;
  onMade(path: string): void;
  onClose(): void;
}

export function NewFolderDialog({ open, ...props }: NewFolderProps & { open: boolean }) {
  const { t } = useTranslation('data');
  return (
    <Dialog open={open} title={t('newFolder.title')} onClose={props.onClose}>
      <NewFolderForm {...props} />
    </Dialog>
  );
}

function NewFolderForm({ projectId, project, folder, onMade, onClose }: NewFolderProps) {
  const { t } = useTranslation('data');
  const create = useApiMutation(createFolder);
  const form = useForm({
    initial: { name: '' },
    limits,
    check: ({ name }): Record<string, string> => {
      const parsed = parseDataPath(`${folder}/${name}`);
      if (!name || parsed.ok) return {};
      return { '/name': t(`path.fault.${parsed.fault}`, { bytes: MAX_PATH_BYTES, levels: MAX_PATH_LEVELS }) };
    },
    submit: async ({ name }) => {
      // A nested name makes its parents on the way.
      await create.mutateAsync({ projectId, body: { name, parent_folder: folderOnWire(project, folder) } });
      onMade(joinPath(folder, name));
    },
  });
  return (
    <Form form={form} submitLabel={t('newFolder.submit')} onCancel={onClose} guard={false}>
      <TextField form={form} name="name" label={t('newFolder.name')} help={t('newFolder.help')} mono autoFocus />
    </Form>
  );
}
