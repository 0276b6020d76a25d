import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import type { Editor } from '#src/canvas/editor.ts';
import { isLeaving } from '#src/lib/next-page.ts';

/** The address follows the selection at rest, not every step of the arrow keys. */
const REST = 400;

/** Keeps the one selected task in the address (`task`), so that a link to it can be copied. */
export function useTaskInAddress(editor: Editor): void {
  const [, setSearch] = useSearchParams();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown = new URLSearchParams(location.search).get('task') ?? undefined;
    const write = (task: string | undefined) => {
      if (isLeaving()) return;
      shown = task;
      setSearch(
        (search) => {
          if ((search.get('task') ?? undefined) === task) return search;
          const next = new URLSearchParams(search);
          if (task === undefined) next.delete('task');
          else next.set('task', task);
          return next;
        },
        { replace: true, preventScrollReset: true },
      );
    };
    const look = () => {
      const { selectedTasks } = editor.state.get();
      const task = selectedTasks.size === 1 ? [...selectedTasks][0] : undefined;
      clearTimeout(timer);
      if (task !== shown) timer = setTimeout(() => write(task), REST);
    };
    look();
    const unsubscribe = editor.state.subscribe(look);
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [editor, setSearch]);
}
