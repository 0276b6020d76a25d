/** A version is a workflow of its own that shares the name (4.5.4.5); no order is documented, so the time orders. */
import type { WorkflowSummary } from '#src/api/workflows.ts';

/** The versions of a name, the latest change first. */
export const versionsOf = (workflows: readonly WorkflowSummary[], name: string | undefined): WorkflowSummary[] =>
  workflows
    .filter((workflow) => workflow.name === name)
    .sort((a, b) => (b.update_time ?? '').localeCompare(a.update_time ?? ''));

/** What a version is compared with unless somebody says so: the one created before it, else any other. */
export function comparedWith(versions: readonly WorkflowSummary[], id: string): WorkflowSummary | undefined {
  const byTime = [...versions].sort((a, b) => (a.create_time ?? '').localeCompare(b.create_time ?? ''));
  const at = byTime.findIndex((version) => version.id === id);
  return byTime[at - 1] ?? byTime.find((version) => version.id !== id);
}
