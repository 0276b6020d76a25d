import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What stands left of the canvas. */
export type Side = 'apps' | 'tasks';

interface Props {
  side: Side;
  onSide: (side: Side) => void;
  /** Absent for those who only look: there is nothing to add. */
  palette: ReactNode;
  /** The outline of the tasks. */
  rows: ReactNode;
}

/** The column left of the canvas: the apps to add, or the tasks there are. */
export function SideColumn({ side, onSide, palette, rows }: Props) {
  const { t } = useTranslation(['canvas', 'gestures']);
  if (!palette) return <div className="we-side">{rows}</div>;
  return (
    <div className="we-side">
      <Segmented
        block
        size="small"
        aria-label={t('gestures:side')}
        value={side}
        onChange={onSide}
        options={[
          { value: 'apps', label: t('palette.title') },
          { value: 'tasks', label: t('outline.title') },
        ]}
      />
      {side === 'apps' ? palette : rows}
    </div>
  );
}
