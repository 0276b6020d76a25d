import { useTranslation } from 'react-i18next';
import { type ExportFormat, exportName, FORMATS, TEXT_FORMATS, type TextFormat } from '#src/canvas/export/formats.ts';
import type { ExportSource } from '#src/canvas/export/write-export.ts';
import { saveFile } from '#src/lib/save-file.ts';
import type { MenuEntry } from '#src/ui/menu-button.tsx';
import { useToast } from '#src/ui/toast.ts';

/** What is exported; read when it is asked for. */
export type OpenSource = () => Promise<Omit<ExportSource, 'appMissing'>>;

/** Entries of a menu: every form as a file, texts also for the clipboard. */
export function useExport(open: OpenSource): (MenuEntry | 'line')[] {
  const { t } = useTranslation('workflows');
  const toast = useToast();
  const load = async () => {
    const [writer, source] = await Promise.all([import('#src/canvas/export/write-export.ts'), open()]);
    return { writer, source: { ...source, appMissing: t('export.appMissing') } };
  };
  const download = async (format: ExportFormat) => {
    const { writer, source } = await load();
    const name = exportName(source.document, format);
    saveFile(name, await writer.exportFile(format, source));
    toast.done(t('export.downloaded', { name }));
  };
  const copy = async (format: TextFormat) => {
    const { writer, source } = await load();
    await navigator.clipboard.writeText(writer.exportText(format, source));
    toast.done(t('export.copied', { format: t(`export.format.${format}`) }));
  };
  return [
    ...FORMATS.map(
      (format): MenuEntry => ({
        key: `download-${format}`,
        label: t('export.download', { format: t(`export.format.${format}`) }),
        icon: 'download',
        onSelect: () => void download(format).catch(toast.failed),
      }),
    ),
    'line',
    ...TEXT_FORMATS.map(
      (format): MenuEntry => ({
        key: `copy-${format}`,
        label: t('export.copy', { format: t(`export.format.${format}`) }),
        icon: 'copy',
        disabledReason: !navigator.clipboard && t('export.noClipboard'),
        onSelect: () => void copy(format).catch(toast.failed),
      }),
    ),
  ];
}
