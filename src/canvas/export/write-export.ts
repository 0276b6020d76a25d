/** A workflow in the forms it leaves the console in. Loaded when something is exported: it brings YAML along. */
import { withAddresses } from '#core/workflow/app-addresses.ts';
import { toMermaid } from '#core/workflow/mermaid.ts';
import { toJson, toYaml } from '#core/workflow/toolkit.ts';
import type { AppLookup, WorkflowDocument } from '#core/workflow/types.ts';
import type { DrawingColours } from './draw-task.ts';
import { drawWorkflow } from './draw-workflow.ts';
import type { ExportFormat, TextFormat } from './formats.ts';
import { rasterise } from './rasterise.ts';

export interface ExportSource {
  document: WorkflowDocument;
  lookup: AppLookup;
  /** Of the project: tasks name their apps by name, version and project, as other projects have other ids. */
  projectName: string;
  /** Stands in drawings where the app of a task is not known. */
  appMissing: string;
}

const TYPES: Record<ExportFormat, string> = {
  yaml: 'application/yaml',
  json: 'application/json',
  mermaid: 'text/plain',
  svg: 'image/svg+xml',
  png: 'image/png',
};

export function exportText(format: TextFormat, source: ExportSource): string {
  const { document, lookup, projectName } = source;
  if (format === 'mermaid') return toMermaid(document, lookup);
  const portable = withAddresses(document, lookup, projectName);
  return format === 'yaml' ? toYaml(portable) : toJson(portable);
}

/** The content of the file. Throws when the browser cannot draw. */
export async function exportFile(format: ExportFormat, source: ExportSource): Promise<Blob> {
  const type = TYPES[format];
  if (format !== 'svg' && format !== 'png') return new Blob([exportText(format, source)], { type });
  const drawing = drawWorkflow({ ...source, colours: themeColours() });
  return format === 'svg' ? new Blob([drawing.svg], { type }) : rasterise(drawing, type);
}

/** The colours of the theme in use. */
function themeColours(): DrawingColours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    page: colour('--page'),
    surface: colour('--surface'),
    sunken: colour('--sunken'),
    line: colour('--line'),
    border: colour('--line-strong'),
    edge: colour('--text-faint'),
    text: colour('--text'),
    quiet: colour('--text-soft'),
    required: colour('--failed'),
  };
}
