import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '#core/workflow/types.ts';
import { useStore } from '#src/lib/use-store.ts';
import type { EditorState } from '../editor.ts';
import { useEditorServices, useEditorState } from '../editor-context.ts';
import { type BarTools, OutlineBar } from './outline-bar.tsx';
import { useOutlineServices } from './outline-context.ts';
import { OutlineRowView } from './outline-row.tsx';
import { type OutlineRow, outlineRows } from './rows.ts';
import { useActiveRow, useRoving } from './use-roving.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useRowMenu } from './use-row-menu.ts';
import './outline.css';

const HEADER_HEIGHT = 28;
const ROW_HEIGHT = 34;
/** Rows take the focus and keys, so this table is a grid, and its rows can be opened. */
const TREEGRID = { role: 'treegrid', 'aria-multiselectable': true } as const;
const READ_ONLY_TREEGRID = { ...TREEGRID, 'aria-readonly': true } as const;
const COLUMNS = ['task', 'app', 'value', 'problems'] as const;

const documentOf = (state: EditorState) => state.document;
const appsOf = (state: EditorState) => state.apps;
const selectionOf = (state: EditorState) => state.selectedTasks;

function useRows(problems: readonly Problem[]): OutlineRow[] {
  const { editable } = useEditorServices();
  const { store } = useOutlineServices();
  const { expanded } = useStore(store);
  const document = useEditorState(documentOf);
  const apps = useEditorState(appsOf);
  return useMemo(
    () => outlineRows({ document, lookup: (appId) => apps.get(appId), problems, expanded, editable }),
    [document, apps, problems, expanded, editable],
  );
}

interface Props {
  problems: readonly Problem[];
  /** Tools that stand elsewhere on wide screens: undo and the like. */
  tools: BarTools | undefined;
}

/** The workflow as a tree of rows that can be edited: the same document as the canvas, without a picture. */
export function OutlineGrid({ problems, tools }: Props) {
  const { t } = useTranslation('outline');
  const { editable } = useEditorServices();
  const { store } = useOutlineServices();
  const { editing } = useStore(store);
  const selected = useEditorState(selectionOf);
  const rows = useRows(problems);
  const active = useActiveRow(store, rows);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingStart: HEADER_HEIGHT,
    scrollMargin: HEADER_HEIGHT,
    // The current row is always there, so that it can keep the focus out of sight.
    rangeExtractor: useCallback(
      (range: Range) => [...new Set([...defaultRangeExtractor(range), active])].sort((a, b) => a - b),
      [active],
    ),
  });
  const roving = useRoving({ store, rows, active, grid: scroller, virtualizer });
  const page = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
  const keys = useRowKeys({ rows, active, page });
  const openMenu = useRowMenu();
  const [several, setSeveral] = useState(false);
  const pressOther = (event: MouseEvent) => {
    const element = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    const row = rows[Number(element?.getAttribute('data-index') ?? Number.NaN)];
    // In a field the menu of the browser has what is wanted there.
    if (!row || !element || store.get().editing?.row === row.id) return;
    event.preventDefault();
    store.activate(row.id);
    openMenu(row, element, { x: event.clientX, y: event.clientY });
  };
  const press = (event: MouseEvent) => {
    if (!(event.target instanceof Element && event.currentTarget.contains(event.target))) return;
    const index = Number(event.target.closest<HTMLElement>('[data-row]')?.dataset.index ?? Number.NaN);
    const row = rows[index];
    if (!row || store.get().editing?.row === row.id || event.target.closest('button, .ol-edit')) return;
    const wanted = event.target.closest<HTMLElement>('[data-press]')?.dataset.press;
    if (wanted === 'toggle') store.setExpanded(row.id, !row.expanded);
    if (event.shiftKey) keys.selecting.range(active, index);
    else if (event.ctrlKey || event.metaKey || several) keys.selecting.toggle(index);
    else keys.selecting.one(index);
    store.activate(row.id);
    if (wanted === 'open' && editable) keys.acts.open(row);
  };

  return (
    <div className="ol">
      <OutlineBar
        row={rows[active]}
        tools={tools}
        onNextProblem={() => keys.nextProblem(1)}
        onAdd={keys.acts.add}
        onShift={keys.shift}
        several={several}
        onSeveral={setSeveral}
      />
      <p className="ol-hint we-quiet" id="outline-hint">
        {t(editable ? 'hint' : 'hintReadOnly')}
      </p>
      <div ref={scroller} className="ol-grid">
        <table
          {...(editable ? TREEGRID : READ_ONLY_TREEGRID)}
          aria-label={t('label')}
          aria-describedby="outline-hint"
          aria-rowcount={rows.length + 1}
          aria-colcount={COLUMNS.length}
          onKeyDown={keys.onKeyDown}
          onKeyUp={keys.onKeyUp}
          onClick={press}
          onContextMenu={pressOther}
          onFocus={roving.onFocus}
          onBlur={(event) => {
            keys.onBlur();
            roving.onBlur(event);
          }}
        >
          <thead className="ol-head">
            <tr aria-rowindex={1} className="ol-columns">
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="ol-body" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, key, start }) => {
              const row = rows[index];
              return (
                row && (
                  <OutlineRowView
                    key={key}
                    row={row}
                    index={index}
                    top={start - HEADER_HEIGHT}
                    tabbable={index === active}
                    selected={row.kind === 'task' ? selected.has(row.item.task_name) : undefined}
                    editing={editing?.row === row.id ? editing.mode : undefined}
                    measure={virtualizer.measureElement}
                  />
                )
              );
            })}
          </tbody>
        </table>
        {rows.length === 0 && <p className="we-quiet">{t('empty')}</p>}
      </div>
    </div>
  );
}
