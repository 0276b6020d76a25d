import { nextFrame } from '#src/lib/next-frame.ts';
import type { Editor } from '../editor.ts';
import type { LayoutResult } from './layout-graph.ts';

/** So many tasks get their new place in one frame; drawing more of them at once would keep the page from answering. */
const PER_FRAME = 100;

/**
 * Splits tasks into groups that are moved one after the other. The first is a single task: with it the editor learns
 * that the document is no longer saved, which is drawn as well. Those of the others lie scattered, so that each frame
 * has its share of what is in view.
 */
export function groupsOf(names: readonly string[], size = PER_FRAME): string[][] {
  if (names.length <= size) return [[...names]];
  const [first = '', ...rest] = names;
  const count = Math.ceil(rest.length / size);
  const groups = Array.from({ length: count }, (_, group) => rest.filter((_, at) => at % count === group));
  return [[first], ...groups];
}

/** Moves tasks to the places of a layout, a group in each frame; all of it is one step of the history. */
export async function moveInFrames(editor: Editor, places: LayoutResult): Promise<void> {
  const groups = groupsOf(Object.keys(places));
  const rest = () => (groups.length > 1 ? nextFrame() : undefined);
  await rest();
  editor.beginTyping();
  try {
    for (const names of groups) {
      const positions = Object.fromEntries(names.flatMap((name) => (places[name] ? [[name, places[name]]] : [])));
      editor.run({ type: 'moveTasks', positions, as: 'layout' });
      await rest();
    }
  } finally {
    editor.endTyping();
  }
}
