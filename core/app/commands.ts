/**
 * The commands of an app as one script, with the values of one instance put in (domain §1.1, design §6). Values are
 * data: each is quoted for where its `${name}` stands, so nothing inside a value is ever evaluated.
 */
import type { ResolvedValue } from '../job/types.ts';
import { type HereDocument, type Occurrence, readShell } from './shell.ts';

/** A value stands where no quoting can keep it from being evaluated (arithmetic), and is no whole number. */
export class UnquotableValueError extends Error {
  readonly parameter: string;

  constructor(parameter: string) {
    super(`The value of ${parameter} stands where only a whole number can be put.`);
    this.name = 'UnquotableValueError';
    this.parameter = parameter;
  }
}

/** Names the platform sets itself; a command may use them like parameters. */
const SYSTEM_VARIABLE = /^EIHEALTH_[A-Z0-9_]+$/;

export function isSystemVariable(name: string): boolean {
  return SYSTEM_VARIABLE.test(name);
}

/** All commands of an app as the text of one script. */
export function scriptOf(commands: readonly string[]): string {
  return commands.join('\n');
}

/** Every `${name}` of the commands with its shell context; places count in `scriptOf(commands)`. */
export function parameterOccurrences(commands: readonly string[]): Occurrence[] {
  return readShell(scriptOf(commands)).occurrences;
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * The script of one instance. `values` has inputs and outputs by name, with the paths the container sees; `variables`
 * has system variables (`EIHEALTH_…`), which win over parameters. A `${name}` of neither is left to the shell.
 * Throws UnquotableValueError.
 */
export function renderScript(
  commands: readonly string[],
  values: Readonly<Record<string, Pick<ResolvedValue, 'type' | 'values'>>>,
  variables: Readonly<Record<string, string>> = {},
): string {
  const script = scriptOf(commands);
  const shell = readShell(script);
  const edits: Edit[] = [];
  for (const occurrence of shell.occurrences) {
    const value = scriptValue(occurrence.name, values, variables);
    if (!value || occurrence.context === 'comment') continue;
    edits.push({ start: occurrence.start, end: occurrence.end, text: quoteFor(occurrence, value) });
  }
  for (const document of shell.hereDocuments) edits.push(...freshDelimiter(script, document, edits));
  return applyEdits(script, 0, script.length, edits);
}

function scriptValue(
  name: string,
  values: Readonly<Record<string, Pick<ResolvedValue, 'type' | 'values'>>>,
  variables: Readonly<Record<string, string>>,
): Pick<ResolvedValue, 'type' | 'values'> | undefined {
  if (Object.hasOwn(variables, name)) return { type: 'FILE', values: [variables[name] ?? ''] };
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The arguments a value makes: a lone text splits at blanks, a list gives one argument each, a path is never split. */
export function argumentsOf(value: Pick<ResolvedValue, 'type' | 'values'>): string[] {
  const [first, ...more] = value.values.filter((item) => item !== '');
  if (first === undefined) return [];
  if (more.length > 0 || value.type === 'FILE' || value.type === 'DIRECTORY') return [first, ...more];
  return first.split(/[ \t\n]+/).filter((item) => item !== '');
}

/** A text as one word of a shell: in single quotes. */
export function quoteWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Arithmetic evaluates even names, so nothing but a number is safe there. */
const NUMBER = /^(-?[0-9]+)?$/;

function quoteFor(occurrence: Occurrence, value: Pick<ResolvedValue, 'type' | 'values'>): string {
  const joined = value.values
    .filter((item) => item !== '')
    .join(' ')
    .replaceAll('\0', '');
  let text = joined;
  switch (occurrence.context) {
    case 'bare':
      text = argumentsOf(value)
        .map((item) => quoteWord(item.replaceAll('\0', '')))
        .join(' ');
      break;
    case 'word':
      text = joined === '' ? '' : quoteWord(joined);
      break;
    case 'single':
      text = joined.replaceAll("'", "'\\''");
      break;
    case 'ansi':
      text = joined.replaceAll('\\', '\\134').replaceAll("'", '\\047');
      break;
    case 'double':
      text = joined.replace(/[\\"$`]/g, '\\$&');
      break;
    case 'heredoc':
      text = joined.replace(/[\\$`]/g, '\\$&');
      break;
    case 'unquotable':
      if (!NUMBER.test(joined)) throw new UnquotableValueError(occurrence.name);
      return joined;
    case 'quoted-heredoc':
    case 'comment':
      break;
  }
  for (let i = 0; i < occurrence.backquotes; i += 1) text = text.replace(/[\\`]/g, '\\$&');
  return text;
}

/** New delimiters for a here document in whose rendered body a line equals the old one. */
function freshDelimiter(script: string, document: HereDocument, edits: readonly Edit[]): Edit[] {
  const inside = edits.filter((edit) => edit.start >= document.body.start && edit.end <= document.body.end);
  if (inside.length === 0) return [];
  const lines = new Set(
    applyEdits(script, document.body.start, document.body.end, inside)
      .split('\n')
      .map((line) => (document.stripTabs ? line.replace(/^\t+/, '') : line)),
  );
  if (!lines.has(document.delimiter)) return [];
  let fresh = `${document.delimiter.replace(/[^A-Za-z0-9_]/g, '')}_`;
  while (lines.has(fresh)) fresh += '_';
  const open = { ...document.open, text: document.quoted ? `'${fresh}'` : fresh };
  return document.close.start < document.close.end ? [open, { ...document.close, text: fresh }] : [open];
}

function applyEdits(script: string, from: number, to: number, edits: readonly Edit[]): string {
  let result = '';
  let at = from;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    result += script.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + script.slice(at, to);
}
