import { useEffect, useMemo, useState } from 'react';
import type { Draft } from '#src/canvas/drafts/draft.ts';
import { createStore } from '#src/lib/store.ts';
import { useStore } from '#src/lib/use-store.ts';
import { useDrafts } from './use-drafts.ts';
import type { Keeping } from './use-keeping.ts';

/** Other tabs answer within this time, or are taken for gone; what they then write is theirs all the same. */
const ANSWERS_WITHIN = 150;

const NOBODY = createStore<ReadonlyMap<string, boolean>>(new Map());

const NONE: readonly Draft[] = [];

/** Drafts to offer in an open editor: none that this or another open tab is writing. */
export function useOffers(project: string, workflow: string, { owner, presence }: Keeping): readonly Draft[] {
  const drafts = useDrafts(project, workflow);
  const others = useStore(presence?.others ?? NOBODY);
  const [answered, setAnswered] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAnswered(true), ANSWERS_WITHIN);
    return () => clearTimeout(timer);
  }, []);
  return useMemo(() => {
    if (!answered || !drafts) return NONE;
    const isLive = (draft: Draft) => draft.owner === owner || others.has(draft.owner);
    return drafts.filter((draft) => draft.reason !== 'edits' || !isLive(draft));
  }, [answered, drafts, owner, others]);
}
