import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowDiff } from '#core/workflow/diff.ts';
import type { AppLookup, WorkflowDocument } from '#core/workflow/types.ts';
import { movement } from '../connect/movement.ts';
import { CanvasFlow } from '../drawing/canvas-flow.tsx';
import { READABLE } from '../drawing/fit.ts';
import type { Graph, TaskEdge, TaskNode } from '../drawing/graph.ts';
import { createProjector } from '../drawing/project.ts';
import { useLabels } from '../drawing/use-labels.ts';
import { type MergedDrawing, mergeDrawing } from './merge.ts';
import './diff-graph.css';

const NOTHING: ReadonlySet<string> = new Set();
const SIGNS = { added: '+', removed: '−' } as const;

export interface DiffGraphProps {
  before: WorkflowDocument;
  after: WorkflowDocument;
  diff: WorkflowDiff;
  /** Knows the apps of both. */
  apps: AppLookup;
  /** Name of the selected task as drawn (see MergedDrawing.goneNames). */
  selected?: string | undefined;
  onSelect: (task: string | undefined) => void;
  /** A task to bring into view; another object brings it again. */
  shown?: { task: string } | undefined;
  label: string;
}

/** Brings a task into view. */
function Reveal({ shown }: Pick<DiffGraphProps, 'shown'>) {
  const flow = useReactFlow();
  useEffect(() => {
    if (!shown) return;
    void flow.fitView({ nodes: [{ id: shown.task }], padding: 1, maxZoom: 1, minZoom: READABLE, ...movement() });
  }, [flow, shown]);
  return null;
}

/** Puts marks on what was projected; whatever was marked before keeps its object. */
function useMarks(drawing: MergedDrawing) {
  const { t } = useTranslation('versions');
  return useMemo(() => {
    const known = new WeakMap<object, object>();
    const once = <T extends object>(item: T, make: () => T): T => {
      const found = known.get(item) as T | undefined;
      const made = found ?? make();
      known.set(item, made);
      return made;
    };
    const node = (one: TaskNode): TaskNode => {
      const marks = (drawing.taskMarks.get(one.id) ?? []).map((kind) => ({ kind, label: t(`mark.${kind}`) }));
      if (marks.length === 0) return one;
      const ariaLabel = [one.ariaLabel, ...marks.map((mark) => mark.label)].join(', ');
      return { ...one, ariaLabel, data: { ...one.data, marks } };
    };
    const edge = (one: TaskEdge): TaskEdge => {
      const mark = drawing.edgeMarks.get(one.id);
      if (!mark) return one;
      const words = t(mark === 'added' ? 'diff.edgeAdded' : 'diff.edgeRemoved');
      return {
        ...one,
        label: SIGNS[mark],
        ariaLabel: `${one.ariaLabel}, ${words}`,
        className: `${one.className} cv-edge-${mark}`,
      };
    };
    return (graph: Graph): Graph => ({
      nodes: graph.nodes.map((one) => once(one, () => node(one))),
      edges: graph.edges.map((one) => once(one, () => edge(one))),
    });
  }, [drawing, t]);
}

/** Two documents on one canvas, with a sign and a word on everything that differs. Give it a height. */
export function DiffGraph({ before, after, diff, apps, selected, onSelect, shown, label }: DiffGraphProps) {
  const labels = useLabels();
  const project = useMemo(createProjector, []);
  const drawing = useMemo(() => mergeDrawing(before, after, diff, apps), [before, after, diff, apps]);
  const marked = useMarks(drawing);
  const graph = marked(
    project(
      {
        tasks: drawing.tasks,
        apps,
        edges: drawing.edges,
        selectedTasks: selected === undefined ? NOTHING : new Set([selected]),
        selectedEdges: NOTHING,
      },
      labels,
    ),
  );
  return (
    <ReactFlowProvider>
      <CanvasFlow
        graph={graph}
        editable={false}
        label={label}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === 'select' && change.selected);
          if (chosen?.type === 'select') onSelect(chosen.id);
        }}
        onPaneClick={() => onSelect(undefined)}
      >
        <Reveal shown={shown} />
      </CanvasFlow>
    </ReactFlowProvider>
  );
}
