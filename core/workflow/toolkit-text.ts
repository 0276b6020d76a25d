/** Text → values with their places: YAML, of which JSON is a part. Nothing in a text is run or looked up. */
import { type Document, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type FieldPath, isFields, type TextFault } from './toolkit-shape.ts';

/** Characters a text may have; far more than 64 tasks need, and little enough to be read in one go. */
export const MAX_TEXT_LENGTH = 4_000_000;
/** Faults told at once. */
const MAX_FAULTS = 20;
/** The plain data of YAML 1.2, whatever version a text claims; times an anchor may be repeated before it only grows. */
const SCHEMA = { schema: 'core', resolveKnownTags: false } as const;
const MAX_ALIASES = 100;

/** What a text is when it is no workflow. */
export type OtherKind = 'app' | 'job' | 'gcs' | 'unknown';

/** Why a text cannot be read. Lines and columns count from 1; absent when the fault has no place. */
export interface TextProblem {
  kind: TextFault | 'syntax' | 'empty' | 'too-long' | 'wrong-kind';
  line?: number;
  column?: number;
  /** As written in the text: `workflow.tasks[0].app_id`. */
  field?: string;
  /** What the parser says (English), of `syntax`; the kind found, of `wrong-kind`. */
  detail?: string;
}

export interface OpenText {
  value: unknown;
  /** The text of a scalar as it was written; undefined when it has none of its own. */
  written: (path: FieldPath) => string | undefined;
  problem: (kind: TextProblem['kind'], path: FieldPath) => TextProblem;
}

export type OpenedText = { ok: true; text: OpenText } | { ok: false; problems: TextProblem[] };

const refused = (...problems: TextProblem[]): OpenedText => ({ ok: false, problems });

/** Reads a text into plain values. */
export function openText(text: string): OpenedText {
  if (text.length > MAX_TEXT_LENGTH) return refused({ kind: 'too-long' });
  if (text.trim() === '') return refused({ kind: 'empty' });
  const lines = new LineCounter();
  const document = parseDocument(text, { ...SCHEMA, lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return refused(
      ...document.errors.slice(0, MAX_FAULTS).map((error): TextProblem => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { kind: 'syntax', line, column: col, detail: error.message };
      }),
    );
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    if (holdsItself(value)) return refused({ kind: 'syntax', detail: 'An anchor is repeated inside itself' });
    return { ok: true, text: { value, ...placesOf(document, lines) } };
  } catch (error) {
    return refused({ kind: 'syntax', detail: error instanceof Error ? error.message : String(error) });
  }
}

function holdsItself(value: unknown): boolean {
  const open = new Set<unknown>();
  const done = new Set<unknown>();
  const visit = (item: unknown): boolean => {
    if (typeof item !== 'object' || item === null || done.has(item)) return false;
    if (open.has(item)) return true;
    open.add(item);
    const found = Object.values(item).some(visit);
    open.delete(item);
    done.add(item);
    return found;
  };
  return visit(value);
}

function placesOf(document: Document, lines: LineCounter): Pick<OpenText, 'written' | 'problem'> {
  // A template calls the display name of a task `name`.
  const asWritten = (path: FieldPath): FieldPath =>
    path.at(-1) === 'display_name' && !document.hasIn(path) ? [...path.slice(0, -1), 'name'] : path;
  const nodeAt = (path: FieldPath) => {
    const node = document.getIn(path, true);
    return isNode(node) ? node : undefined;
  };
  return {
    written: (path) => {
      const node = nodeAt(asWritten(path));
      return isScalar(node) ? node.source : undefined;
    },
    problem: (kind, read) => {
      const path = asWritten(read);
      // A field that is missing is shown where it should be.
      const node = nodeAt(path) ?? nodeAt(path.slice(0, -1));
      const start = node?.range?.[0];
      const field = fieldName(path);
      if (start === undefined) return { kind, field };
      const { line, col } = lines.linePos(start);
      return { kind, field, line, column: col };
    },
  };
}

function fieldName(path: FieldPath): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`;
    return name === '' ? part : `${name}.${part}`;
  }, '');
}

/** Collects the first faults of a text. */
export function faultList(problem: OpenText['problem']) {
  const problems: TextProblem[] = [];
  return {
    problems,
    fault: (kind: TextFault, path: FieldPath) => {
      if (problems.length < MAX_FAULTS) problems.push(problem(kind, path));
    },
  };
}

/** Where the workflow stands in a text, or what the text is instead. */
export function findWorkflow(
  root: unknown,
): { value: Record<string, unknown>; path: FieldPath } | { other: OtherKind } {
  if (!isFields(root)) return { other: 'unknown' };
  if (typeof root.version === 'string' && root.version.startsWith('genecontainer')) return { other: 'gcs' };
  if (Array.isArray(root.tasks) && ('workflow_id' in root || 'tool_id' in root)) return { other: 'job' };
  if ('tasks' in root) return { value: root, path: [] };
  if ('commands' in root && 'image' in root) return { other: 'app' };
  if ('name' in root) return 'version' in root ? { value: root, path: [] } : { other: 'unknown' };
  if (isFields(root.workflow)) return { value: root.workflow, path: ['workflow'] };
  if (isFields(root.app)) return { other: 'app' };
  return { other: isFields(root.job) ? 'job' : 'unknown' };
}
