import { Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import '#src/ui/menu-button.css';
import { Button } from '#src/ui/button.tsx';
import { useBench } from '../bench.ts';
import { frameOfCanvas } from '../drawing/in-view.ts';
import { useEditorServices } from '../editor-context.ts';
import { type ActList, ALIGN_LIST, actItems } from './act-menu.ts';
import { type ActId, keysOf, rowKeysOf } from './shortcuts.ts';

const LIST: ActList = [
  'layoutRight',
  'layoutDown',
  'layoutSelection',
  'layoutSelectionDown',
  'layoutOpen',
  'line',
  ...ALIGN_LIST,
  'line',
  'snap',
];

/** Everything that puts tasks in order, behind one button. */
export function ArrangeMenu() {
  const { t } = useTranslation('gestures');
  const { acts } = useBench();
  const { editable } = useEditorServices();
  const [open, setOpen] = useState(false);
  const keys = frameOfCanvas() ? keysOf : rowKeysOf;
  const items = open ? actItems(LIST, acts, { act: (id) => t(`act.${id}`), keys }, editable) : [];
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      menu={{ items, onClick: ({ key }) => acts[key as ActId].run() }}
    >
      <span className="menu-anchor">
        <Button kind="quiet" size="small" icon="align">
          {t('arrange')}
        </Button>
      </span>
    </Dropdown>
  );
}
