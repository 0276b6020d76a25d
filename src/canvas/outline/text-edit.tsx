import { Input, type InputRef } from 'antd';
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { AfterEdit } from './outline-store.ts';

interface Props {
  label: string;
  value: string;
  placeholder?: string | undefined;
  maxLength?: number | undefined;
  /** Why a text cannot be kept; undefined when it can. */
  check?: (text: string) => string | undefined;
  onKeep: (text: string, after: AfterEdit) => void;
  onCancel: () => void;
  /** `=` in the empty field; absent where it is a character as any other. */
  onEquals?: (() => void) | undefined;
  /** Puts something beside the field. */
  wrap?: (field: ReactNode) => ReactNode;
}

/** Whether a place belongs to a drop-down or dialog, which stand elsewhere in the page. */
export const isOverlay = (place: EventTarget | null) =>
  place instanceof Element && place.closest('[role="dialog"], .ant-select-dropdown') !== null;

/** A text in place of a cell: Enter, Ctrl+Enter or leaving keeps it, Escape does not. */
export function TextEdit({ label, value, placeholder, maxLength, check, onKeep, onCancel, onEquals, wrap }: Props) {
  const [draft, setDraft] = useState(value);
  const over = useRef(false);
  const input = useRef<InputRef>(null);
  useEffect(() => input.current?.focus({ cursor: 'all' }), []);
  const fault = draft === value ? undefined : check?.(draft);

  const end = (act: () => void) => {
    if (over.current) return;
    over.current = true;
    act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      end(onCancel);
    }
    if (event.key === '=' && draft === '' && onEquals) {
      event.preventDefault();
      end(onEquals);
    }
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.target !== input.current?.input) return;
    event.preventDefault();
    event.stopPropagation();
    if (fault === undefined) end(() => onKeep(draft, event.ctrlKey || event.metaKey ? 'next' : 'row'));
  };
  const onBlur = ({ currentTarget, relatedTarget, target }: FocusEvent) => {
    if (!currentTarget.contains(target) || currentTarget.contains(relatedTarget) || isOverlay(relatedTarget)) return;
    end(() => (fault === undefined ? onKeep(draft, 'away') : onCancel()));
  };
  const field = (
    <Input
      ref={input}
      size="small"
      aria-label={label}
      aria-invalid={fault !== undefined}
      status={fault === undefined ? undefined : 'error'}
      value={draft}
      placeholder={placeholder}
      maxLength={maxLength}
      onChange={(event) => setDraft(event.target.value)}
    />
  );
  return (
    <fieldset className="ol-edit" onKeyDown={onKeyDown} onBlur={onBlur}>
      {wrap ? wrap(field) : field}
      <div role="alert" className="ol-fault">
        {fault}
      </div>
    </fieldset>
  );
}
