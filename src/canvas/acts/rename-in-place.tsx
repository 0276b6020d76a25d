import { ViewportPortal } from '@xyflow/react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { graphOf, taskOf } from '#core/workflow/graph.ts';
import { isTaskName } from '#core/workflow/task-names.ts';
import type { TaskDocument } from '#core/workflow/types.ts';
import { useStore } from '#src/lib/use-store.ts';
import { useBench } from '../bench.ts';
import { useEditorServices } from '../editor-context.ts';
import { focusTask } from './focus.ts';
import './rename-in-place.css';

interface FieldProps {
  task: TaskDocument;
  onEnd: () => void;
}

/** What is read on the task is what is written over: its display name where it has one, else its name. */
function NameField({ task, onEnd }: FieldProps) {
  const { t } = useTranslation('gestures');
  const { t: canvas } = useTranslation('canvas');
  const { editor, announce } = useEditorServices();
  const field = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  const name = task.task_name;
  const display = task.display_name !== undefined && task.display_name !== '';
  const [text, setText] = useState(task.display_name || name);
  useEffect(() => field.current?.select(), []);

  const errorOf = (next: string): string | undefined => {
    if (display || next === name) return undefined;
    if (graphOf(editor.state.get().document).tasks.has(next)) return canvas('panel.nameTaken', { name: next });
    return isTaskName(next) ? undefined : canvas('panel.nameForm');
  };
  const error = errorOf(text);
  const end = (commit: boolean) => {
    if (ended.current) return;
    ended.current = true;
    onEnd();
    if (!commit || error) return focusTask(name);
    if (display) {
      editor.run({ type: 'setDisplayName', task: name, display_name: text });
      if (text !== task.display_name) announce(t('announce.renamed', { name: text || name }));
      return focusTask(name);
    }
    if (text === name) return focusTask(name);
    editor.run({ type: 'renameTask', task: name, name: text });
    editor.select([text]);
    announce(canvas('announce.renamed', { name: text }));
    focusTask(text);
  };
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') end(false);
    if (event.key === 'Enter' && !error) end(true);
  };
  return (
    <>
      <input
        ref={field}
        className="we-rename-field"
        aria-label={t(display ? 'rename.display' : 'rename.task', { task: name })}
        aria-invalid={error !== undefined}
        aria-describedby={error ? 'we-rename-error' : undefined}
        value={text}
        maxLength={limits[display ? 'tasks[].display_name' : 'tasks[].task_name'].maxLength}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={keys}
        onBlur={() => end(true)}
      />
      {error && (
        <div id="we-rename-error" className="we-rename-error" role="alert">
          {error}
        </div>
      )}
    </>
  );
}

/** The field over the name of a task, while it is being renamed. */
export function RenameInPlace() {
  const { editor } = useEditorServices();
  const { bench } = useBench();
  const name = useStore(bench.renaming);
  const task = name === undefined ? undefined : taskOf(editor.state.get().document, name);
  const box = task && editor.boxes().find((one) => one.name === name);
  if (!task || !box) return null;
  return (
    <ViewportPortal>
      <div
        className="we-rename nodrag nopan nowheel"
        style={{ transform: `translate(${box.x}px, ${box.y}px)`, width: box.width }}
      >
        <NameField key={name} task={task} onEnd={() => bench.renaming.set(undefined)} />
      </div>
    </ViewportPortal>
  );
}
