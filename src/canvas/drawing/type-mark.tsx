import type { ParameterType } from '#core/workflow/types.ts';

/** Told apart by shape, not by colour: file ▤, directory ▣, text T, one of a list ☰. */
const MARKS = { FILE: '▤', DIRECTORY: '▣', STRING: 'T', ENUM: '☰' } as const satisfies Record<ParameterType, string>;

/** Small mark of a parameter type; `label` is its name for pointer and screen reader. */
export function TypeMark({ type, label }: { type: ParameterType; label: string }) {
  return (
    <span className="cv-type" title={label} role="img" aria-label={label}>
      {MARKS[type]}
    </span>
  );
}
