import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Control } from '#src/ui/field.tsx';
import { commandCompletion, commandReading, type KnownName, knownNames } from './commands-extensions.ts';
import './commands-editor.css';

interface EditorProps {
  value: string;
  names: readonly KnownName[];
  label: string;
  /** Absent: the commands can only be read. */
  onChange?: (value: string) => void;
  control?: Control;
  placeholder?: string;
}

const editing: Extension = [
  history(),
  closeBrackets(),
  bracketMatching(),
  commandCompletion,
  // Tab leaves the editor, as it leaves every field.
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
];

function attributes({ label, control, onChange }: EditorProps): Record<string, string> {
  return {
    'aria-label': label,
    ...(control ? { id: control.id, 'aria-describedby': control['aria-describedby'] } : {}),
    ...(onChange ? {} : { 'aria-readonly': 'true', tabindex: '0' }),
    spellcheck: 'false',
  };
}

/** Commands of an app, one a line. Loaded on its own: the editor is larger than the page around it. */
export function CommandsEditor(props: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const changing = useRef({ names: new Compartment(), attributes: new Compartment() });
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const { names, attributes: content } = changing.current;
    const first = latest.current;
    const made = new EditorView({
      parent: place.current ?? undefined,
      state: EditorState.create({
        doc: first.value,
        extensions: [
          lineNumbers(),
          drawSelection(),
          EditorView.lineWrapping,
          commandReading,
          names.of(knownNames.of(first.names)),
          content.of(EditorView.contentAttributes.of(attributes(first))),
          first.onChange ? editing : [EditorState.readOnly.of(true), EditorView.editable.of(false)],
          placeholder(first.placeholder ?? ''),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const now = view.current;
    if (now && props.value !== now.state.doc.toString())
      now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: props.value } });
  }, [props.value]);

  useEffect(() => {
    view.current?.dispatch({ effects: changing.current.names.reconfigure(knownNames.of(props.names)) });
  }, [props.names]);

  const invalid = props.control?.['aria-invalid'];
  useEffect(() => {
    const content = EditorView.contentAttributes.of({
      ...attributes(latest.current),
      'aria-invalid': invalid ? 'true' : 'false',
    });
    view.current?.dispatch({ effects: changing.current.attributes.reconfigure(content) });
  }, [invalid]);

  return (
    <div
      ref={place}
      className={`commands${invalid ? ' commands-wrong' : ''}${props.onChange ? '' : ' commands-read'}`}
    />
  );
}
