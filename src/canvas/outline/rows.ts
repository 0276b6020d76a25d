/** The outline as rows: tasks in an order in which they can run, and below each what can be said of it. Knows no view. */
import { graphOf, topologicalOrder, type WorkflowGraph } from '#core/workflow/graph.ts';
import { inputReference, type Reference } from '#core/workflow/references.ts';
import type {
  AppInput,
  AppLookup,
  AppOutput,
  AppSignature,
  Problem,
  TaskDocument,
  WorkflowDocument,
  WorkflowEdge,
} from '#core/workflow/types.ts';
import {
  ADD_ROW,
  appRow,
  displayNameRow,
  folderRow,
  inputRow,
  outputRow,
  placeOfProblem,
  placeRow,
  RESOURCE_FIELDS,
  type ResourceField,
  resourceRow,
  resourcesRow,
  taskRow,
  usageRow,
} from './row-ids.ts';

/** What a row is about. */
export type RowContent =
  | { kind: 'task'; item: TaskDocument; app: AppSignature | undefined; after: readonly string[] }
  | {
      kind: 'input';
      item: TaskDocument;
      name: string;
      /** Absent for an input the app does not have. */
      definition: AppInput | undefined;
      values: readonly string[];
      reference: Reference | undefined;
    }
  | { kind: 'output'; item: TaskDocument; output: AppOutput; uses: readonly WorkflowEdge[] }
  | { kind: 'use'; item: TaskDocument; edge: WorkflowEdge }
  | { kind: 'folder'; item: TaskDocument }
  | { kind: 'resources'; item: TaskDocument; app: AppSignature | undefined }
  | { kind: 'resource'; item: TaskDocument; app: AppSignature | undefined; field: ResourceField }
  | { kind: 'app'; item: TaskDocument; app: AppSignature | undefined }
  | { kind: 'displayName'; item: TaskDocument }
  | { kind: 'place'; item: TaskDocument }
  | { kind: 'add' };

export type RowKind = RowContent['kind'];

export type OutlineRow = RowContent & {
  id: string;
  /** From 1. */
  level: number;
  parent: string | undefined;
  /** Undefined for rows that cannot be opened. */
  expanded: boolean | undefined;
  /** Place among the rows of the same parent, from 1, and their number. */
  position: number;
  siblings: number;
  /** Findings about this row, and about the rows it hides while it is closed. */
  problems: readonly Problem[];
};

/** The row of a kind, as `OutlineRow` narrows to it. */
export type RowOf<Kind extends RowKind> = OutlineRow & { kind: Kind };

/** A row before it is known what is open. */
interface Branch {
  id: string;
  content: RowContent;
  children?: () => Branch[];
}

interface Facts {
  graph: WorkflowGraph;
  lookup: AppLookup;
}

const leaf = (id: string, content: RowContent): Branch => ({ id, content });

function inputBranches(item: TaskDocument, app: AppSignature | undefined): Branch[] {
  const given = new Map((item.inputs ?? []).map((input) => [input.name, input]));
  const definitions = new Map((app?.inputs ?? []).map((definition) => [definition.name, definition]));
  return [...new Set([...definitions.keys(), ...given.keys()])].map((name) => {
    const input = given.get(name);
    return leaf(inputRow(item.task_name, name), {
      kind: 'input',
      item,
      name,
      definition: definitions.get(name),
      values: input?.values ?? [],
      reference: input && inputReference(input),
    });
  });
}

function outputBranch(item: TaskDocument, output: AppOutput, { graph }: Facts): Branch {
  const id = outputRow(item.task_name, output.name);
  const rowOf = (edge: WorkflowEdge) => usageRow(edge.from, edge.output, edge.to, edge.input);
  const edges = (graph.outgoing.get(item.task_name) ?? []).filter((edge) => edge.output === output.name);
  // An input may, wrongly, name the same output twice.
  const uses = [...new Map(edges.map((edge) => [rowOf(edge), edge])).values()];
  const children = () => uses.map((edge) => leaf(rowOf(edge), { kind: 'use', item, edge }));
  return { id, content: { kind: 'output', item, output, uses }, ...(uses.length > 0 ? { children } : {}) };
}

function taskBranch(item: TaskDocument, facts: Facts): Branch {
  const app = facts.lookup(item.app_id);
  const name = item.task_name;
  const after = [...new Set((facts.graph.incoming.get(name) ?? []).map((edge) => edge.from))];
  const resources = () =>
    RESOURCE_FIELDS.map((field) => leaf(resourceRow(name, field), { kind: 'resource', item, app, field }));
  return {
    id: taskRow(name),
    content: { kind: 'task', item, app, after },
    children: () => [
      leaf(displayNameRow(name), { kind: 'displayName', item }),
      ...inputBranches(item, app),
      ...(app?.outputs ?? []).map((output) => outputBranch(item, output, facts)),
      leaf(folderRow(name), { kind: 'folder', item }),
      { id: resourcesRow(name), content: { kind: 'resources', item, app }, children: resources },
      leaf(appRow(name), { kind: 'app', item, app }),
      leaf(placeRow(name), { kind: 'place', item }),
    ],
  };
}

/** Problems by the row they belong to, and again by each row above it. */
function problemsByRow(problems: readonly Problem[]) {
  const own = new Map<string, Problem[]>();
  const below = new Map<string, Problem[]>();
  const put = (map: Map<string, Problem[]>, id: string, problem: Problem) => {
    const list = map.get(id);
    if (list) list.push(problem);
    else map.set(id, [problem]);
  };
  for (const problem of problems) {
    const place = placeOfProblem(problem);
    if (!place) continue;
    put(own, place.id, problem);
    for (const parent of place.parents) put(below, parent, problem);
  }
  return { own, below };
}

const NO_PROBLEMS: readonly Problem[] = [];

export interface Outline {
  document: WorkflowDocument;
  lookup: AppLookup;
  problems: readonly Problem[];
  expanded: ReadonlySet<string>;
  /** Adds the row that adds a task. */
  editable: boolean;
}

/** The rows that are to be seen, from the top. */
export function outlineRows({ document, lookup, problems, expanded, editable }: Outline): OutlineRow[] {
  const graph = graphOf(document);
  const { own, below } = problemsByRow(problems);
  const rows: OutlineRow[] = [];
  const show = (branches: readonly Branch[], level: number, parent: string | undefined) => {
    branches.forEach(({ id, content, children }, index) => {
      const open = children ? expanded.has(id) : undefined;
      const mine = own.get(id) ?? NO_PROBLEMS;
      const hidden = open === false ? (below.get(id) ?? NO_PROBLEMS) : NO_PROBLEMS;
      rows.push({
        ...content,
        id,
        level,
        parent,
        expanded: open,
        position: index + 1,
        siblings: branches.length,
        problems: hidden.length > 0 ? [...mine, ...hidden] : mine,
      });
      if (open && children) show(children(), level + 1, id);
    });
  };
  const order = topologicalOrder(document) ?? graph.names;
  const tasks = order.flatMap((name) => {
    const item = graph.tasks.get(name);
    return item ? [taskBranch(item, { graph, lookup })] : [];
  });
  show(editable ? [...tasks, leaf(ADD_ROW, { kind: 'add' })] : tasks, 1, undefined);
  return rows;
}

/** The task a row is about. */
export const taskOfRow = (row: OutlineRow | undefined): string | undefined =>
  row === undefined || row.kind === 'add' ? undefined : row.item.task_name;

/** Tasks whose own row lies between two places, both included; the task around a lower row counts as well. */
export function tasksBetween(rows: readonly OutlineRow[], a: number, b: number): string[] {
  const names = rows.slice(Math.min(a, b), Math.max(a, b) + 1).map(taskOfRow);
  return [...new Set(names.filter((name) => name !== undefined))];
}
