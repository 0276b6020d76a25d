import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#src/ui/button.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { type Picked, readChosen } from './dropped-files.ts';

interface UploadButtonProps {
  disabledReason: string | false;
  busy: boolean;
  onPick(picked: Picked): void;
}

/** Every browser knows this attribute; the types of React do not. */
const FOLDER = { webkitdirectory: '' };

/** Chooses files, or a folder with all in it. Dropping on the page does the same. */
export function UploadButton({ disabledReason, busy, onPick }: UploadButtonProps) {
  const { t } = useTranslation('data');
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    if (input.files?.length) onPick(readChosen(input.files));
    // Choosing the same file again must be seen as a choice.
    input.value = '';
  };
  const button = (
    <Button kind="primary" icon="upload" busy={busy} disabledReason={disabledReason}>
      {t('upload.button')}
    </Button>
  );
  if (disabledReason) return button;
  return (
    <>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t('upload.files')}
        onChange={(event) => take(event.target)}
      />
      <input
        ref={folder}
        type="file"
        {...FOLDER}
        hidden
        aria-label={t('upload.folder')}
        onChange={(event) => take(event.target)}
      />
      <MenuButton
        trigger={<span>{button}</span>}
        entries={[
          { key: 'files', label: t('upload.files'), icon: 'file', onSelect: () => files.current?.click() },
          { key: 'folder', label: t('upload.folder'), icon: 'folder', onSelect: () => folder.current?.click() },
        ]}
      />
    </>
  );
}
