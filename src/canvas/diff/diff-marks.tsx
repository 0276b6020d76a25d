import type { Mark } from './merge.ts';

const SIGNS: Record<Mark, string> = { added: '+', removed: '−', renamed: '✎', changed: '≠', moved: '↔' };

/** A mark with its word, in the language of the page around. */
export interface ShownMark {
  kind: Mark;
  label: string;
}

/** What differs at a task: a sign and a word each, so that nothing depends on colour. */
export function DiffMarks({ marks }: { marks: readonly ShownMark[] }) {
  return (
    <span className="cv-marks">
      {marks.map(({ kind, label }) => (
        <span key={kind} className="cv-mark" data-mark={kind}>
          <span aria-hidden="true">{SIGNS[kind]}</span> {label}
        </span>
      ))}
    </span>
  );
}
