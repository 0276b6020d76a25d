import type { Editor } from '../editor.ts';

/** Tasks that an act at a row of a task means: all selected ones when it is one of them. */
export function tasksMeant(editor: Editor, task: string): string[] {
  const { selectedTasks } = editor.state.get();
  return selectedTasks.has(task) ? [...selectedTasks] : [task];
}
