import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parentPath, parseDataPath } from '#core/data-path.ts';
import type { AppInput } from '#core/workflow/types.ts';
import { Button } from '#src/ui/button.tsx';
import { PathPicker } from '#src/ui/path-picker.tsx';
import { useEditorServices } from '../editor-context.ts';

interface PickProps {
  definition: Pick<AppInput, 'type' | 'pattern'>;
  multiple?: boolean;
  /** A value of the input: the picker opens where it lies, if that is in the own project. */
  at?: string | undefined;
  onPick: (paths: string[]) => void;
}

function folderAround(value: string | undefined): string {
  const parsed = parseDataPath(value ?? '');
  if (!value || value.includes('${') || !parsed.ok || parsed.value.project !== undefined) return '/';
  return parentPath(parsed.value.path);
}

/** Opens the project's data to choose a file or folder for an input, or several. */
export function PickPath({ definition, multiple = false, at, onPick }: PickProps) {
  const { t } = useTranslation(['canvas', 'panel']);
  const { editable, loadFolder } = useEditorServices();
  const [open, setOpen] = useState(false);
  const folder = definition.type === 'DIRECTORY';
  const one = t(folder ? 'input.browseFolder' : 'input.browseFile');
  const several = t(folder ? 'panel:values.browseFolders' : 'panel:values.browseFiles');
  return (
    <>
      <Button
        icon={folder ? 'folder' : 'file'}
        size={multiple ? 'small' : 'middle'}
        label={multiple ? several : one}
        disabledReason={!editable && t('outline.viewOnly')}
        onClick={() => setOpen(true)}
      />
      <PathPicker
        open={open}
        pick={folder ? 'folder' : 'file'}
        multiple={multiple}
        start={folderAround(at)}
        pattern={definition.pattern}
        load={loadFolder}
        onClose={() => setOpen(false)}
        onPick={(paths) => {
          setOpen(false);
          onPick(paths);
        }}
      />
    </>
  );
}

/** A text field for a path, with the way to choose it instead of typing. */
export function PathField({ children, ...pick }: PickProps & { children: ReactNode }) {
  return (
    <div className="we-path">
      {children}
      <PickPath {...pick} />
    </div>
  );
}
