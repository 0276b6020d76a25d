import { useTranslation } from 'react-i18next';
import type { Editor } from '#src/canvas/editor.ts';
import { Icon } from '#src/ui/icon.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { useExport } from './use-export.ts';

interface Props {
  editor: Editor;
  projectName: string;
}

/** Exports what the editor shows, also what is not saved yet. */
export function ExportButton({ editor, projectName }: Props) {
  const { t } = useTranslation('workflows');
  const entries = useExport(() => {
    editor.settleTyping();
    return Promise.resolve({ document: editor.state.get().document, lookup: editor.lookup, projectName });
  });
  return (
    <MenuButton
      entries={entries}
      trigger={
        <button type="button" className="bare-button" aria-haspopup="menu">
          {t('export.title')} <Icon name="chevronDown" size={12} />
        </button>
      }
    />
  );
}
