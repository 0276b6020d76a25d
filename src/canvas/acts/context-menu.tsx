import { Dropdown } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import '#src/ui/menu-button.css';
import { Icon } from '#src/ui/icon.tsx';
import { type Overlay, useBench } from '../bench.ts';
import { useEditorServices } from '../editor-context.ts';
import { type ActList, ALIGN_LIST, actItems } from './act-menu.ts';
import { type ActId, keysOf, rowKeysOf } from './shortcuts.ts';

type Menu = Extract<Overlay, { kind: 'menu' }>;

/** What arranges all tasks, and with the selected ones; in the outline there is no empty canvas to point at for the first. */
const LAYOUTS: readonly ActId[] = ['layoutRight', 'layoutDown', 'layoutOpen'];
const SELECTED: readonly ActId[] = [...ALIGN_LIST, 'layoutSelection', 'layoutSelectionDown'];
const ARRANGE: readonly ActId[] = [...SELECTED, ...LAYOUTS];

/** What may be done with tasks, wherever they are pointed at. */
const TASK: ActList = ['open', 'rename', 'connect', 'line', 'cut', 'copy', 'paste', 'duplicate', 'remove', 'line'];

const rowTask = (arrange: string): ActList => [...TASK, { key: 'arrange', label: arrange, list: ARRANGE }];

const lists = (arrange: string, view: string): Record<Menu['of'], ActList> => ({
  tasks: [...TASK, { key: 'arrange', label: arrange, list: SELECTED }, 'fitSelection'],
  edge: ['insert', 'disconnect', 'line', 'showSource', 'showTarget', 'fitSelection'],
  canvas: [
    'add',
    'line',
    'undo',
    'redo',
    'line',
    'paste',
    'selectAll',
    'find',
    'line',
    { key: 'arrange', label: arrange, list: ['layoutRight', 'layoutDown', 'layoutOpen', 'snap'] },
    {
      key: 'view',
      label: view,
      list: ['fitAll', 'fitSelection', 'zoomIn', 'zoomOut', 'zoomFull', 'map', 'handTool', 'selectTool'],
    },
    'shortcuts',
  ],
  rowTask: rowTask(arrange),
  rowPort: ['attach', 'line', ...rowTask(arrange)],
  rowEdge: ['insert', 'attach', 'disconnect', 'line', 'showSource', 'showTarget'],
  rows: [
    'add',
    'line',
    'undo',
    'redo',
    'line',
    'paste',
    'selectAll',
    'find',
    'line',
    { key: 'arrange', label: arrange, list: LAYOUTS },
    'shortcuts',
  ],
});

/** A list within the list stands beside it, on narrow screens over it: none of it may be off the screen. */
const LIST_PLACES = {
  rightTop: {
    points: ['tl', 'tr'],
    overflow: { adjustX: true, adjustY: true, shiftX: true, shiftY: true },
  },
};

/**
 * Gives the focus back to what had it before the menu, unless it is elsewhere by now. At once, not with the next frame:
 * an act that follows may take it, and so may the next key.
 */
function useReturnFocus() {
  const before = useRef<Element | null>(null);
  useEffect(() => {
    before.current = document.activeElement;
  }, []);
  return () => {
    const now = document.activeElement;
    const lost = now === null || now === document.body || now.closest('[role="menu"]') !== null;
    if (lost && before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  };
}

/** The acts for what was pointed at, or for what has the focus. */
export function ContextMenu({ menu, onClose }: { menu: Menu; onClose: () => void }) {
  const { t } = useTranslation('gestures');
  const { acts } = useBench();
  const { editable } = useEditorServices();
  const giveBack = useReturnFocus();
  // What may be done is decided when the menu opens; it does not change under the hand.
  const [items] = useState(() => {
    const keys = menu.of.startsWith('row') ? rowKeysOf : keysOf;
    return actItems(lists(t('arrange'), t('view'))[menu.of], acts, { act: (id) => t(`act.${id}`), keys }, editable);
  });
  const close = () => {
    onClose();
    giveBack();
  };
  return (
    <Dropdown
      open
      autoFocus
      trigger={['click']}
      placement="bottomLeft"
      onOpenChange={(open) => !open && close()}
      menu={{
        items,
        'aria-label': t('contextMenu'),
        builtinPlacements: LIST_PLACES,
        // The library's own arrow is read aloud as a part of the name.
        expandIcon: (
          <span className="menu-list-arrow">
            <Icon name="chevronRight" size={14} />
          </span>
        ),
        onClick: ({ key, domEvent }) => {
          domEvent.stopPropagation();
          // The rest of the key press is not for what gets the focus now.
          domEvent.preventDefault();
          close();
          acts[key as ActId].run();
        },
      }}
    >
      <span className="we-menu-anchor" style={{ left: menu.at.x, top: menu.at.y }} />
    </Dropdown>
  );
}
