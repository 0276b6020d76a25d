import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EditorView } from './use-outline-view.ts';

interface Props {
  view: EditorView;
  onView: (view: EditorView) => void;
}

/** Canvas or outline. */
export function ViewSwitch({ view, onView }: Props) {
  const { t } = useTranslation('outline');
  return (
    <Segmented<EditorView>
      className="we-view"
      size="small"
      aria-label={t('view')}
      value={view}
      onChange={onView}
      options={[
        { value: 'canvas', label: t('canvas') },
        { value: 'outline', label: t('title') },
      ]}
    />
  );
}
