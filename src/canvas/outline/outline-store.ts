/** What is open, current and being edited in the outline. Lives beside the document and is never saved or undone. */
import { createStore, type Store } from '#src/lib/store.ts';
import { type Place, renamedRow } from './row-ids.ts';

/** `own`: the row's value; `reference`: an input taken from another task. */
export type EditMode = 'own' | 'reference';
/**
 * What comes after a field: its row has the focus again, or the next field of the task opens, or nothing does, for the
 * focus has gone elsewhere already.
 */
export type AfterEdit = 'row' | 'next' | 'away';

export interface OutlineState {
  expanded: ReadonlySet<string>;
  /** Row that has, or would get, the focus. */
  active: string | undefined;
  editing: { row: string; mode: EditMode } | undefined;
  /** The active row is to take the focus as soon as it is drawn. */
  wantsFocus: boolean;
}

export interface OutlineStore extends Store<OutlineState> {
  setExpanded(id: string, open: boolean): void;
  /** Makes a row current. `focus` false: it has the focus already. */
  activate(id: string, focus?: boolean): void;
  /** Opens what a row hangs below and makes it current; the focus stays where it is. */
  show(place: Place): void;
  /** As `show`, and the row takes the focus. */
  reveal(place: Place): void;
  /** Opens the field of a row, and what the row hangs below. */
  edit(row: string, mode: EditMode, parents?: readonly string[]): void;
  /** Ends editing. `focus` false: the focus has gone elsewhere. */
  stopEditing(focus?: boolean): void;
  /** Asks for the focus, as when the outline is opened. */
  wantFocus(): void;
  /** The active row has the focus now. */
  focused(): void;
  /** A task has another name: what was open and current stays so. */
  renamed(from: string, to: string): void;
}

const START: OutlineState = { expanded: new Set(), active: undefined, editing: undefined, wantsFocus: false };

/** An outline of which nothing is open. */
export function createOutlineStore(): OutlineStore {
  const store = createStore(START);
  const change = (next: (now: OutlineState) => Partial<OutlineState>) =>
    store.set({ ...store.get(), ...next(store.get()) });
  return {
    ...store,
    setExpanded: (id, open) =>
      change(({ expanded }) => {
        const next = new Set(expanded);
        if (open) next.add(id);
        else next.delete(id);
        return { expanded: next };
      }),
    activate: (id, focus = true) =>
      change((now) => ({
        active: id,
        editing: now.editing?.row === id ? now.editing : undefined,
        wantsFocus: now.wantsFocus || focus,
      })),
    show: ({ id, parents }) =>
      change((now) => ({ expanded: new Set([...now.expanded, ...parents]), active: id, editing: undefined })),
    reveal: ({ id, parents }) =>
      change((now) => ({
        expanded: new Set([...now.expanded, ...parents]),
        active: id,
        editing: undefined,
        wantsFocus: true,
      })),
    edit: (row, mode, parents = []) =>
      change((now) => ({
        expanded: parents.every((id) => now.expanded.has(id)) ? now.expanded : new Set([...now.expanded, ...parents]),
        active: row,
        editing: { row, mode },
        wantsFocus: false,
      })),
    stopEditing: (focus = true) => change((now) => ({ editing: undefined, wantsFocus: now.wantsFocus || focus })),
    wantFocus: () => change(() => ({ wantsFocus: true })),
    focused: () => change(() => ({ wantsFocus: false })),
    renamed: (from, to) =>
      change((now) => ({
        expanded: new Set([...now.expanded].map((id) => renamedRow(id, from, to))),
        active: now.active === undefined ? undefined : renamedRow(now.active, from, to),
      })),
  };
}
