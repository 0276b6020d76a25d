import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Location, useBeforeUnload, useBlocker, useNavigate } from 'react-router';
import { createStore } from '#src/lib/store.ts';
import { useStore } from '#src/lib/use-store.ts';
import { Ask } from '#src/ui/ask.tsx';

/** Forms with unsaved input, by id, with what becomes of the input when the page is left; empty: it is lost. */
const dirtyForms = createStore<ReadonlyMap<string, string>>(new Map());

function mark(id: string, note: string | undefined): void {
  const now = dirtyForms.get();
  if (now.get(id) === note) return;
  const next = new Map(now);
  if (note === undefined) next.delete(id);
  else next.set(id, note);
  dirtyForms.set(next);
}

/** Registers a form; leaving the page asks while it is dirty. */
export function useLeaveGuard(dirty: boolean, note = ''): void {
  const id = useId();
  useEffect(() => {
    mark(id, dirty ? note : undefined);
    return () => mark(id, undefined);
  }, [id, dirty, note]);
}

/** What is said of the edits: what becomes of them when all are kept, else that they are lost. */
function noteOf(forms: ReadonlyMap<string, string>): string {
  const notes = [...new Set(forms.values())];
  return notes.includes('') ? '' : notes.join(' ');
}

/**
 * Asks once for all dirty forms. A change of the query string only (a tab, a filter) is not leaving, unless it comes
 * from the back button, which may close the drawer the form stands in.
 */
export function LeaveQuestion() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const forms = useStore(dirtyForms);
  const dirty = forms.size > 0;
  const decided = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation, historyAction }) =>
      !decided.current &&
      dirtyForms.get().size > 0 &&
      (currentLocation.pathname !== nextLocation.pathname ||
        (historyAction === 'POP' && currentLocation.search !== nextLocation.search)),
  );
  // Kept here: the router forgets what it holds back when only the query string changes meanwhile (the task chosen last
  // gets into the address a moment later), and the question would vanish.
  const [asked, setAsked] = useState<Location>();
  useEffect(() => {
    if (blocker.state === 'blocked') setAsked(blocker.location);
  }, [blocker]);
  const leave = useCallback(() => {
    setAsked(undefined);
    if (blocker.state === 'blocked') return blocker.proceed();
    if (!asked) return;
    decided.current = true;
    void Promise.resolve(navigate(asked)).finally(() => {
      decided.current = false;
    });
  }, [asked, blocker, navigate]);
  // Who saves and goes on in one act is stopped before the page knows that it is saved; there is nothing to ask then.
  useEffect(() => {
    if (asked && !dirty) leave();
  }, [asked, dirty, leave]);
  useBeforeUnload((event) => {
    if (dirty) event.preventDefault();
  });
  return (
    <Ask
      open={asked !== undefined && dirty}
      title={t('form.leaveTitle')}
      confirmLabel={t('form.leave')}
      cancelLabel={t('form.stay')}
      onConfirm={leave}
      onClose={() => {
        setAsked(undefined);
        blocker.reset?.();
      }}
    >
      <p className="muted">{noteOf(forms) || t('form.leaveText')}</p>
    </Ask>
  );
}
