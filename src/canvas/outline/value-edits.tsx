/** Fields for values: the same editors as in the task panel where an input has several. */
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppInput } from '#core/workflow/types.ts';
import { isConcurrent } from '#core/workflow/values.ts';
import { isText } from '../acts/use-shortcuts.ts';
import { useEditorServices } from '../editor-context.ts';
import { PathField } from '../panel/path-field.tsx';
import { ValueEditor } from '../panel/value-editor.tsx';
import { ChoiceEdit } from './choice-edit.tsx';
import { DISPLAY_NAME_LENGTH, FOLDER_LENGTH, resourceLength, VALUE_LENGTH } from './field-limits.ts';
import { useOutlineServices } from './outline-context.ts';
import type { AfterEdit } from './outline-store.ts';
import type { RowOf } from './rows.ts';
import { isOverlay, TextEdit } from './text-edit.tsx';
import { useEndEdit } from './use-end-edit.ts';
import { resourceOf, useRowWords } from './use-row-words.ts';

/** The first value, before it the box that ticks it; or the choice of several. */
const FIRST_FIELD = '[data-value], [role="combobox"], textarea';

/** What other tasks can give: for these `=` in the empty field asks for a task. Elsewhere it may be text. */
const isPath = (definition: AppInput | undefined) => definition?.type === 'FILE' || definition?.type === 'DIRECTORY';

/** Several values: each change is seen at once, Ctrl+Enter or leaving keeps them, Escape brings the old ones back. */
function SeveralValuesEdit({ row }: { row: RowOf<'input'> }) {
  const { t } = useTranslation('outline');
  const { editor, announce } = useEditorServices();
  const { store } = useOutlineServices();
  const words = useRowWords();
  const { end: close } = useEndEdit(row);
  const { definition, item, name } = row;
  const over = useRef(false);
  const before = useRef(row.values);
  const latest = useRef(row.values);
  const root = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    latest.current = row.values;
  });
  useEffect(() => {
    // The rows of a list are drawn after the list.
    let frame = 0;
    const focus = () => {
      const field = root.current?.querySelector<HTMLElement>(FIRST_FIELD);
      if (field) field.focus();
      else frame = requestAnimationFrame(focus);
    };
    focus();
    return () => cancelAnimationFrame(frame);
  }, []);
  const end = (after: AfterEdit) => {
    if (over.current) return;
    over.current = true;
    close(after);
    const now = latest.current;
    if (now.join('\n') === before.current.join('\n')) return;
    const full = words.full(row);
    announce(
      now.length === 0
        ? t('announce.cleared', { name: full })
        : t('announce.set', { name: full, value: words.value(row) }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.stopPropagation();
      end('next');
    }
    if (event.key === '=' && isPath(definition) && latest.current.length === 0 && isText(event.target)) {
      event.preventDefault();
      store.edit(row.id, 'reference');
    }
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    over.current = true;
    editor.run({ type: 'setInputValues', task: item.task_name, input: name, values: [...before.current] });
    close();
  };
  const onBlur = ({ currentTarget, relatedTarget, target }: FocusEvent) => {
    if (currentTarget.contains(target) && !currentTarget.contains(relatedTarget) && !isOverlay(relatedTarget))
      end('away');
  };
  const id = useId();
  const note = useId();
  if (!definition) return null;
  return (
    <fieldset ref={root} className="ol-edit" onKeyDownCapture={onKeyDown} onBlur={onBlur}>
      <legend className="cv-live" id={note}>
        {t('field.list', { name: words.full(row) })}
      </legend>
      <ValueEditor id={id} note={note} tasks={[item.task_name]} definition={definition} values={row.values} />
    </fieldset>
  );
}

/** The value of an input, by its type. */
export function InputEdit({ row }: { row: RowOf<'input'> }) {
  const { t } = useTranslation('canvas');
  const words = useRowWords();
  const { store } = useOutlineServices();
  const { keep, end } = useEndEdit(row);
  const { definition, item, name, values } = row;
  if (!definition) return null;
  if (isConcurrent(definition)) return <SeveralValuesEdit row={row} />;
  const set = (text: string, after?: AfterEdit) =>
    keep({ type: 'setInputValues', task: item.task_name, input: name, values: text === '' ? [] : [text] }, text, after);
  const inherited = definition.values?.[0];
  const placeholder = inherited ? t('input.default', { value: inherited }) : undefined;
  if (definition.type === 'ENUM') {
    const fits = (text: string) =>
      (definition.enum ?? [])
        .filter((one) => one.toLowerCase().includes(text.trim().toLowerCase()))
        .map((one) => ({ value: one, label: one }));
    return (
      <ChoiceEdit
        label={words.full(row)}
        value={values[0]}
        placeholder={placeholder ?? t('input.choose')}
        empty={t('palette.noMatch')}
        find={fits}
        onChoose={set}
        onCancel={end}
      />
    );
  }
  const { type } = definition;
  return (
    <TextEdit
      label={words.full(row)}
      value={row.reference ? '' : (values[0] ?? '')}
      placeholder={placeholder}
      maxLength={VALUE_LENGTH}
      onKeep={set}
      onCancel={() => end()}
      onEquals={isPath(definition) ? () => store.edit(row.id, 'reference') : undefined}
      wrap={(field) =>
        type === 'STRING' ? (
          field
        ) : (
          <PathField definition={definition} at={values[0]} onPick={([picked]) => picked !== undefined && set(picked)}>
            {field}
          </PathField>
        )
      }
    />
  );
}

export function FolderEdit({ row }: { row: RowOf<'folder'> }) {
  const words = useRowWords();
  const { keep, end } = useEndEdit(row);
  const task = row.item.task_name;
  return (
    <TextEdit
      label={words.full(row)}
      value={row.item.output_dir ?? ''}
      placeholder={`/${task}`}
      maxLength={FOLDER_LENGTH}
      onKeep={(text, after) => keep({ type: 'setOutputDir', task, output_dir: text }, text, after)}
      onCancel={() => end()}
    />
  );
}

export function DisplayNameEdit({ row }: { row: RowOf<'displayName'> }) {
  const words = useRowWords();
  const { keep, end } = useEndEdit(row);
  const task = row.item.task_name;
  return (
    <TextEdit
      label={words.full(row)}
      value={row.item.display_name ?? ''}
      placeholder={task}
      maxLength={DISPLAY_NAME_LENGTH}
      onKeep={(text, after) => keep({ type: 'setDisplayName', task, display_name: text }, text, after)}
      onCancel={() => end()}
    />
  );
}

export function ResourceEdit({ row }: { row: RowOf<'resource'> }) {
  const { t } = useTranslation('canvas');
  const words = useRowWords();
  const { keep, end } = useEndEdit(row);
  const { field, item, app } = row;
  const { own, inherited } = resourceOf(item, app, field);
  return (
    <TextEdit
      label={words.full(row)}
      value={own ?? ''}
      placeholder={inherited === undefined ? t('resources.inherit') : t('resources.from', { value: inherited })}
      maxLength={resourceLength(field)}
      onKeep={(text, after) =>
        keep({ type: 'setResources', task: item.task_name, resources: { [field]: text } }, text, after)
      }
      onCancel={() => end()}
    />
  );
}
