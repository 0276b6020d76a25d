/** Workflows of any size for the canvas: tasks in columns, each fed by some of the column before. */
import type { Schema } from '#contracts/index.ts';

type Definition = Schema<'TaskDefinitionDto'>;

export interface SampleSize {
  tasks: number;
  edges: number;
}

const COLUMN = 336;
const ROW = 150;
const NAMES = ['trim', 'align', 'sort', 'dedup', 'call', 'filter', 'annotate', 'report'];

const app = (inputs: number) => ({
  app_id: `app-${inputs}`,
  app_name: inputs === 0 ? 'read-input' : `merge-${inputs}`,
  app_version: '1.2.0',
  app_image: 'tools/shell:1',
  app_commands: ['true'],
  app_input_parameters: [
    {
      name: 'sample',
      type: 'STRING' as const,
      required: true,
      concurrent: 'vars_iter' as const,
      values: ['one', 'two'],
    },
    ...Array.from({ length: inputs }, (_, i) => ({ name: `reads-${i + 1}`, type: 'FILE' as const, required: true })),
  ],
  app_output_parameters: [
    { name: 'result', type: 'FILE' as const, required: true, values: ['result.txt'] },
    { name: 'log', type: 'FILE' as const, required: false, values: ['log.txt'] },
  ],
});

/** Column and row of a task: more rows than columns, for columns are wider. */
function placeOf(index: number, rows: number) {
  return { column: Math.floor(index / rows), row: index % rows };
}

/** Feeding tasks of every task: edges are dealt out evenly, each from the column before. */
function sources({ tasks, edges }: SampleSize, rows: number): number[][] {
  const feeds: number[][] = Array.from({ length: tasks }, () => []);
  const fed = tasks - rows;
  for (let edge = 0; edge < edges && fed > 0; edge++) {
    const target = rows + (edge % fed);
    const turn = Math.floor(edge / fed);
    const { column, row } = placeOf(target, rows);
    feeds[target]?.push((column - 1) * rows + ((row + turn * 3) % rows));
  }
  return feeds;
}

/** Definitions as the platform returns them (4.5.4.6), with positions. */
export function sampleTasks(size: SampleSize): Definition[] {
  const rows = size.tasks < 10 ? 1 : Math.round(Math.sqrt(size.tasks * 2));
  return sources(size, rows).map((feeds, index) => {
    const { column, row } = placeOf(index, rows);
    return {
      task_name: nameOf(index),
      display_name: '',
      output_dir: '',
      resources: { cpu: '1C', memory: '2G' },
      location: { x: column * COLUMN, y: row * ROW },
      inputs: feeds.map((from, i) => ({ name: `reads-${i + 1}`, values: [`\${${nameOf(from)}.result}`] })),
      app_info: app(feeds.length),
    };
  });
}

const nameOf = (index: number) => `${NAMES[index % NAMES.length]}_${index + 1}`;
