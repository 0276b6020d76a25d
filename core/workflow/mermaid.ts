/** A workflow as a Mermaid flowchart, for pages and notes that draw one. */
import { graphOf } from './graph.ts';
import { fanOutsOf } from './lint.ts';
import type { AppLookup, TaskDocument, WorkflowDocument } from './types.ts';

/** Mermaid's entities, for all that could end a text or start a tag, a comment or formatting. */
function quoted(...lines: string[]): string {
  const safe = lines.filter(Boolean).map((line) =>
    line
      .replace(/\s+/g, ' ')
      .replace(/[#&<>"`\\{}|%]/g, (sign) => `#${sign.charCodeAt(0)};`)
      .trim(),
  );
  return `"${safe.join('<br/>')}"`;
}

/**
 * Tasks with their app and number of instances, references as arrows: solid when all instances are waited for, dashed
 * when instance i feeds instance i.
 */
export function toMermaid(document: WorkflowDocument, lookup: AppLookup): string {
  const { names, tasks, edges } = graphOf(document);
  const fanOuts = fanOutsOf(document, lookup, 'save');
  const ids = new Map(names.map((name, at) => [name, `t${at + 1}`]));
  const label = (task: TaskDocument) => {
    const app = lookup(task.app_id);
    const fanOut = fanOuts?.get(task.task_name);
    const times = fanOut?.fansOut ? ` ×${fanOut.instances ?? 'n'}` : '';
    return quoted(`${task.display_name || task.task_name}${times}`, app ? `${app.name} ${app.version}` : task.app_id);
  };
  const boxes = [...tasks.values()].map((task) => `  ${ids.get(task.task_name)}[${label(task)}]`);
  const arrows = edges.map(({ from, output, to, input }) => {
    const arrow = fanOuts?.get(to)?.edges.get(input) === 'iterate' ? '-.->' : '-->';
    return `  ${ids.get(from)} ${arrow}|${quoted(`${output} → ${input}`)}| ${ids.get(to)}`;
  });
  return `${['flowchart LR', ...boxes, ...arrows].join('\n')}\n`;
}
