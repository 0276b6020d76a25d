import { useVirtualizer } from '@tanstack/react-virtual';
import { Input } from 'antd';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { parseDataPath } from '#core/data-path.ts';
import type { AppInput } from '#core/workflow/types.ts';
import { compareNatural } from '#src/lib/format.ts';
import { Button } from '#src/ui/button.tsx';
import { MenuButton } from '#src/ui/menu-button.tsx';
import { TickBox } from '#src/ui/tick-box.tsx';
import { useEditorServices } from '../editor-context.ts';
import { PickPath } from './path-field.tsx';
import { useTyping } from './use-typing.ts';
import { moved, pastedValues, toValues } from './value-text.ts';
import './value-list.css';

const MAX_LENGTH = limits['tasks[].inputs[].values[]'].maxLength;
const MAX_VALUES = limits['tasks[].inputs[].values'].maxItems;
const ROW = 34;
/** Rows in sight before the list scrolls. */
const IN_SIGHT = 8;
const NONE: ReadonlySet<number> = new Set();
const ROW_MIME = 'application/x-eihealth-value';

interface Props {
  id: string;
  /** Id of the note that says what is expected or wrong. */
  note: string;
  definition: AppInput;
  values: readonly string[];
  placeholder: string | undefined;
  onChange: (values: string[]) => void;
}

/** Rows as they are edited: an empty one stays until it is filled, though it is no value. */
function useRows(values: readonly string[], onChange: (values: string[]) => void) {
  const [draft, setDraft] = useState<readonly string[]>(values);
  const filled = draft.filter((value) => value !== '');
  const mine = filled.length === values.length && filled.every((value, at) => value === values[at]);
  const known = mine ? draft : values;
  const rows = known.length > 0 ? known : [''];
  return {
    rows,
    change: (next: readonly string[]) => {
      setDraft(next);
      onChange(next.filter((value) => value !== ''));
    },
  };
}

const isPath = ({ type }: AppInput) => type === 'FILE' || type === 'DIRECTORY';
const isWrong = (definition: AppInput, value: string) =>
  value !== '' && ([...value].length > MAX_LENGTH || (isPath(definition) && !parseDataPath(value).ok));

/** The values of a fan-out, one per row: typed, chosen, pasted from a column, put in order. */
export function ValueList({ id, note, definition, values, placeholder, onChange }: Props) {
  const { t } = useTranslation(['panel', 'canvas']);
  const { editable, announce } = useEditorServices();
  const { rows, change } = useRows(values, onChange);
  const [ticked, setTicked] = useState(NONE);
  const [asText, setAsText] = useState(false);
  const typing = useTyping();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });

  const focusRow = (at: number, frames = 10) => {
    const next = Math.max(0, at);
    virtualizer.scrollToIndex(next);
    const row = scroller.current?.querySelector<HTMLInputElement>(`[data-value="${next}"]`);
    if (row) row.focus();
    else if (frames > 0) requestAnimationFrame(() => focusRow(next, frames - 1));
  };
  const replace = (next: readonly string[], focus?: number) => {
    // Drawn at once: what is typed next belongs into the row that gets the focus.
    flushSync(() => {
      setTicked(NONE);
      change(next);
    });
    if (focus !== undefined) focusRow(Math.min(focus, next.length - 1));
  };
  const insert = (at: number, added: readonly string[]) => {
    const rest = rows[at] === '' ? 1 : 0;
    replace([...rows.slice(0, at), ...added, ...rows.slice(at + rest)], at + added.length - 1);
    announce(t('values.added', { count: added.length }));
  };
  const remove = (gone: ReadonlySet<number>, focus: number) => {
    replace(
      rows.filter((_, at) => !gone.has(at)),
      focus,
    );
    announce(t('values.removed', { count: gone.size }));
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= rows.length) return;
    replace(moved(rows, new Set([from]), to), to);
    announce(t('values.moved', { place: to + 1, count: rows.length }));
  };
  const add = (at: number) => replace([...rows.slice(0, at), '', ...rows.slice(at)], at);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, at: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && event.altKey) move(at, at + step);
    else if (step) focusRow(Math.min(at + step, rows.length - 1));
    else if (event.key === 'Enter' && rows[at] !== '') add(at + 1);
    else if (event.key === 'Backspace' && rows[at] === '' && rows.length > 1) remove(new Set([at]), at - 1);
    else return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent, at: number) => {
    const pasted = pastedValues(event.clipboardData.getData('text/plain'));
    if (pasted.length < 2) return;
    event.preventDefault();
    insert(rows[at] === '' ? at : at + 1, pasted);
  };

  const bulk = ticked.size > 0;
  const path = isPath(definition);
  return (
    <div className="we-values">
      {asText ? (
        <TextOfValues id={id} rows={rows} onChange={(next) => replace(next)} />
      ) : (
        <div ref={scroller} className="we-values-rows" style={{ maxHeight: ROW * IN_SIGHT }}>
          <ol aria-label={t('values.list', { input: definition.name })} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const value = rows[index] ?? '';
              const name = t('values.value', { input: definition.name, place: index + 1, count: rows.length });
              return (
                <li
                  key={index}
                  aria-setsize={rows.length}
                  aria-posinset={index + 1}
                  style={{ transform: `translateY(${start}px)` }}
                  onDragOver={(event) => event.dataTransfer.types.includes(ROW_MIME) && event.preventDefault()}
                  onDrop={(event) => {
                    const from = Number(event.dataTransfer.getData(ROW_MIME) || Number.NaN);
                    if (Number.isNaN(from)) return;
                    event.preventDefault();
                    move(from, index);
                  }}
                >
                  <TickBox
                    label={t('values.tick', { place: index + 1 })}
                    checked={ticked.has(index)}
                    disabled={!editable}
                    tabIndex={-1}
                    onToggle={() =>
                      setTicked(
                        (now) => new Set(now.has(index) ? [...now].filter((at) => at !== index) : [...now, index]),
                      )
                    }
                  />
                  <span
                    className="we-values-grip"
                    aria-hidden="true"
                    draggable={editable}
                    onDragStart={(event) => event.dataTransfer.setData(ROW_MIME, String(index))}
                  >
                    {index + 1}
                  </span>
                  <Input
                    id={index === 0 ? id : undefined}
                    className="mono"
                    data-value={index}
                    title={value}
                    aria-label={name}
                    value={value}
                    disabled={!editable}
                    autoComplete="off"
                    placeholder={index === 0 ? placeholder : undefined}
                    aria-describedby={index === 0 ? note : undefined}
                    aria-invalid={isWrong(definition, value) || undefined}
                    status={isWrong(definition, value) || index >= MAX_VALUES ? 'error' : undefined}
                    {...typing}
                    onKeyDown={(event) => onKeyDown(event, index)}
                    onPaste={(event) => onPaste(event, index)}
                    onChange={(event) => change(rows.with(index, event.target.value))}
                  />
                  <Button
                    kind="quiet"
                    size="small"
                    icon="close"
                    label={t('values.remove', { place: index + 1 })}
                    disabledReason={!editable && t('canvas:outline.viewOnly')}
                    onClick={() => remove(new Set([index]), index)}
                  />
                </li>
              );
            })}
          </ol>
        </div>
      )}
      <div className="we-field-foot">
        <span className="we-field-note" data-kind={values.length > MAX_VALUES ? 'error' : 'help'}>
          {bulk
            ? t('values.ticked', { count: ticked.size })
            : t('canvas:input.count', { count: values.length, max: MAX_VALUES })}
        </span>
        {bulk ? (
          <span className="row">
            <Button
              size="small"
              icon="arrowUp"
              label={t('values.toTop')}
              onClick={() => replace(moved(rows, ticked, 0))}
            />
            <Button
              size="small"
              icon="arrowDown"
              label={t('values.toEnd')}
              onClick={() => replace(moved(rows, ticked, rows.length))}
            />
            <Button size="small" icon="trash" label={t('values.removeTicked')} onClick={() => remove(ticked, 0)} />
          </span>
        ) : (
          editable && (
            <span className="row">
              <Button size="small" kind="quiet" icon="plus" label={t('values.add')} onClick={() => add(rows.length)} />
              {path && (
                <PickPath
                  definition={definition}
                  multiple
                  at={values.at(-1)}
                  onPick={(picked) => insert(rows[rows.length - 1] === '' ? rows.length - 1 : rows.length, picked)}
                />
              )}
              <MenuButton
                label={t('values.more', { input: definition.name })}
                entries={[
                  {
                    key: 'text',
                    label: t(asText ? 'values.asRows' : 'values.asText'),
                    onSelect: () => setAsText(!asText),
                  },
                  'line',
                  {
                    key: 'sort',
                    label: t('values.sort'),
                    onSelect: () => replace([...rows].sort(compareNatural)),
                  },
                  {
                    key: 'unique',
                    label: t('values.unique'),
                    disabledReason: new Set(values).size === values.length && t('values.noneTwice'),
                    onSelect: () => replace([...new Set(rows)]),
                  },
                  'line',
                  {
                    key: 'all',
                    label: t('values.removeAll'),
                    danger: true,
                    disabledReason: values.length === 0 && t('values.empty'),
                    onSelect: () => replace([], 0),
                  },
                ]}
              />
            </span>
          )
        )}
      </div>
    </div>
  );
}

/** All values in one text, one per line, for whoever would rather edit them so. */
function TextOfValues({
  id,
  rows,
  onChange,
}: {
  id: string;
  rows: readonly string[];
  onChange: (v: string[]) => void;
}) {
  const { t } = useTranslation('canvas');
  const { editable } = useEditorServices();
  const typing = useTyping();
  const [draft, setDraft] = useState(rows.join('\n'));
  return (
    <Input.TextArea
      id={id}
      className="mono"
      rows={IN_SIGHT}
      value={draft}
      disabled={!editable}
      placeholder={t('input.onePerLine')}
      {...typing}
      onChange={(event) => {
        setDraft(event.target.value);
        onChange(toValues(event.target.value));
      }}
    />
  );
}
