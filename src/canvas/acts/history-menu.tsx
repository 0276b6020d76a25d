import { Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type History, positionOf } from '#core/workflow/history.ts';
import { Button } from '#src/ui/button.tsx';
import type { EditorState } from '../editor.ts';
import { useEditorStateByFrame } from '../editor-context.ts';
import { useStepWords } from './use-step-words.ts';
import './history-menu.css';

const historyOf = (state: EditorState) => state.history;
const nothing = () => undefined;

interface Props {
  onTravel: (position: number) => void;
}

type Words = ReturnType<typeof useStepWords>;

/** Newest first, what was undone above what holds, the start at the bottom. */
function entriesOf(history: History, words: Words, start: string) {
  const steps = [...history.past, ...history.future];
  return [
    ...steps
      .toReversed()
      .map((step) => ({ position: step.id, text: words(step), ahead: history.future.includes(step) })),
    { position: history.base, text: start, ahead: false },
  ];
}

/** Every step by what it did; choosing one goes back, or forward again, to right after it. */
export function HistoryMenu({ onTravel }: Props) {
  const { t } = useTranslation('gestures');
  const words = useStepWords();
  const [open, setOpen] = useState(false);
  const history = useEditorStateByFrame<History | undefined>(open ? historyOf : nothing);
  const now = history && positionOf(history);
  const entries = history
    ? entriesOf(history, words, history.base === 0 ? t('history.start') : t('history.older'))
    : [];
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      classNames={{ root: 'we-history' }}
      menu={{
        'aria-label': t('history.title'),
        selectable: true,
        selectedKeys: now === undefined ? [] : [String(now)],
        items: entries.map(({ position, text, ahead }) => ({
          key: String(position),
          className: ahead ? 'we-history-ahead' : undefined,
          label: position === now ? t('history.now', { act: text }) : text,
        })),
        onClick: ({ key }) => {
          setOpen(false);
          onTravel(Number(key));
        },
      }}
    >
      <span className="menu-anchor">
        <Button kind="quiet" size="small" icon="history" label={t('history.title')} />
      </span>
    </Dropdown>
  );
}
