/** A chosen or dropped file as text. */
import { MAX_TEXT_LENGTH, type TextProblem } from '#core/workflow/toolkit-text.ts';

export interface GivenText {
  /** Name of the file; empty for text that was pasted. */
  name: string;
  text: string;
}

/** Faults of a text, and of a file that is none. */
export type FileProblem = Omit<TextProblem, 'kind'> & { kind: TextProblem['kind'] | 'not-utf8' };

export type ReadFile = { ok: true; given: GivenText } | { ok: false; name: string; problem: FileProblem };

/** Reads a file unless it is too large (a character takes up to four bytes) or no UTF-8 text. */
export async function readTextFile(file: File): Promise<ReadFile> {
  const { name } = file;
  if (file.size > MAX_TEXT_LENGTH * 4) return { ok: false, name, problem: { kind: 'too-long' } };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return { ok: true, given: { name, text } };
  } catch {
    return { ok: false, name, problem: { kind: 'not-utf8' } };
  }
}
