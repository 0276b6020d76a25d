import { Dropdown, type MenuProps as LibraryMenu } from 'antd';
import { type ReactElement, useState } from 'react';
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
  /** A menu of its own behind this entry. */
  entries?: MenuProps['entries'];
}

export interface MenuProps {
  entries: (MenuEntry | 'line')[];
  /** Replaces the "more actions" button. */
  trigger?: ReactElement;
  label?: string;
}

/**
 * A menu behind a button. Entries that cannot be chosen say why. A table has one in every row, so the menu itself is
 * made when the button is pressed for the first time.
 */
export function MenuButton(props: MenuProps) {
  const { t } = useTranslation();
  const [made, setMade] = useState(false);
  const button = (
    <button
      type="button"
      className="bare-button"
      aria-haspopup="menu"
      aria-label={props.label ?? t('action.more')}
      onClick={made ? undefined : () => setMade(true)}
    >
      <Icon name="more" />
    </button>
  );
  if (!made && !props.trigger) return button;
  return <Menu entries={props.entries} trigger={props.trigger ?? button} openAtOnce={made} />;
}

interface MadeMenuProps {
  entries: MenuProps['entries'];
  trigger: ReactElement;
  /** It was asked for by the press that made it. */
  openAtOnce: boolean;
}

function itemsOf(entries: MenuProps['entries']): NonNullable<LibraryMenu['items']> {
  return entries.map((entry, index) => {
    if (entry === 'line') return { type: 'divider', key: `line-${index}` };
    const item = {
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
    };
    return entry.entries ? { ...item, children: itemsOf(entry.entries) } : item;
  });
}

function findEntry(entries: MenuProps['entries'], key: string): MenuEntry | undefined {
  for (const entry of entries) {
    if (entry === 'line') continue;
    const found = entry.key === key ? entry : findEntry(entry.entries ?? [], key);
    if (found) return found;
  }
  return undefined;
}

function Menu({ entries, trigger, openAtOnce }: MadeMenuProps) {
  const environment = useEnvironment();
  const [open, setOpen] = useState(openAtOnce);
  const items = itemsOf(entries);
  const choose = (key: string) => {
    const entry = findEntry(entries, key);
    if (!entry) return;
    if (entry.to) environment.navigate(entry.to);
    entry.onSelect?.();
  };
  return (
    <Dropdown
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      autoFocus={openAtOnce}
      menu={{
        items,
        onClick: ({ key, domEvent }) => {
          // The menu may stand in a row that opens on click.
          domEvent.stopPropagation();
          setOpen(false);
          choose(key);
        },
      }}
    >
      {trigger}
    </Dropdown>
  );
}
