import { useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useBeforeUnload, useBlocker } from 'react-router';
import { createStore } from '#src/lib/store.ts';
import { useStore } from '#src/lib/use-store.ts';
import { Ask } from '#src/ui/ask.tsx';

/** Forms with unsaved input, by id. */
const dirtyForms = createStore<ReadonlySet<string>>(new Set());

function mark(id: string, dirty: boolean): void {
  const now = dirtyForms.get();
  if (now.has(id) === dirty) return;
  const next = new Set(now);
  if (dirty) next.add(id);
  else next.delete(id);
  dirtyForms.set(next);
}

/** Registers a form; leaving the page asks while it is dirty. */
export function useLeaveGuard(dirty: boolean): void {
  const id = useId();
  useEffect(() => {
    mark(id, dirty);
    return () => mark(id, false);
  }, [id, dirty]);
}

/**
 * Asks once for all dirty forms. A change of the query string only (a tab, a filter) is not leaving, unless it comes
 * from the back button, which may close the drawer the form stands in.
 */
export function LeaveQuestion() {
  const { t } = useTranslation();
  const dirty = useStore(dirtyForms).size > 0;
  const blocker = useBlocker(
    ({ currentLocation, nextLocation, historyAction }) =>
      dirtyForms.get().size > 0 &&
      (currentLocation.pathname !== nextLocation.pathname ||
        (historyAction === 'POP' && currentLocation.search !== nextLocation.search)),
  );
  useBeforeUnload((event) => {
    if (dirty) event.preventDefault();
  });
  return (
    <Ask
      open={blocker.state === 'blocked'}
      title={t('form.leaveTitle')}
      confirmLabel={t('form.leave')}
      cancelLabel={t('form.stay')}
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      <p className="muted">{t('form.leaveText')}</p>
    </Ask>
  );
}
