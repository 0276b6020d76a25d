/** What is decided before an imported workflow is opened: its apps, its name, and what cannot come along. */
import limits from '#contracts/generated/limits/eihealth.createWorkflow.ts';
import { cutName } from '#core/names.ts';
import type { AppName, AppUse } from '#core/workflow/app-addresses.ts';
import type { WorkflowDocument } from '#core/workflow/types.ts';
import type { AppSummary } from '#src/api/apps.ts';
import { toRequest } from '#src/canvas/drawing/document.ts';

/** App as the text names it → id in the project; an empty text leaves it as it is. */
export type AppChoices = ReadonlyMap<string, string>;

export function appNames(apps: readonly AppSummary[]): AppName[] {
  return apps.flatMap(({ id, name, version, source_project_name }) =>
    id ? [{ id, name: name ?? id, version: version ?? '', source_project_name }] : [],
  );
}

/** Apps taken without asking: the very one, else one of the same name and version. Other choices are the user's. */
export function choicesFor(uses: readonly AppUse[], chosen: AppChoices): AppChoices {
  return new Map(
    uses.map(({ appId, proposals: [best] }) => {
      const proposed = best && best.match !== 'name' ? best.app.id : '';
      return [appId, chosen.get(appId) ?? proposed];
    }),
  );
}

/** The choices that name an app. */
export function chosenIds(choices: AppChoices): Map<string, string> {
  return new Map([...choices].filter(([, id]) => id !== ''));
}

/** Apps that have to be chosen, or were proposed and should be looked at. */
export const needsLook = ({ proposals: [best] }: AppUse): boolean => best?.match !== 'same';

export interface WorkflowName {
  name: string;
  version: string;
}

export function isTaken(taken: readonly Partial<WorkflowName>[], { name, version }: WorkflowName): boolean {
  return taken.some((one) => one.name === name && one.version === version);
}

/** The version, or the first with a number behind it that the project does not have. */
export function freeVersion(taken: readonly Partial<WorkflowName>[], wanted: WorkflowName): string {
  if (!isTaken(taken, wanted)) return wanted.version;
  for (let n = 2; ; n += 1) {
    const version = `${cutName(wanted.version, limits.version.maxLength - `-${n}`.length)}-${n}`;
    if (!isTaken(taken, { ...wanted, version })) return version;
  }
}

/** Names of fields that saving leaves out, because the API does not know them. */
export function leftOut(document: WorkflowDocument): string[] {
  const sent = toRequest(document);
  const names = new Set<string>();
  const compare = (before: object, after: object | undefined) => {
    for (const name of Object.keys(before)) if (!after || !Object.hasOwn(after, name)) names.add(name);
  };
  compare(document, sent);
  for (const [at, task] of (document.tasks ?? []).entries()) {
    const kept = sent.tasks?.[at];
    compare(task, kept);
    for (const [place, input] of (task.inputs ?? []).entries()) compare(input, kept?.inputs?.[place]);
  }
  return [...names].sort();
}
