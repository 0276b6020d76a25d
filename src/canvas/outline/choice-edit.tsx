import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PickList } from '../acts/pick-list.tsx';
import type { AfterEdit } from './outline-store.ts';

/** More than anybody looks through; typing narrows them down. */
const MOST = 50;

export interface Choice {
  value: string;
  label: string;
  /** Said in small letters beside the label. */
  detail?: string | undefined;
  /** It cannot be chosen; the detail says why. */
  disabled?: boolean;
}

interface Props {
  label: string;
  /** What is chosen now; it comes first until something is typed. */
  value?: string | undefined;
  placeholder?: string | undefined;
  /** Said when nothing can be chosen. */
  empty: string;
  /** What fits a text, best first. */
  find: (text: string) => readonly Choice[];
  onChoose: (value: string, after: AfterEdit) => void;
  /** Nothing was chosen. */
  onCancel: (after: AfterEdit) => void;
}

/** A choice in place of a cell, open at once: type to narrow it down, (Ctrl+)Enter takes, Escape does not. */
export function ChoiceEdit({ label, value, placeholder, empty, find, onChoose, onCancel }: Props) {
  const { t } = useTranslation('canvas');
  const [text, setText] = useState('');
  const over = useRef(false);
  const goesOn = useRef(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const found = useMemo(() => {
    const fits = find(text);
    const now = text === '' ? fits.find((choice) => choice.value === value) : undefined;
    return now ? [now, ...fits.filter((choice) => choice !== now)] : fits;
  }, [find, text, value]);
  const end = (act: () => void) => {
    if (over.current) return;
    over.current = true;
    act();
  };
  const onKey = (event: KeyboardEvent): boolean => {
    goesOn.current = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (event.key === 'Escape') end(() => onCancel('row'));
    // Keys of the rows and of the whole editor mean nothing here, but for those that Ctrl makes.
    if (event.key === 'Escape' || !(event.ctrlKey || event.metaKey)) event.stopPropagation();
    return event.key === 'Escape';
  };
  const shown = found.slice(0, MOST);
  return (
    <fieldset className="ol-edit" onBlur={() => end(() => onCancel('away'))}>
      <PickList
        floating
        field={field}
        label={label}
        placeholder={placeholder ?? label}
        text={text}
        onText={setText}
        onKey={onKey}
        options={shown.map((choice, at) => ({
          key: String(at),
          label: choice.label,
          note: choice.detail,
          disabled: choice.disabled,
        }))}
        onPick={(key) => {
          const chosen = shown[Number(key)];
          if (chosen) end(() => onChoose(chosen.value, goesOn.current ? 'next' : 'row'));
        }}
        empty={empty}
        foot={found.length > MOST && t('problems.more', { count: found.length - MOST })}
      />
    </fieldset>
  );
}
