import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useState } from 'react';
import { FloatBelow } from '../float-below.tsx';
import './pick-list.css';

export interface PickOption {
  key: string;
  label: string;
  note?: string | undefined;
  /** It cannot be taken; the note says why. */
  disabled?: boolean | undefined;
}

interface Props {
  /** Name of the field and of the list. */
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  /** What matches the text; the first is the one that Enter takes. */
  options: readonly PickOption[];
  onPick: (key: string) => void;
  /** The option that Enter would take has changed. */
  onActive?: (key: string | undefined) => void;
  /** Shown in place of an empty list. */
  empty?: ReactNode;
  /** Shown below the list. */
  foot?: ReactNode;
  /** The list stands over what is around it, where there is room. */
  floating?: boolean;
  /** False keeps the list away, as below a search field that is not being used. */
  open?: boolean;
  field?: RefObject<HTMLInputElement | null>;
  /** Keys that mean more here than in other lists; true when it took the key. */
  onKey?: (event: KeyboardEvent) => boolean;
  onFocus?: () => void;
}

/** A field to type in and the list of what matches: arrow keys walk, Enter takes. */
export function PickList(props: Props) {
  const { label, text, options, onActive, empty, foot, floating, open = true } = props;
  const id = useId();
  const [at, setAt] = useState(0);
  const current = options[Math.min(at, options.length - 1)];
  const active = open ? current?.key : undefined;
  useEffect(() => onActive?.(active), [onActive, active]);
  useEffect(() => {
    if (active !== undefined) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  const onPick = (option: PickOption) => !option.disabled && props.onPick(option.key);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (props.onKey?.(event)) return event.preventDefault();
    const index = current ? options.indexOf(current) : 0;
    if (event.key === 'ArrowDown') setAt(Math.min(index + 1, options.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(index - 1, 0));
    else if (event.key === 'Enter' && current) onPick(current);
    else return;
    event.preventDefault();
  };
  const list = open && (
    <>
      <div id={`${id}-list`} role="listbox" aria-label={label} className="we-pick-list">
        {options.map((option, index) => (
          <div
            key={option.key}
            id={`${id}-${option.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={option === current}
            aria-disabled={option.disabled}
            className="we-pick-option"
            onPointerMove={() => setAt(index)}
            // The field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onPick(option)}
            onKeyDown={onKeyDown}
          >
            <span>{option.label}</span>
            {option.note && <span className="we-quiet">{option.note}</span>}
          </div>
        ))}
      </div>
      {options.length === 0 && <div className="we-pick-none we-quiet">{empty}</div>}
      {foot && <div className="we-pick-none we-quiet">{foot}</div>}
    </>
  );
  return (
    <div className="we-pick">
      <input
        ref={props.field}
        className="we-pick-field"
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
        aria-label={label}
        placeholder={props.placeholder}
        value={text}
        onFocus={props.onFocus}
        onChange={(event) => {
          props.onText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {open && floating ? <FloatBelow>{list}</FloatBelow> : list}
    </div>
  );
}
