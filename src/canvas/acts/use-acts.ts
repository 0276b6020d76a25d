import { useMemo } from 'react';
import type { Act, Acts, Bench } from '../bench.ts';
import { ACTS, type ActId } from './shortcuts.ts';
import { type ArrangeNeeds, useArrangeActs } from './use-arrange-acts.ts';
import { type EditNeeds, useEditActs } from './use-edit-acts.ts';
import { useViewActs } from './use-view-acts.ts';

const NOTHING: Act = { run: () => undefined };

export interface ActNeeds extends EditNeeds, ArrangeNeeds {
  bench: Bench;
  /** Acts of the page around: saving, finding. */
  others: Partial<Record<ActId, Act>>;
}

/** Every act of the workbench by its id; what keys, menus and buttons do. */
export function useActs(needs: ActNeeds): Acts {
  const edit = useEditActs(needs);
  const arrange = useArrangeActs(needs);
  const view = useViewActs(needs.bench);
  const { others } = needs;
  return useMemo(() => {
    const all: Partial<Record<ActId, Act>> = { ...edit, ...arrange, ...view, ...others };
    return Object.fromEntries(ACTS.map((id) => [id, all[id] ?? NOTHING])) as Acts;
  }, [edit, arrange, view, others]);
}
