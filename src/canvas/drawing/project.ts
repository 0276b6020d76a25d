/**
 * The projection: document and session → React Flow's nodes and edges. Whatever did not change keeps its object, so
 * that React Flow and the memoised node components skip it; a selection of one task draws one node again.
 */
import type { Graph, GraphModel, Labels } from './graph.ts';
import { projectTouched } from './project-touched.ts';
import { type Last, projectWhole } from './project-whole.ts';

/**
 * A projector keeps the last result; one per drawn canvas. A new `labels` object (another language) draws all again.
 * A drag, which asks for a projection per frame, touches only what moves.
 */
export function createProjector(): (model: GraphModel, labels: Labels) => Graph {
  let last: Last | undefined;
  return (model, labels) => {
    last = (last && projectTouched(model, labels, last)) ?? projectWhole(model, labels, last);
    return last.graph;
  };
}
