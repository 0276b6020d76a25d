import { Input, Select } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLeaving } from '#src/lib/next-page.ts';
import { Icon } from './icon.tsx';
import './filter-bar.css';

export interface Choice {
  value: string;
  label: string;
}

export interface FilterChoice {
  key: string;
  label: string;
  /** Empty text: no filter. */
  value: string;
  choices: readonly Choice[];
  onChange(value: string): void;
}

export interface FilterBarProps {
  search?: { value: string; placeholder: string; onChange(value: string): void };
  choices?: readonly FilterChoice[];
  /** Other controls, such as a date range. */
  extra?: ReactNode;
  /** Chips for filters that have no control of their own here. */
  chips?: readonly { key: string; label: string; onRemove(): void }[];
  /** How many rows are shown. */
  count?: number;
}

const SEARCH_PAUSE = 250;

/** Search text that follows typing at once and tells the page after a pause. */
function SearchBox({ value, placeholder, onChange }: NonNullable<FilterBarProps['search']>) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      if (isLeaving()) return;
      told.current = text;
      tell.current(text);
    }, SEARCH_PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <Input
      className="filter-search"
      type="search"
      allowClear
      prefix={<Icon name="search" size={14} />}
      aria-label={placeholder}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

/** Filters of a table in one line: search, choices, chips and the count. */
export function FilterBar({ search, choices = [], extra, chips = [], count }: FilterBarProps) {
  const { t } = useTranslation();
  return (
    <search className="filter-bar">
      {search ? <SearchBox {...search} /> : null}
      {choices.map((filter) => (
        <Select
          key={filter.key}
          aria-label={filter.label}
          className={filter.value ? 'filter-on' : undefined}
          popupMatchSelectWidth={false}
          value={filter.value || undefined}
          placeholder={filter.label}
          allowClear
          options={filter.choices.map((choice) => ({ ...choice }))}
          labelRender={({ label }) => `${filter.label}: ${String(label)}`}
          onChange={(value: string | undefined) => filter.onChange(value ?? '')}
        />
      ))}
      {extra}
      {chips.map((chip) => (
        <span key={chip.key} className="filter-chip">
          {chip.label}
          <button type="button" aria-label={t('filter.remove', { name: chip.label })} onClick={chip.onRemove}>
            <Icon name="close" size={12} />
          </button>
        </span>
      ))}
      {count === undefined ? null : (
        <span className="filter-count" aria-live="polite">
          {t('table.count', { count })}
        </span>
      )}
    </search>
  );
}
