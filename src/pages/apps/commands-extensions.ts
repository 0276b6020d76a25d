/** What the command editor knows beyond plain text: shell colours, parameters, and lines that are too long. */
import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { type EditorState, type Extension, Facet, Prec, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import limits from '#contracts/generated/limits/eihealth.createApp.ts';
import { isSystemVariable } from '#core/app/commands.ts';
import { readShell } from '#core/app/shell.ts';

/** A name a command may use, and what it is. */
export interface KnownName {
  name: string;
  /** Said beside it in the list of completions. */
  detail: string;
}

export const knownNames = Facet.define<readonly KnownName[], readonly KnownName[]>({
  combine: (values) => values.flat(),
});

const marks = {
  known: Decoration.mark({ class: 'cm-known' }),
  system: Decoration.mark({ class: 'cm-known cm-system' }),
  unknown: Decoration.mark({ class: 'cm-unknown' }),
};
const tooLong = Decoration.line({ class: 'cm-too-long' });

function markOf(name: string, names: ReadonlySet<string>): Decoration {
  if (isSystemVariable(name)) return marks.system;
  return names.has(name) ? marks.known : marks.unknown;
}

function parameterMarks(state: EditorState): DecorationSet {
  const names = new Set(state.facet(knownNames).map(({ name }) => name));
  const builder = new RangeSetBuilder<Decoration>();
  for (const { name, start, end, context } of readShell(state.doc.toString()).occurrences) {
    if (context !== 'comment') builder.add(start, end, markOf(name, names));
  }
  return builder.finish();
}

function longLines(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      if ([...line.text].length > limits['commands[]'].maxLength) builder.add(line.from, line.from, tooLong);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

const namesChanged = (update: ViewUpdate) => update.startState.facet(knownNames) !== update.state.facet(knownNames);

const marking = ViewPlugin.fromClass(
  class {
    parameters: DecorationSet;
    lines: DecorationSet;
    constructor(view: EditorView) {
      this.parameters = parameterMarks(view.state);
      this.lines = longLines(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || namesChanged(update)) this.parameters = parameterMarks(update.state);
      if (update.docChanged || update.viewportChanged) this.lines = longLines(update.view);
    }
  },
  {
    provide: (plugin) => [
      EditorView.decorations.of((view) => view.plugin(plugin)?.parameters ?? Decoration.none),
      EditorView.decorations.of((view) => view.plugin(plugin)?.lines ?? Decoration.none),
    ],
  },
);

/** After `$` or `${`: the parameters. The closing brace comes along, or is taken when it is there. */
function complete(context: CompletionContext): CompletionResult | null {
  const before = context.matchBefore(/\$\{?[A-Za-z0-9_-]*/);
  if (!before) return null;
  const closed = context.state.sliceDoc(context.pos, context.pos + 1) === '}';
  return {
    from: before.from,
    validFor: /^\$\{?[A-Za-z0-9_-]*$/,
    options: context.state.facet(knownNames).map(({ name, detail }) => ({
      label: `\${${name}}`,
      detail,
      type: 'variable',
      apply: (view: EditorView, _completion: unknown, from: number, to: number) => {
        const insert = `\${${name}}`;
        view.dispatch({
          changes: { from, to: closed ? to + 1 : to, insert },
          selection: { anchor: from + insert.length },
        });
      },
    })),
  };
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--unknown)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--succeeded)' },
  { tag: tags.comment, color: 'var(--text-faint)', fontStyle: 'italic' },
  { tag: tags.number, color: 'var(--cancelled)' },
  { tag: [tags.standard(tags.variableName), tags.definition(tags.variableName)], color: 'var(--running)' },
  { tag: tags.attributeName, color: 'var(--text-soft)' },
]);

/** Colours and marks, for editing and for reading. A mark goes around the colours, so that it is one piece. */
export const commandReading: Extension = [
  StreamLanguage.define(shell),
  syntaxHighlighting(colours),
  Prec.lowest(marking),
];

/** Completion of `${name}` while editing. */
export const commandCompletion: Extension = autocompletion({ override: [complete], icons: false });
