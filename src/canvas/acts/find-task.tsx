import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#src/ui/button.tsx';
import { useStructure } from '../drawing/use-structure.ts';
import type { EditorState } from '../editor.ts';
import { useEditorServices, useEditorState } from '../editor-context.ts';
import { findTasks } from './find-tasks.ts';
import { PickList } from './pick-list.tsx';
import { keysOf } from './shortcuts.ts';
import { onlyTask } from './use-edit-acts.ts';
import './find-task.css';

const appsOf = (state: EditorState) => state.apps;

/** The search for tasks: what it found, and which of it is shown. */
export function useFinder(reveal: (task: string) => void) {
  const { t } = useTranslation('gestures');
  const { editor, announce } = useEditorServices();
  const document = useStructure();
  const apps = useEditorState(appsOf);
  const current = useEditorState(onlyTask);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const found = useMemo(
    () => (text.trim() === '' ? [] : findTasks(document, (appId) => apps.get(appId), text)),
    [document, apps, text],
  );
  const names = found.map(({ name }) => name);
  const at = current === undefined ? 0 : names.indexOf(current) + 1;
  const show = (name: string | undefined) => {
    if (name === undefined) return;
    reveal(name);
    const shown = { name, at: names.indexOf(name) + 1, count: names.length };
    announce(t('find.shown', shown));
  };
  const step = (by: 1 | -1) => {
    if (names.length === 0) return void field.current?.focus();
    const from = onlyTask(editor.state.get());
    const index = from === undefined ? -1 : names.indexOf(from);
    const next = index < 0 ? (by === 1 ? 0 : names.length - 1) : (index + by + names.length) % names.length;
    show(names[next]);
  };
  return { text, setText, found, names, at, step, show, field };
}

interface Props {
  finder: ReturnType<typeof useFinder>;
  /** Gives the focus to the canvas. */
  onLeave: () => void;
}

/** More lines than fit below the field help nobody; typing on does. */
const MOST = 12;

/** A search field with what it found: Enter goes from one to the next, with Shift backwards. */
export function FindTask({ finder, onLeave }: Props) {
  const { t } = useTranslation('gestures');
  const [open, setOpen] = useState(false);
  const { text, found, names, at, step, show } = finder;
  const keys = (event: KeyboardEvent): boolean => {
    if (event.key === 'Enter' && (event.shiftKey || !open)) step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && text !== '') finder.setText('');
    else if (event.key === 'Escape') onLeave();
    else return false;
    setOpen(false);
    return true;
  };
  return (
    <search
      className="we-find"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <PickList
        field={finder.field}
        label={t('find.label')}
        placeholder={`${t('find.label')} (${keysOf('find')})`}
        text={text}
        onText={(next) => {
          finder.setText(next);
          setOpen(next.trim() !== '');
        }}
        options={found.slice(0, MOST).map(({ name, title, app }) => ({
          key: name,
          label: title === name ? name : `${title} (${name})`,
          note: app,
        }))}
        onPick={(name) => {
          setOpen(false);
          show(name);
        }}
        onKey={keys}
        open={open}
        empty={t('find.none', { text })}
      />
      {names.length > 0 && (
        <>
          <span className="we-quiet we-find-count">
            {at > 0 ? t('find.count', { at, count: names.length }) : t('find.found', { count: names.length })}
          </span>
          <Button kind="quiet" size="small" icon="arrowUp" label={t('find.previous')} onClick={() => step(-1)} />
          <Button kind="quiet" size="small" icon="arrowDown" label={t('find.next')} onClick={() => step(1)} />
        </>
      )}
    </search>
  );
}
