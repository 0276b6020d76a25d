/** What a workflow can be exported as. */
export const TEXT_FORMATS = ['yaml', 'json', 'mermaid'] as const;
export const FORMATS = [...TEXT_FORMATS, 'svg', 'png'] as const;

export type TextFormat = (typeof TEXT_FORMATS)[number];
export type ExportFormat = (typeof FORMATS)[number];

const EXTENSIONS: Record<ExportFormat, string> = { yaml: 'yaml', json: 'json', mermaid: 'mmd', svg: 'svg', png: 'png' };

/** Name of the exported file. */
export function exportName({ name, version }: { name: string; version: string }, format: ExportFormat): string {
  return `${[name, version].filter(Boolean).join('-') || 'workflow'}.${EXTENSIONS[format]}`;
}
