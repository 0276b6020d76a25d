import { Dropdown } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from './environment.tsx';
import { Icon, type IconName } from './icon.tsx';
import './menu-button.css';

export interface MenuEntry {
  key: string;
  label: string;
  icon?: IconName;
  danger?: boolean;
  checked?: boolean;
  /** Why it cannot be chosen now; shown below the label. */
  disabledReason?: string | false;
  to?: string;
  onSelect?: () => void;
}

export interface MenuProps {
  entries: (MenuEntry | 'line')[];
  /** Replaces the "more actions" button. */
  trigger?: ReactElement;
  label?: string;
}

/** A menu behind a button. Entries that cannot be chosen say why. */
export function MenuButton({ entries, trigger, label }: MenuProps) {
  const { t } = useTranslation();
  const environment = useEnvironment();
  const items = entries.map((entry, index) =>
    entry === 'line'
      ? { type: 'divider' as const, key: `line-${index}` }
      : {
          key: entry.key,
          danger: entry.danger,
          disabled: Boolean(entry.disabledReason),
          icon: entry.checked ? <Icon name="check" /> : entry.icon ? <Icon name={entry.icon} /> : undefined,
          label: (
            <span className="menu-entry">
              {entry.label}
              {entry.disabledReason ? <small>{entry.disabledReason}</small> : null}
            </span>
          ),
        },
  );
  const choose = (key: string) => {
    const entry = entries.find((candidate) => candidate !== 'line' && candidate.key === key);
    if (!entry || entry === 'line') return;
    if (entry.to) environment.navigate(entry.to);
    entry.onSelect?.();
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        onClick: ({ key, domEvent }) => {
          // The menu may stand in a row that opens on click.
          domEvent.stopPropagation();
          choose(key);
        },
      }}
    >
      {trigger ?? (
        <button type="button" className="bare-button" aria-label={label ?? t('action.more')}>
          <Icon name="more" />
        </button>
      )}
    </Dropdown>
  );
}
