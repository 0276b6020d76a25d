import { useCallback, useEffect, useState } from 'react';
import { browserDrafts } from '#src/canvas/drafts/browser-drafts.ts';
import type { Draft } from '#src/canvas/drafts/draft.ts';
import type { DraftChange } from '#src/canvas/drafts/drafts.ts';
import { useMaybeSession } from '#src/session/use-session.ts';

/** The same moment of the same draft. */
const isSame = (a: Draft, b: Draft): boolean => a.id === b.id && a.keptAt === b.keptAt && a.owner === b.owner;

/** What was found, with the objects of the drafts that are as before: what is worked out from one is not again. */
function kept(before: readonly Draft[] | undefined, found: readonly Draft[]): readonly Draft[] {
  const drafts = found.map((draft) => before?.find((one) => isSame(one, draft)) ?? draft);
  const same = before?.length === drafts.length && drafts.every((draft, at) => draft === before[at]);
  return same ? before : drafts;
}

/** The drafts after this page wrote one, took one over or took one out; the others are not read again for it. */
function changed(before: readonly Draft[], { id, draft }: DraftChange, isShown: (draft: Draft) => boolean) {
  const others = before.filter((one) => one.id !== id);
  return draft && isShown(draft) ? [draft, ...others].sort((a, b) => b.keptAt - a.keptAt) : others;
}

/**
 * Drafts of the signed-in user in a project, the latest first; undefined until they are read. A browser that keeps
 * none has none. They follow what this tab does to them, and are read again when the page is looked at again.
 */
export function useDrafts(project: string, workflow?: string): readonly Draft[] | undefined {
  const user = useMaybeSession()?.user.id;
  const [drafts, setDrafts] = useState<readonly Draft[]>();
  const read = useCallback(async () => {
    if (user === undefined || project === '') return [];
    return browserDrafts()
      .list({ user, project, ...(workflow === undefined ? {} : { workflow }) })
      .catch(() => []);
  }, [user, project, workflow]);
  useEffect(() => {
    /** The reading that is under way; another one takes its place. */
    let reading: object | undefined;
    const isShown = (draft: Draft) =>
      draft.user === user && draft.project === project && (workflow === undefined || draft.workflow === workflow);
    const refresh = async () => {
      const mine = {};
      reading = mine;
      const found = await read();
      if (reading !== mine) return;
      reading = undefined;
      setDrafts((before) => kept(before, found));
    };
    const follow = (change: DraftChange) => {
      // What is being read may be from before the change.
      if (reading) void refresh();
      else setDrafts((before) => before && changed(before, change, isShown));
    };
    const look = () => document.visibilityState === 'visible' && void refresh();
    void refresh();
    const unsubscribe = browserDrafts().subscribe(follow);
    document.addEventListener('visibilitychange', look);
    return () => {
      reading = {};
      unsubscribe();
      document.removeEventListener('visibilitychange', look);
    };
  }, [read, user, project, workflow]);
  return drafts;
}
