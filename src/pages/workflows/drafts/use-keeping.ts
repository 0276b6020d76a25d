import { useEffect, useState } from 'react';
import { browserDrafts } from '#src/canvas/drafts/browser-drafts.ts';
import { type DraftBase, type DraftPlace, randomName } from '#src/canvas/drafts/draft.ts';
import { type DraftKeeper, keepDraft } from '#src/canvas/drafts/draft-keeper.ts';
import { type Channel, type Presence, watchPresence } from '#src/canvas/drafts/presence.ts';
import { type Editor, isDirty } from '#src/canvas/editor.ts';
import { basePath } from '#src/lib/base-path.ts';

const CHANNEL = 'eihealth-console.drafts';

/** Tabs of a browser without channels do not know of each other; their drafts are still not mixed up. */
const SILENT: Channel = { postMessage: () => undefined, addEventListener: () => undefined, close: () => undefined };

const openChannel = (): Channel =>
  typeof BroadcastChannel === 'undefined' ? SILENT : new BroadcastChannel(`${CHANNEL}:${basePath()}`);

export interface Keeping {
  keeper: DraftKeeper;
  /** Name of this open editor among the others. */
  owner: string;
  /** Undefined for a moment after opening. */
  presence: Presence | undefined;
}

/** Keeps the drafts of an open editor, also when the page is hidden or left, and knows the other tabs of the same. */
export function useKeeping(editor: Editor, place: DraftPlace, base: DraftBase): Keeping {
  const [owner] = useState(randomName);
  const [keeper] = useState(() => keepDraft({ editor, drafts: browserDrafts(), place, base, owner }));
  const [presence, setPresence] = useState<Presence>();
  const { user, project, workflow } = place;

  useEffect(() => keeper.start(), [keeper]);

  useEffect(() => {
    const made = watchPresence(openChannel(), `${user}/${project}/${workflow}`, owner);
    const tell = () => made.tell(isDirty(editor.state.get()));
    const unsubscribe = editor.state.subscribe(tell);
    setPresence(made);
    return () => {
      unsubscribe();
      made.stop();
    };
  }, [editor, owner, user, project, workflow]);

  useEffect(() => {
    const flush = () => void keeper.flush();
    // Seen again: another tab may have ended without saying so.
    const look = () => (document.visibilityState === 'hidden' ? flush() : presence?.ask());
    const leave = () => {
      flush();
      presence?.leave();
    };
    document.addEventListener('visibilitychange', look);
    addEventListener('pagehide', leave);
    return () => {
      document.removeEventListener('visibilitychange', look);
      removeEventListener('pagehide', leave);
    };
  }, [keeper, presence]);

  return { keeper, owner, presence };
}
