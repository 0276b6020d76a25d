/** Changes to the details of a workflow: everything but its tasks. */
import type { WorkflowDocument } from './types.ts';

type Details = Pick<
  WorkflowDocument,
  'name' | 'version' | 'summary' | 'description' | 'labels' | 'timeout' | 'output_dir'
>;

/** Fields to set; null takes an optional field out. Fields not named stay. */
export type DetailsChange = { [Field in keyof Details]?: Details[Field] | null };

const REQUIRED = new Set<string>(['name', 'version']);

/** Applies a change of details; the same document when every field has that value already. */
export function applyDetails(document: WorkflowDocument, change: DetailsChange): WorkflowDocument {
  let next: Record<string, unknown> | undefined;
  for (const [field, value] of Object.entries(change)) {
    const now = (next ?? document)[field as keyof Details];
    if (value === undefined || JSON.stringify(now) === JSON.stringify(value)) continue;
    if (value === null) {
      if (now === undefined || REQUIRED.has(field)) continue;
      next = { ...(next ?? document) };
      delete next[field];
    } else {
      next = { ...(next ?? document), [field]: value };
    }
  }
  return next ? (next as WorkflowDocument) : document;
}
