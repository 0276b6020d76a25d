import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParameterType } from '#core/workflow/types.ts';
import { Button } from '#src/ui/button.tsx';
import { PathPicker } from '#src/ui/path-picker.tsx';
import { useEditorServices } from './editor-context.ts';

interface PickProps {
  type: ParameterType;
  multiple?: boolean;
  onPick: (paths: string[]) => void;
}

/** Opens the project's data to choose a file or folder for an input. */
export function PickPath({ type, multiple, onPick }: PickProps) {
  const { t } = useTranslation('canvas');
  const { editable, loadFolder } = useEditorServices();
  const [open, setOpen] = useState(false);
  const folder = type === 'DIRECTORY';
  return (
    <>
      <Button
        icon={folder ? 'folder' : 'file'}
        label={t(folder ? 'input.browseFolder' : 'input.browseFile')}
        disabledReason={!editable && t('outline.viewOnly')}
        onClick={() => setOpen(true)}
      />
      <PathPicker
        open={open}
        pick={folder ? 'folder' : 'file'}
        multiple={multiple}
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
