import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#src/ui/panel.tsx';
import { focusCanvas } from './focus.ts';
import { OUTLINE_KEYS, outlineKeyText } from './outline-keys.ts';
import { type ActId, onMac, SHORTCUTS, shortcutText } from './shortcuts.ts';
import { mayDo } from './use-shortcuts.ts';
import './shortcuts-sheet.css';

const GROUPS = {
  edit: [
    'add',
    'undo',
    'redo',
    'cut',
    'copy',
    'paste',
    'duplicate',
    'remove',
    'selectAll',
    'rename',
    'open',
    'connect',
    'insert',
    'save',
  ],
  arrange: ['layoutRight', 'layoutDown', 'snap'],
  view: ['fitAll', 'fitSelection', 'zoomFull', 'zoomIn', 'zoomOut', 'map', 'handTool', 'selectTool'],
  find: ['find', 'findNext', 'findPrevious', 'menu', 'shortcuts'],
} as const satisfies Record<string, readonly ActId[]>;

/** What the hand does, as pairs of words. */
const HAND = [
  ['drag', 'connectDrag'],
  ['dragOut', 'attach'],
  ['dragOnto', 'insert'],
  ['click', 'connectClick'],
  ['shiftDrag', 'boxSelect'],
  ['shiftClick', 'addSelect'],
  ['doubleClick', 'rename'],
  ['arrows', 'nudge'],
  ['space', 'pan'],
  ['wheel', 'zoom'],
] as const;

function Keys({ act }: { act: ActId }) {
  const mac = onMac();
  return (SHORTCUTS[act] ?? []).map((shortcut) => {
    const text = shortcutText(shortcut, mac);
    return <kbd key={text}>{text}</kbd>;
  });
}

/** Keys on the rows of the outline, where arrows walk and letters look for a name. */
function OutlineKeys({ editable }: { editable: boolean }) {
  const { t } = useTranslation('gestures');
  const mac = onMac();
  return (
    <section>
      <h3>{t('group.outline')}</h3>
      <dl>
        {OUTLINE_KEYS.filter(({ looking }) => editable || looking).map(({ meaning, keys }) => (
          <div key={meaning}>
            <dt>{t(`outline.${meaning}`)}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{outlineKeyText(key, mac, t('outline.space'))}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Closes, and gives the focus back to what had it: the dialog goes away too quickly to do so itself. */
function useReturnFocus(onClose: () => void): () => void {
  const [before] = useState(() => document.activeElement);
  const closing = useRef(false);
  useEffect(
    () => () => {
      if (!closing.current) return;
      const kept = before instanceof HTMLElement && before !== document.body && before.isConnected;
      if (kept) before.focus({ preventScroll: true });
      else focusCanvas();
    },
    [before],
  );
  return () => {
    closing.current = true;
    onClose();
  };
}

/** Every key and gesture of the editor. */
export function ShortcutsSheet({ editable, onClose }: { editable: boolean; onClose: () => void }) {
  const { t } = useTranslation('gestures');
  const close = useReturnFocus(onClose);
  return (
    <Dialog open title={t('act.shortcuts')} onClose={close} width={1080}>
      <div className="we-sheet">
        {Object.entries(GROUPS).map(([group, acts]) => (
          <section key={group}>
            <h3>{t(`group.${group as keyof typeof GROUPS}`)}</h3>
            <dl>
              {acts
                .filter((act) => mayDo(act, editable))
                .map((act) => (
                  <div key={act}>
                    <dt>{t(`act.${act}`)}</dt>
                    <dd>
                      <Keys act={act} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <OutlineKeys editable={editable} />
        {editable && (
          <section>
            <h3>{t('group.mouse')}</h3>
            <dl>
              {HAND.map(([gesture, meaning]) => (
                <div key={gesture}>
                  <dt>{meaning === 'rename' ? t('act.rename') : t(`keys.${meaning}`)}</dt>
                  <dd>{t(`keys.${gesture}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </Dialog>
  );
}
